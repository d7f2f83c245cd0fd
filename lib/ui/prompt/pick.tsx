import { Search } from 'lucide-preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { type Reason, reasonOf } from '../../contract/errors'
import type { AskId } from '../../contract/ids'
import type { RecordView } from '../../contract/sites-api'
import { numberWords } from '../data/numbers'
import { usePanel } from '../panel'
import { Problem } from '../parts/banner'
import stack from '../parts/stack.module.css'
import { t } from '../words'
import style from './read.module.css'
import { type ChoosingProps, Record } from './record'
import { recordWords, thingsOf } from './words'

/** Which request the items are of, and which part of it. */
export interface PickSource {
  ask: AskId
  seen: string
  part: number
}

/** The person picks one item or several, of as many as there are; what was picked shows its values. */
export const Pick = ({ source, multiple, ...choosing }: ChoosingProps & { source: PickSource; multiple: boolean }) => {
  const { part, choice, onChange } = choosing
  const name = useId()
  const found = useFound(source, choosing.part.records, part.total)
  const isPicked = ({ item }: RecordView) => choice.picked.some((each) => each.item === item)
  const toggle = (record: RecordView) =>
    onChange({
      picked: !multiple
        ? [record]
        : isPicked(record)
          ? choice.picked.filter(({ item }) => item !== record.item)
          : [...choice.picked, record],
    })
  const apart = choice.picked.filter(({ item }) => found.records.every((record) => record.item !== item))
  const rows = [...apart, ...found.records]
  const things = thingsOf(part.type)
  return (
    <>
      {part.total > part.records.length && (
        <div class={style.search}>
          <Search size={16} aria-hidden="true" />
          <input
            type="search"
            aria-label={t('prompt.search', { things })}
            placeholder={t('prompt.search', { things })}
            autocomplete="off"
            maxLength={200}
            value={found.text}
            onInput={(event) => found.search(event.currentTarget.value)}
          />
        </div>
      )}
      <fieldset class={style.picks} aria-label={things}>
        {rows.map((record) => (
          <Record
            key={record.item}
            record={record}
            closed={!isPicked(record)}
            chooser={
              <input
                type={multiple ? 'checkbox' : 'radio'}
                name={name}
                checked={isPicked(record)}
                aria-label={recordWords(part.type, record)}
                onChange={() => toggle(record)}
              />
            }
            {...choosing}
          />
        ))}
      </fieldset>
      <p class={stack.note} role="status">
        {found.total > found.records.length &&
          t('prompt.found', { shown: numberWords(found.records.length), count: numberWords(found.total) })}
        {found.total === 0 && t('prompt.found_none')}
      </p>
      <Problem reason={found.reason} />
      {found.total > found.records.length && (
        <button type="button" onClick={found.more}>
          {t('prompt.show_more')}
        </button>
      )}
    </>
  )
}

interface Found {
  text: string
  records: readonly RecordView[]
  total: number
  reason: Reason | null
}

/** What there is to pick from: at first what came with the request, then what the agent finds. */
const useFound = ({ ask, seen, part }: PickSource, first: readonly RecordView[], count: number) => {
  const panel = usePanel()
  const begin: Found = { text: '', records: first, total: count, reason: null }
  const [found, setFound] = useState(begin)
  const latest = useRef(0)
  // Other values are shown: what was found before may no longer be so.
  useEffect(() => {
    latest.current++
    setFound(begin)
  }, [seen])
  const load = async (text: string, before: readonly RecordView[]) => {
    const mine = ++latest.current
    try {
      const { records, total } = await panel.ask('pickable', { ask, part, text, offset: before.length })
      if (mine === latest.current) setFound({ text, records: [...before, ...records], total, reason: null })
    } catch (error) {
      if (mine === latest.current) setFound((now) => ({ ...now, reason: reasonOf(error) }))
    }
  }
  return {
    ...found,
    search: (text: string) => {
      setFound((now) => ({ ...now, text }))
      if (text.trim() !== '') return void load(text, [])
      latest.current++
      setFound(begin)
    },
    more: () => void load(found.text, found.records),
  }
}

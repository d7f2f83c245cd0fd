import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Duplicates } from '../../../contract/data-api'
import type { ItemId } from '../../../contract/ids'
import type { Item } from '../../../contract/item'
import { shownName } from '../../names'
import { useAction, usePanel } from '../../panel'
import { Problem } from '../../parts/banner'
import { t } from '../../words'
import { patiently } from '../patient'
import { shownTitle } from '../shown'
import { mergeOnce } from './doing'
import { FieldChoice } from './field-choice'
import style from './merge.module.css'
import { type Choices, firstChoices, gather, mainOf, mergedDraft, sharedWords } from './merging'
import { Preview } from './preview'

/** What became of a group. */
export type Outcome = { what: 'merged'; into: ItemId; name: string } | { what: 'apart' | 'skipped' }

interface GroupProps {
  because: Duplicates['because']
  items: readonly Item[]
  /** "3 of 40". */
  place: string
  onDone: (outcome: Outcome) => void
  /** Whether the agent is at it, and what it says of the items may be on the way. */
  onDeciding: (deciding: boolean) => void
}

/** Contacts that may be one person: what each says, what they become, and three ways to decide. */
export const Group = ({ because, items, place, onDone, onDeciding }: GroupProps) => {
  const panel = usePanel()
  const main = mainOf(items) as Item
  const gathered = useMemo(() => gather(items, main), [items, main])
  const [chosen, choose] = useState<Choices>({})
  const choices = { ...firstChoices(gathered), ...chosen }
  const draft = mergedDraft(items, main, gathered, choices)
  const name = shownName(shownTitle(draft.type, draft.fields))
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => heading.current?.focus(), [])
  const merge = useAction(async () => {
    const others = items.filter(({ id }) => id !== main.id).map(({ id }) => id)
    const revs = Object.fromEntries(items.map(({ id, rev }) => [id, rev]))
    onDeciding(true)
    await mergeOnce(panel, { into: main.id, others, draft, revs }).catch((error: unknown) => {
      onDeciding(false)
      throw error
    })
    onDone({ what: 'merged', into: main.id, name })
  })
  const apart = useAction(async () => {
    await patiently(() => panel.ask('keepApart', { ids: items.map(({ id }) => id) }))
    onDone({ what: 'apart' })
  })
  const busy = merge.busy || apart.busy
  return (
    <article class={style.group} aria-labelledby="merge-group">
      <header>
        <h2 id="merge-group" ref={heading} tabIndex={-1}>
          {t('merge.question', { names: namesOf(items) })}
        </h2>
        <p class={style.why}>
          {reasonWords(because, items)} · {place}
        </p>
      </header>
      <div class={style.fields}>
        {gathered.map((each) => (
          <FieldChoice
            key={each.field.name}
            gathered={each}
            items={items}
            choice={choices[each.field.name] ?? 'both'}
            onChoose={(choice) => choose({ ...chosen, [each.field.name]: choice })}
          />
        ))}
      </div>
      <Preview draft={draft} />
      <footer class={style.ways}>
        <Problem reason={merge.reason ?? apart.reason} />
        <button type="button" data-kind="plain" disabled={busy} onClick={() => onDone({ what: 'skipped' })}>
          {t('merge.skip')}
        </button>
        <button type="button" disabled={busy} onClick={apart.run}>
          {t('merge.apart')}
        </button>
        <button type="button" data-kind="primary" disabled={busy} onClick={merge.run}>
          {t('merge.merge')}
        </button>
      </footer>
    </article>
  )
}

const LISTED = 3

const namesOf = (items: readonly Item[]): string => {
  const names = [...new Set(items.map(({ type, fields }) => shownName(shownTitle(type, fields))))]
  const rest = items.length - LISTED
  if (names.length === 1) return t('merge.times', { name: names[0] ?? '', count: items.length })
  return rest > 0
    ? t('merge.names_more', { names: names.slice(0, LISTED).join(' · '), count: rest })
    : names.join(' · ')
}

const reasonWords = (because: Duplicates['because'], items: readonly Item[]): string => {
  const [shared] = sharedWords(items, because)
  return shared === undefined || because === 'name'
    ? t(`merge.same_${because}`)
    : t(`merge.shared_${because}`, { shared: shared.slice(0, 80) })
}

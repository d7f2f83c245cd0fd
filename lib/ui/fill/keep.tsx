import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ItemSummary } from '../../contract/data-api'
import type { FormFill, FormLook } from '../../contract/form-fill'
import type { ItemId } from '../../contract/ids'
import type { Draft, Fields } from '../../contract/item'
import { itemType } from '../../contract/item-types'
import { type Change, changesTo, withChanges } from '../../forms/keeping'
import { fieldsTyped } from '../../forms/kept'
import type { Group } from '../../forms/plan'
import { freshId } from '../data/ids'
import { patiently } from '../data/patient'
import { fieldName, valueWords } from '../data/shown'
import { useItems } from '../data/use-items'
import { useAction, usePanel } from '../panel'
import { Banner, Problem } from '../parts/banner'
import { Loading } from '../parts/loading'
import { hrefOf } from '../place'
import { t } from '../words'
import style from './fill.module.css'
import { ProfileChoice } from './profile-choice'

interface KeepProps {
  form: FormFill
  look: FormLook
  groups: readonly Group[]
  list: readonly ItemSummary[]
  /** What is offered first; null: a new person. */
  first: ItemId | null
  onBack: () => void
}

/** What was typed into each group, as fields of a person; 'gone' when the page is another. */
const useTyped = ({ form, look, groups }: KeepProps): Fields[] | 'gone' | undefined => {
  const [typed, setTyped] = useState<Fields[] | 'gone'>()
  useEffect(() => {
    const ids = groups.flatMap(({ asked }) => asked.map(({ field }) => field.id))
    form.read(look.look, ids).then((read) => {
      if (read === null) return setTyped('gone')
      setTyped(
        groups.map(({ asked }) => {
          const values = asked.flatMap(({ field, autofill }) => {
            const said = read.find(({ id }) => id === field.id)
            return said ? [{ ...said, autofill, chosen: field.control === 'select' }] : []
          })
          return fieldsTyped(values, look.language)
        }),
      )
    })
  }, [form, look, groups])
  return typed
}

/** What was typed into the page's form, looked at and kept: in a new person, or as changes to one that is there. */
export const Keep = (props: KeepProps) => {
  const typed = useTyped(props)
  const [into, setInto] = useState(props.first)
  const item = useItems(into === null ? [] : [into]).get(into ?? ('' as ItemId)) ?? undefined
  if (typed === undefined) return <Loading words={t('fill.looking')} />
  if (typed === 'gone' || typed.every((fields) => Object.keys(fields).length === 0))
    return <Nothing gone={typed === 'gone'} onBack={props.onBack} />
  const base: Draft = into === null ? { type: 'Person', fields: {}, tags: [] } : (item ?? EMPTY)
  return (
    <Changes
      key={into}
      base={base}
      into={into}
      rev={item?.rev ?? null}
      changes={changesTo(base, typed)}
      choice={
        <ProfileChoice
          label={t('fill.keep_in')}
          list={props.list}
          chosen={into}
          item={item}
          onChoose={setInto}
          instead={t('fill.new_person')}
        />
      }
      onBack={props.onBack}
    />
  )
}

const EMPTY: Draft = { type: '', fields: {}, tags: [] }

const Nothing = ({ gone, onBack }: { gone: boolean; onBack: () => void }) => (
  <div class={style.said}>
    <p role="status">{gone ? t('fill.gone') : t('fill.nothing_typed')}</p>
    <button type="button" onClick={onBack}>
      {t('action.back')}
    </button>
  </div>
)

interface ChangesProps {
  base: Draft
  into: ItemId | null
  rev: number | null
  changes: readonly Change[]
  choice: ComponentChildren
  onBack: () => void
}

const Changes = ({ base, into, rev, changes, choice, onBack }: ChangesProps) => {
  const panel = usePanel()
  const fresh = useRef(freshId<ItemId>())
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set())
  const [kept, setKept] = useState<ItemId | null>(null)
  const wanted = changes.filter((change) => !without.has(keyOf(change)))
  const save = useAction(async () => {
    const id = into ?? fresh.current
    const draft: Draft = { ...base, fields: withChanges(base, wanted) }
    await patiently(() =>
      panel.ask('saveItem', { id, draft: { type: draft.type, fields: draft.fields, tags: draft.tags }, rev }),
    )
    setKept(id)
  })
  const toggle = (key: string) => {
    const next = new Set(without)
    if (!next.delete(key)) next.add(key)
    setWithout(next)
  }
  return (
    <div class={style.screen}>
      <div class={style.body}>
        <h2>{t('fill.typed')}</h2>
        {choice}
        {changes.length === 0 && kept === null && <p class={style.note}>{t('fill.known_already')}</p>}
        {kept === null && (
          <ul class={style.rows}>
            {changes.map((change) => (
              <ChangeRow
                key={keyOf(change)}
                type={base.type}
                change={change}
                on={wanted.includes(change)}
                onToggle={() => toggle(keyOf(change))}
              />
            ))}
          </ul>
        )}
        <div role="status">
          {kept !== null && (
            <Banner action={<a href={hrefOf({ at: 'item', item: kept })}>{t('fill.show_kept')}</a>}>
              {t('fill.kept')}
            </Banner>
          )}
        </div>
      </div>
      <div class={style.foot}>
        <Problem reason={save.reason} />
        <div class={style.ends}>
          <button type="button" onClick={onBack}>
            {t('action.back')}
          </button>
          {kept === null && (
            <button type="button" data-kind="primary" disabled={save.busy || wanted.length === 0} onClick={save.run}>
              {t('fill.save')}
            </button>
          )}
        </div>
      </div>
    </div>
  )
}

const keyOf = ({ field, said }: Change): string => `${field} ${JSON.stringify(said.value)}`

interface ChangeRowProps {
  type: string
  change: Change
  on: boolean
  onToggle: () => void
}

const ChangeRow = ({ type, change, on, onToggle }: ChangeRowProps) => {
  const described = itemType(type)?.fields.find(({ name }) => name === change.field)
  const words = (value: Change['said']['value']) => (described ? valueWords(described, value) : '')
  return (
    <li>
      <label class={style.row}>
        <input type="checkbox" checked={on} onChange={onToggle} />
        <span>
          <span class={style.name}>{fieldName(change.field)}</span>{' '}
          <span class={style.value}>
            <bdi>{words(change.said.value)}</bdi>
          </span>
          {change.before !== null && (
            <small>
              {' '}
              {t('fill.instead_of')}{' '}
              <s>
                <bdi>{words(change.before)}</bdi>
              </s>
            </small>
          )}
        </span>
      </label>
    </li>
  )
}

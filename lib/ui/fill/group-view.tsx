import { useId } from 'preact/hooks'
import { chosen, type Group, pickKey, type Row } from '../../forms/plan'
import { folded } from '../../forms/words'
import { capped, plain, quotable } from '../prompt/site-text'
import { t } from '../words'
import style from './fill.module.css'
import { ProfileChoice } from './profile-choice'
import type { Filling, GroupPlan } from './use-filling'
import { tokenWords } from './words'

/** What would go into the fields of one group, each value to be left out or exchanged. */
export const GroupView = ({ plan, filling, alone }: { plan: GroupPlan; filling: Filling; alone: boolean }) => {
  const { group, rows, picks, profile } = plan
  const id = useId()
  const full = rows.filter((row) => chosen(row, picks) !== null)
  const empty = rows.filter((row) => !full.includes(row))
  return (
    <section class={style.group} aria-labelledby={alone ? undefined : id}>
      {!alone && <h2 id={id}>{groupWords(group)}</h2>}
      <ProfileChoice
        label={t('fill.from')}
        list={filling.profiles?.list ?? []}
        chosen={profile}
        item={(profile && filling.items.get(profile)) ?? undefined}
        onChoose={(next) => filling.choose(group.key, next)}
      />
      {full.length > 0 && (
        <ul class={style.rows}>
          {full.map((row, index) => {
            const key = keyOf(row)
            // One choice serves all parts of the same address or number.
            const first = full.findIndex((each) => keyOf(each) === key) === index
            return <RowView key={row.field.id} row={row} plan={plan} filling={filling} choosing={first} />
          })}
        </ul>
      )}
      {empty.length > 0 && (
        <p class={style.note}>{t('fill.stays_empty', { fields: empty.map(emptyWords).join(', ') })}</p>
      )}
    </section>
  )
}

const keyOf = ({ choices, autofill }: Row): string => pickKey(choices[0]?.source ?? '', autofill)

const emptyWords = ({ autofill, refused }: Row): string =>
  refused ? t('fill.refused', { field: tokenWords(autofill.field) }) : tokenWords(autofill.field)

const groupWords = ({ address, section }: Group): string => {
  const name = capped(plain(section.replace('section-', '')), 30)
  const words = address === null ? t('fill.group') : t(`fill.${address}`)
  return name === '' ? words : t('fill.section', { group: words, name: `\u2068${name}\u2069` })
}

interface RowProps {
  row: Row
  plan: GroupPlan
  filling: Filling
  /** Whether which of several values is chosen here. */
  choosing: boolean
}

const RowView = ({ row, plan, filling, choosing }: RowProps) => {
  const { field, autofill, choices } = row
  const choice = chosen(row, plan.picks)
  if (choice === null) return null
  const name = tokenWords(autofill.field)
  const label = capped(quotable(field.label), 80)
  return (
    <li>
      <label class={style.row}>
        <input
          type="checkbox"
          checked={filling.ticked(row)}
          onChange={({ currentTarget }) => filling.tick(field.id, currentTarget.checked)}
        />
        <span>
          <span class={style.name}>
            {name}
            {label !== '' && folded(label) !== folded(name) && (
              <>
                {' '}
                <q>
                  <bdi>{label}</bdi>
                </q>
              </>
            )}
          </span>{' '}
          <span class={style.value}>
            <bdi>{choice.words}</bdi>
          </span>
          {choice.split && <small> {t('fill.split')}</small>}
          {field.full && <small> {t('fill.replaces')}</small>}
        </span>
      </label>
      {choosing && choices.length > 1 && (
        <select
          aria-label={t('fill.which', { field: name })}
          value={choice.index}
          onChange={({ currentTarget: { value } }) => filling.pick(plan.group.key, keyOf(row), Number(value))}
        >
          {choices.map(({ index, words, label }) => (
            <option key={index} value={index} selected={index === choice.index}>
              {label === '' ? words : t('fill.labelled', { value: words, label })}
            </option>
          ))}
        </select>
      )}
    </li>
  )
}

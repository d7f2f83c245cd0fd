import type { AskPart, WriteView } from '../../contract/sites-api'
import { numberWords } from '../data/numbers'
import { typeIcon, typeName } from '../data/shown'
import { Banner } from '../parts/banner'
import hidden from '../parts/hidden.module.css'
import stack from '../parts/stack.module.css'
import { t } from '../words'
import style from './changes.module.css'
import { Long } from './claim'
import { type Choice, changesOld, type StandingPart } from './decision'
import { FieldTicks } from './read'
import read from './read.module.css'
import { Sensitive } from './sensitive'
import { capped, plain } from './site-text'
import { fieldOf, fieldWords, isNew, rankOf, thingsOf, titleWords, wordsOf } from './words'

const LONG = 200
// Stands for what nobody would see of a value, but would be written.
const UNSEEN = '\ufffd'

/** What a write would change, value by value, before anything is written: all of it, first what would take something away. */
export const Changes = ({ part }: { part: Extract<AskPart, { kind: 'write' }> }) =>
  part.changes.length === 0 ? (
    <p class={stack.note}>{t('prompt.no_change')}</p>
  ) : (
    <>
      <div class={style.box}>
        <table class={style.changes} aria-label={t('prompt.changes')}>
          <thead>
            <tr>
              <th scope="col">{plain(typeName(part.type))}</th>
              <th scope="col">{t('prompt.now')}</th>
              <th scope="col">{t('prompt.would_be')}</th>
            </tr>
          </thead>
          {part.changes
            .toSorted((a, b) => rankOf(a) - rankOf(b))
            .map((change, index) => (
              <Change key={index} change={change} type={part.type} named={part.total > 1 || !isNew(change)} />
            ))}
        </table>
      </div>
      <Undo part={part} />
    </>
  )

const Change = ({ change, type, named }: { change: WriteView; type: string; named: boolean }) => {
  const title = titleWords(change.title)
  return (
    <tbody>
      {named && (
        <tr>
          <th scope="rowgroup" colSpan={3}>
            {isNew(change) && t('prompt.new')} <bdi>{title}</bdi>
          </th>
        </tr>
      )}
      {change.fields.map(({ field, before, after }) => {
        const described = fieldOf(type, field)
        return (
          <tr key={field}>
            <th scope="row">
              {fieldWords(field)} {described.sensitive && <Sensitive />}
            </th>
            <td>
              {before === null ? (
                <None />
              ) : (
                <s>
                  <Long text={wordsOf(described, before)} most={LONG} />
                </s>
              )}
            </td>
            <td>{after === null ? <None /> : <Long text={wordsOf(described, after, UNSEEN)} most={LONG} />}</td>
          </tr>
        )
      })}
    </tbody>
  )
}

const Undo = ({ part: { reads, type } }: { part: Extract<AskPart, { reads: boolean }> }) => (
  <p class={stack.note}>
    {reads && t('prompt.reads', { things: thingsOf(type) })} {t('prompt.write_undo')}
  </p>
)

const None = () => (
  <>
    <span aria-hidden="true">–</span>
    <span class={hidden.hidden}>{t('prompt.none')}</span>
  </>
)

/** What would go into the bin. */
export const Deletion = ({ part }: { part: Extract<AskPart, { kind: 'delete' }> }) => {
  const Icon = typeIcon(part.type)
  return (
    <>
      <ul class={style.box}>
        {part.records.map(({ item, title, fields }) => (
          <li key={item} class={style.gone}>
            <Icon size={16} aria-hidden="true" />
            <div>
              <bdi>{titleWords(title)}</bdi>
              <small>
                <bdi>
                  {capped(
                    Object.entries(fields)
                      .map(([field, value]) => wordsOf(fieldOf(part.type, field), value))
                      .filter((words) => words !== title)
                      .join(' · '),
                    LONG,
                  )}
                </bdi>
              </small>
            </div>
          </li>
        ))}
      </ul>
      <p class={stack.note}>{t('prompt.delete_bin')}</p>
    </>
  )
}

interface StandingProps {
  part: StandingPart
  choice: Choice
  onChange: (change: Partial<Choice>) => void
}

/** To write later without being asked: in which fields, and whether to what is there already. */
export const Standing = ({ part, choice, onChange }: StandingProps) => {
  const things = { things: thingsOf(part.type), count: numberWords(part.total) }
  const adds = part.access.includes('create')
  return (
    <>
      <Banner>{t('prompt.standing')}</Banner>
      {part.access.some((access) => access !== 'delete') && (
        <FieldTicks label={t('prompt.fields_only')} part={part} choice={choice} onChange={onChange} />
      )}
      {changesOld(part) && !adds && <p class={stack.note}>{t('prompt.old_all', things)}</p>}
      {changesOld(part) && adds && part.total > 0 && (
        <label class={read.also}>
          <input
            type="checkbox"
            checked={choice.all}
            onChange={(event) => onChange({ all: event.currentTarget.checked })}
          />
          <span>{t('prompt.old_too', things)}</span>
        </label>
      )}
      <Undo part={part} />
    </>
  )
}

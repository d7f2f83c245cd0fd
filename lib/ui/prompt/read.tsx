import type { Duration } from '../../contract/permission'
import type { AskPart, RecordView } from '../../contract/sites-api'
import { numberWords } from '../data/numbers'
import stack from '../parts/stack.module.css'
import { t } from '../words'
import {
  type Choice,
  countOf,
  hasNothing,
  isTicked,
  offersAll,
  type ReadPart,
  recordsOf,
  rulesOf,
  valuesOf,
} from './decision'
import { Pick, type PickSource } from './pick'
import style from './read.module.css'
import { type ChoosingProps, Record } from './record'
import { Sensitive } from './sensitive'
import { fieldOf, fieldWords, recordWords, thingsOf } from './words'

/** Items to be read: which of them, which values of them, and whether also those that are not shown. */
export const Read = ({ duration, source, ...choosing }: ChoosingProps & { duration: Duration; source: PickSource }) => {
  const { part, choice, onChange } = choosing
  if (part.pick !== null)
    return (
      <div class={style.read}>
        <Pick {...choosing} multiple={part.pick.multiple} source={source} />
        <Leaving part={part} choice={choice} />
      </div>
    )
  const many = part.records.length > 1
  if (hasNothing(part))
    return (
      <div class={style.read}>
        <p class={stack.note}>
          <b>{t('prompt.empty', { things: thingsOf(part.type) })}</b> {t('prompt.empty_later')}
        </p>
        <Others duration={duration} {...choosing} />
        {choice.all && <FieldTicks label={t('prompt.fields_only')} part={part} choice={choice} onChange={onChange} />}
      </div>
    )
  return (
    <div class={style.read}>
      {many && <FieldTicks label={t('prompt.fields_all')} part={part} choice={choice} onChange={onChange} />}
      {part.records.map((record) => (
        <Record
          key={record.item}
          record={record}
          chooser={many ? <Whole record={record} {...choosing} /> : undefined}
          {...choosing}
        />
      ))}
      <Others duration={duration} {...choosing} />
      <Leaving part={part} choice={choice} />
    </div>
  )
}

interface FieldTicksProps {
  label: string
  part: Extract<AskPart, { kind: 'read' | 'standing' }>
  choice: Choice
  onChange: (change: Partial<Choice>) => void
}

/** The fields of all items at once: what is left out here is given of none. */
export const FieldTicks = ({ label, part, choice, onChange }: FieldTicksProps) => (
  <fieldset class={style.fields}>
    <legend>{label}</legend>
    {part.fields.map((field) => (
      <label key={field}>
        <input
          type="checkbox"
          checked={!choice.without.includes(field)}
          onChange={(event) =>
            onChange({
              without: event.currentTarget.checked
                ? choice.without.filter((each) => each !== field)
                : [...choice.without, field],
            })
          }
        />
        <bdi>{fieldWords(field)}</bdi>
        {fieldOf(part.type, field).sensitive && <Sensitive />}
      </label>
    ))}
  </fieldset>
)

/** Takes an item in as it was first shown, or out with all its values. */
const Whole = ({ record, part, choice, onChange }: ChoosingProps & { record: RecordView }) => {
  const values = part.fields.flatMap((field) => valuesOf(record, field))
  const given = Object.keys(rulesOf(part, choice, record)).length > 0
  const put = (checked: boolean) =>
    onChange({
      ticks: { ...choice.ticks, ...Object.fromEntries(values.map(({ key, first }) => [key, checked && first])) },
      instead: Object.fromEntries(Object.entries(choice.instead).filter(([key]) => !key.startsWith(record.item))),
    })
  return (
    <input
      type="checkbox"
      checked={given}
      disabled={values.length === 0}
      aria-label={recordWords(part.type, record)}
      ref={(box) => {
        if (box) box.indeterminate = given && values.some((value) => value.first && !isTicked(choice, value))
      }}
      onChange={(event) => put(event.currentTarget.checked)}
    />
  )
}

/** What is not shown: given only if the person says so. */
const Others = ({ part, choice, onChange, duration }: ChoosingProps & { duration: Duration }) => {
  const more = part.total > part.records.length
  const count = { count: numberWords(part.total), shown: numberWords(part.records.length) }
  const things = thingsOf(part.type)
  const lasts = duration !== 'once'
  const offered = offersAll(part, duration)
  const nothing = hasNothing(part)
  return (
    <>
      {more && <p class={stack.note}>{t('prompt.first_of', { ...count, things })}</p>}
      {offered && (
        <label class={style.also}>
          <input
            type="checkbox"
            checked={choice.all}
            onChange={(event) => onChange({ all: event.currentTarget.checked })}
          />
          <span>
            {nothing
              ? t('prompt.later_only')
              : !more
                ? t('prompt.later_too')
                : lasts
                  ? t('prompt.all_and_later', count)
                  : t('prompt.all_of_them', count)}
          </span>
        </label>
      )}
      {lasts && !(nothing && !choice.all) && (
        <p class={stack.note}>{choice.all ? t('prompt.lasts_all') : t('prompt.lasts')}</p>
      )}
    </>
  )
}

/** How much leaves Hearth, said again whenever it changes. */
const Leaving = ({ part, choice }: { part: ReadPart; choice: Choice }) => {
  const { given, of } = countOf(part, choice)
  const unseen = choice.all && part.total > part.records.length
  return (
    <p class={stack.note} aria-live="polite">
      {recordsOf(part, choice).length > 0 && t('prompt.leave', of, [String(given), String(of)])}{' '}
      {unseen && t('prompt.leave_others', { count: numberWords(part.total - part.records.length) })}
    </p>
  )
}

import { Pencil, Undo2 } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { FieldType } from '../../contract/item-types'
import { isDate } from '../../contract/moment'
import type { RecordView } from '../../contract/sites-api'
import { typeIcon } from '../data/shown'
import { TextInput } from '../data/text-input'
import { IconButton } from '../parts/icon-button'
import { t } from '../words'
import { Long } from './claim'
import { type Choice, insteadKey, insteadOf, isTicked, type ReadPart, type Tickable, valuesOf } from './decision'
import style from './record.module.css'
import { Sensitive } from './sensitive'
import { capped, plain } from './site-text'
import { fieldOf, fieldWords, recordWords, wordsOf } from './words'

// Of a field with more values than these the others are not shown, and not given.
const SHOWN_VALUES = 20
const LONG = 300

export interface ChoosingProps {
  part: ReadPart
  choice: Choice
  onChange: (change: Partial<Choice>) => void
}

interface RecordProps extends ChoosingProps {
  record: RecordView
  /** Stands before the name: what takes all of it in or out. */
  chooser?: ComponentChildren
  /** Only the name is shown. */
  closed?: boolean
}

/** One item with what of it can be given, each value to tick. */
export const Record = ({ record, chooser, closed = false, ...choosing }: RecordProps) => {
  const id = useId()
  const { part, choice } = choosing
  const Icon = typeIcon(part.type)
  const fields = closed ? [] : part.fields.filter((field) => !choice.without.includes(field))
  const shown = fields.filter((field) => valuesOf(record, field).length > 0)
  const title = recordWords(part.type, record)
  return (
    <fieldset class={style.record} aria-labelledby={id}>
      <div class={style.title}>
        {chooser ?? <Icon size={16} aria-hidden="true" />}
        <span>
          <bdi id={id}>{title}</bdi>
          {closed && <Hint {...choosing} record={record} title={title} />}
        </span>
      </div>
      {shown.map((field) => (
        <FieldRows key={field} field={fieldOf(part.type, field)} record={record} {...choosing} />
      ))}
      {!closed && shown.length === 0 && <p class={style.nothing}>{t('prompt.nothing_in_it')}</p>}
    </fieldset>
  )
}

/** A little of what is in an item that was not picked yet. */
const Hint = ({ part, record, title }: Pick<ChoosingProps, 'part'> & { record: RecordView; title: string }) => {
  const words = part.fields.flatMap((field) =>
    valuesOf(record, field)
      .slice(0, 1)
      .map(({ value }) => wordsOf(fieldOf(part.type, field), value)),
  )
  return (
    <small>
      <bdi>{capped(words.filter((each) => each !== title).join(' · '), 80)}</bdi>
    </small>
  )
}

const TEXTS = ['line', 'text', 'markdown', 'email', 'phone', 'url', 'date']

interface FieldProps extends ChoosingProps {
  field: FieldType
  record: RecordView
}

/** The values of one field; for a text another value can be given instead. */
const FieldRows = (props: FieldProps) => {
  const { field, record, choice, onChange } = props
  const values = valuesOf(record, field.name)
  const other = insteadOf(choice, record.item, field.name)
  const key = insteadKey(record.item, field.name)
  const name = { field: fieldWords(field.name) }
  const { [key]: _, ...rest } = choice.instead
  return (
    <div class={style.field}>
      {other === null ? <Values values={values} {...props} /> : <Instead values={values} other={other} {...props} />}
      {TEXTS.includes(field.kind) && (
        <IconButton
          icon={other === null ? Pencil : Undo2}
          label={other === null ? t('prompt.instead', name) : t('prompt.instead_back', name)}
          onClick={() => onChange({ instead: other === null ? { ...rest, [key]: '' } : rest })}
        />
      )}
    </div>
  )
}

const Values = ({ values, ...props }: FieldProps & { values: readonly Tickable[] }) => (
  <div class={style.values}>
    {values.slice(0, SHOWN_VALUES).map((value) => (
      <ValueRow key={value.key} value={value} {...props} />
    ))}
    {values.length > SHOWN_VALUES && <small>{t('prompt.more_values', values.length - SHOWN_VALUES)}</small>}
  </div>
)

/** What is given in the place of the real value, as it is being written. */
const Instead = ({ values, other, ...props }: FieldProps & { values: readonly Tickable[]; other: Tickable }) => {
  const { field, record, choice, onChange } = props
  const key = insteadKey(record.item, field.name)
  const text = choice.instead[key] ?? ''
  const noDate = field.kind === 'date' && other.value !== '' && !isDate(String(other.value))
  return (
    <div class={style.values}>
      {values.slice(0, 1).map((value) => (
        <s key={value.key}>{capped(wordsOf(field, value.value), LONG)}</s>
      ))}
      <div class={style.instead}>
        <TextInput
          label={t('prompt.instead_of', { field: fieldWords(field.name) })}
          value={text}
          first
          maxLength={1000}
          hint={other.value === '' ? t('prompt.instead_empty') : noDate ? t('prompt.no_date') : undefined}
          onValue={(next) => onChange({ instead: { ...choice.instead, [key]: next } })}
        />
      </div>
      {other.value !== '' && <ValueRow value={other} {...props} />}
    </div>
  )
}

const ValueRow = ({ field, value, choice, onChange }: FieldProps & { value: Tickable }) => {
  const checked = isTicked(choice, value)
  const words = wordsOf(field, value.value)
  const name = fieldWords(field.name)
  const label = value.label === undefined ? '' : capped(plain(value.label), 40)
  const cut = words.length > LONG
  return (
    <div class={style.value} data-sensitive={field.sensitive === true} data-out={!checked}>
      <label>
        <input
          type="checkbox"
          checked={checked}
          aria-label={`${name}: ${capped(words, LONG)}`}
          onChange={(event) => onChange({ ticks: { ...choice.ticks, [value.key]: event.currentTarget.checked } })}
        />
        <span class={style.key}>
          {label === '' ? name : `${name} · ${label}`}
          {field.sensitive && <Sensitive />}
        </span>
        {!cut && (
          <span class={style.words}>
            <bdi>{words}</bdi>
          </span>
        )}
      </label>
      {cut && (
        <div class={style.words}>
          <Long text={words} most={LONG} />
        </div>
      )}
    </div>
  )
}

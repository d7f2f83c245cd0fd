import { useState } from 'preact/hooks'
import type { DataSummary, Edit } from '../../contract/data-api'
import { type FieldType, ITEM_TYPES, itemType } from '../../contract/item-types'
import { t } from '../words'
import style from './bulk-bar.module.css'
import { timeFrom } from './form'
import { readNumber } from './numbers'
import { fieldName, TYPE_NAMES, typeName } from './shown'
import { TextInput } from './text-input'

export type BulkWay = 'tag' | 'untag' | 'set' | 'type'

interface BulkEditProps {
  way: BulkWay
  tags: DataSummary['tags']
  /** The type that the list shows; empty for all. */
  type: string
  ready: boolean
  onEdit: (edit: Edit) => void
}

/** What one change to many items needs to know. */
export const BulkEdit = ({ way, tags, type, ready, onEdit }: BulkEditProps) => {
  const fields = simpleFields(type)
  const [text, setText] = useState('')
  const [field, setField] = useState(fields[0]?.name ?? '')
  const [target, setTarget] = useState('Contact')
  const described = fields.find(({ name }) => name === field)
  const edit =
    way === 'type' ? { do: way, type: target } : way === 'set' ? setting(described, text) : tagging(way, text)
  return (
    <form
      class={style.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (edit !== null && ready) onEdit(edit)
      }}
    >
      {way === 'set' && (
        <Pick
          label={t('bulk.field')}
          value={field}
          names={fields.map(({ name }) => name)}
          words={fieldName}
          onValue={setField}
        />
      )}
      {way === 'type' ? (
        <Pick label={t('bulk.new_type')} value={target} names={TYPE_NAMES} words={typeName} onValue={setTarget} />
      ) : (
        <TextInput
          first
          label={way === 'set' ? t('bulk.value') : t('bulk.which_tag')}
          choices={way === 'set' ? described?.choices : tags.map(({ tag }) => tag)}
          value={text}
          onValue={setText}
          maxLength={way === 'set' ? 10_000 : 100}
        />
      )}
      <button type="submit" data-kind="primary" disabled={!ready || edit === null}>
        {way === 'set' && text.trim() === '' ? t('bulk.empty') : t('bulk.apply')}
      </button>
    </form>
  )
}

const tagging = (way: 'tag' | 'untag', text: string): Edit | null =>
  text.trim().replace(/^#+/, '') === '' ? null : { do: way, tag: text.trim() }

const SIMPLE: readonly string[] = ['line', 'text', 'date', 'moment', 'number', 'email', 'phone', 'url']

/** The fields that one value can be written into, of a type or of all. */
const simpleFields = (type: string): FieldType[] => {
  const found = new Map<string, FieldType>()
  for (const field of itemType(type)?.fields ?? ITEM_TYPES.flatMap(({ fields }) => fields))
    if (SIMPLE.includes(field.kind) && !field.fixed && !found.has(field.name)) found.set(field.name, field)
  return [...found.values()]
}

const setting = (field: FieldType | undefined, text: string): Edit | null => {
  if (field === undefined) return null
  if (text.trim() === '') return { do: 'set', field: field.name, value: null }
  const value = readValue(field, text)
  return value === null ? null : { do: 'set', field: field.name, value: field.many ? [{ value }] : value }
}

const readValue = ({ kind }: FieldType, text: string): number | string | null => {
  if (kind === 'number') return readNumber(text)
  return kind === 'date' || kind === 'moment' ? timeFrom(kind, text) : text
}

interface PickProps {
  label: string
  value: string
  names: readonly string[]
  words: (name: string) => string
  onValue: (name: string) => void
}

const Pick = ({ label, value, names, words, onValue }: PickProps) => (
  <label>
    {label}
    <select value={value} onChange={(event) => onValue(event.currentTarget.value)}>
      {names.map((name) => (
        <option key={name} value={name} selected={name === value}>
          {words(name)}
        </option>
      ))}
    </select>
  </label>
)

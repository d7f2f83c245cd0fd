import { Plus, X } from 'lucide-preact'
import type { FieldType } from '../../contract/item-types'
import { isDate, isMoment } from '../../contract/moment'
import { IconButton } from '../parts/icon-button'
import { t } from '../words'
import style from './editor.module.css'
import { FileInput } from './file-input'
import { ADDRESS_PARTS, type Entry, emptyEntry, type Fault, GEO_PARTS, timeFrom } from './form'
import { NoteInput } from './note-input'
import { ruleWords } from './rule'
import { fieldName } from './shown'
import { TextInput } from './text-input'
import { momentWords } from './when'

interface FieldInputProps {
  field: FieldType
  entries: Entry[]
  fault: Fault | undefined
  first: boolean
  onEntries: (entries: Entry[]) => void
  /** A file of it is being kept, or no longer. */
  onKeeping: (on: boolean) => void
  onFileName: (name: string) => void
}

/** What writes one field: a line, a text, an address, a file, or a list of them with labels. */
export const FieldInput = (props: FieldInputProps) => {
  const { field, entries, onEntries } = props
  const put = (index: number, entry: Entry) => onEntries(entries.map((each, at) => (at === index ? entry : each)))
  if (!field.many) {
    const [entry = emptyEntry()] = entries
    return <OneInput {...props} label={fieldName(field.name)} entry={entry} onEntry={(next) => onEntries([next])} />
  }
  const name = fieldName(field.name)
  return (
    <div class={style.many}>
      {entries.map((entry, index) => {
        const label = index === 0 ? name : t('editor.nth', { name, number: String(index + 1) })
        return (
          <div key={index} class={style.entry}>
            <OneInput
              {...props}
              first={props.first && index === 0}
              label={label}
              entry={entry}
              onEntry={(next) => put(index, next)}
            />
            <div class={style.label}>
              <TextInput
                quiet={field.kind !== 'address'}
                label={t('editor.label_of', { name: label })}
                placeholder={t('editor.label_hint')}
                value={entry.label}
                onValue={(next) => put(index, { ...entry, label: next })}
              />
            </div>
            {entries.length > 1 && (
              <IconButton
                icon={X}
                label={t('editor.remove', { name: label })}
                onClick={() => onEntries(entries.filter((_, at) => at !== index))}
              />
            )}
          </div>
        )
      })}
      <button type="button" data-kind="plain" onClick={() => onEntries([...entries, emptyEntry()])}>
        <Plus size={16} aria-hidden="true" />
        {t('editor.add', { name })}
      </button>
    </div>
  )
}

interface OneInputProps extends FieldInputProps {
  label: string
  entry: Entry
  onEntry: (entry: Entry) => void
}

const OneInput = ({ field, label, entry, fault, first, onEntry, onKeeping, onFileName }: OneInputProps) => {
  const error = fault && t(`editor.${fault}`)
  const write = (text: string) => onEntry({ ...entry, text })
  const common = { label, value: entry.text, onValue: write, error, first }
  switch (field.kind) {
    case 'address':
      return <Parts label={label} names={ADDRESS_PARTS} entry={entry} error={error} onEntry={onEntry} />
    case 'geo':
      return <Parts label={label} names={GEO_PARTS} entry={entry} error={error} onEntry={onEntry} />
    case 'file':
      return (
        <FileInput
          label={label}
          file={entry.file}
          onFile={(file, name) => {
            onEntry({ ...entry, file })
            onFileName(name)
          }}
          onKeeping={onKeeping}
        />
      )
    case 'markdown':
      return <NoteInput label={label} value={entry.text} onValue={write} />
    case 'text':
      return <TextInput {...common} lines={3} />
    case 'date':
    case 'moment':
      return <TextInput {...common} hint={timeHint(field.kind, entry.text)} placeholder={PLACEHOLDERS[field.kind]} />
    case 'rule':
      return <TextInput {...common} hint={ruleHint(entry.text)} />
    case 'number':
      return <TextInput {...common} mode="decimal" />
    case 'email':
      return <TextInput {...common} mode="email" />
    case 'phone':
      return <TextInput {...common} mode="tel" />
    case 'url':
      return <TextInput {...common} mode="url" />
    default:
      return <TextInput {...common} choices={field.choices} />
  }
}

const PLACEHOLDERS = { date: '2026-11-27', moment: '2026-11-27 10:30' }

/** How a date is understood, or that it is kept as it is. */
const timeHint = (kind: 'date' | 'moment', text: string): string | undefined => {
  if (text.trim() === '') return undefined
  const said = timeFrom(kind, text).trim()
  return (kind === 'date' ? isDate : isMoment)(said) ? momentWords(said) : t(`editor.no_${kind}`)
}

/** What a rule says, or how one is written. */
const ruleHint = (text: string): string => {
  const words = ruleWords(text)
  return words === text ? t('editor.rule_hint') : words
}

interface PartsProps {
  label: string
  names: readonly ((typeof ADDRESS_PARTS)[number] | (typeof GEO_PARTS)[number])[]
  entry: Entry
  error: string | undefined
  onEntry: (entry: Entry) => void
}

/** A value of several parts, such as an address. */
const Parts = ({ label, names, entry, error, onEntry }: PartsProps) => (
  <fieldset class={style.parts}>
    <legend>{label}</legend>
    {names.map((part, index) => (
      <TextInput
        key={part}
        label={t(`part.${part}`)}
        value={entry.parts[part] ?? ''}
        error={index === 0 ? error : undefined}
        onValue={(text) => onEntry({ ...entry, parts: { ...entry.parts, [part]: text } })}
      />
    ))}
  </fieldset>
)

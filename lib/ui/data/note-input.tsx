import { Bold, Heading, Italic, Link, List, ListTodo, type LucideIcon } from 'lucide-preact'
import { useId, useRef, useState } from 'preact/hooks'
import { t } from '../words'
import style from './editor.module.css'
import { type Formatting, formatted } from './formatting'
import { MarkdownView } from './markdown-view'

const FORMATS: readonly [Formatting, LucideIcon][] = [
  ['bold', Bold],
  ['italic', Italic],
  ['heading', Heading],
  ['list', List],
  ['check', ListTodo],
  ['link', Link],
]
const KEYS: Record<string, Formatting> = { b: 'bold', i: 'italic', k: 'link' }

/** Writes a note: text with a few signs for its formatting, buttons that set them, and how it will look. */
export const NoteInput = ({
  label,
  value,
  onValue,
}: {
  label: string
  value: string
  onValue: (text: string) => void
}) => {
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const [preview, setPreview] = useState(false)
  const format = (how: Formatting) => {
    const element = area.current
    if (element === null) return
    const { text, from, to } = formatted(how, value, element.selectionStart, element.selectionEnd)
    onValue(text)
    // Once the text is there, the words that were marked are marked again.
    requestAnimationFrame(() => {
      element.focus()
      element.setSelectionRange(from, to)
    })
  }
  return (
    <div class={style.note}>
      <label for={id}>{label}</label>
      <div class={style.tools} role="toolbar" aria-label={t('note.tools')}>
        {FORMATS.map(([how, Icon]) => (
          <button
            key={how}
            type="button"
            data-kind="plain"
            aria-label={t(`note.${how}`)}
            title={t(`note.${how}`)}
            disabled={preview}
            onClick={() => format(how)}
          >
            <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
          </button>
        ))}
        <button type="button" data-kind="plain" aria-pressed={preview} onClick={() => setPreview(!preview)}>
          {t('note.preview')}
        </button>
      </div>
      <textarea
        id={id}
        ref={area}
        dir="auto"
        hidden={preview}
        rows={10}
        autocomplete="off"
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
        onKeyDown={(event) => {
          const how = (event.ctrlKey || event.metaKey) && !event.altKey ? KEYS[event.key.toLowerCase()] : undefined
          if (how === undefined) return
          event.preventDefault()
          format(how)
        }}
      />
      {preview && (
        <section class={style.preview} aria-label={t('note.preview')}>
          <MarkdownView text={value} />
        </section>
      )}
    </div>
  )
}

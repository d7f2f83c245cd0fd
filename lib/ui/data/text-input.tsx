import { TriangleAlert } from 'lucide-preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import hidden from '../parts/hidden.module.css'
import style from './text-input.module.css'

interface TextInputProps {
  label: string
  value: string
  onValue: (value: string) => void
  hint?: string | undefined
  /** What is wrong with it, below the field. */
  error?: string | null | undefined
  /** What else it may be; anything may be written. */
  choices?: readonly string[] | undefined
  /** What a keyboard on glass should offer. */
  mode?: 'text' | 'decimal' | 'email' | 'tel' | 'url'
  /** The label is for ears only: something above says it for eyes. */
  quiet?: boolean
  placeholder?: string
  first?: boolean
  lines?: number
  maxLength?: number
}

/** One labelled line of text, or several; its hint and its error are read out with it. */
export const TextInput = (props: TextInputProps) => {
  const { label, value, onValue, hint, error, choices, mode = 'text', quiet = false, first = false, lines = 1 } = props
  const id = useId()
  const element = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    if (first) element.current?.focus()
  }, [first])
  const about = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  const common = {
    id,
    ref: element,
    value,
    placeholder: props.placeholder,
    maxLength: props.maxLength,
    dir: mode === 'text' ? ('auto' as const) : undefined,
    // Without it the browser writes what was typed into its session file, in clear.
    autocomplete: 'off',
    'aria-invalid': Boolean(error),
    'aria-describedby': about || undefined,
    onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
  }
  return (
    <div class={style.input}>
      <label for={id} class={quiet ? hidden.hidden : undefined}>
        {label}
      </label>
      {lines > 1 ? (
        <textarea {...common} rows={lines} />
      ) : (
        <input {...common} type="text" inputMode={mode} list={choices && `${id}-list`} />
      )}
      {choices && (
        <datalist id={`${id}-list`}>
          {choices.map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      )}
      {hint && <small id={`${id}-hint`}>{hint}</small>}
      {error && (
        <small class={style.error} id={`${id}-error`} role="alert">
          <TriangleAlert size={14} aria-hidden="true" />
          {error}
        </small>
      )}
    </div>
  )
}

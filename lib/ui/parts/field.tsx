import { TriangleAlert } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import style from './field.module.css'

interface FieldProps {
  label: string
  value: string
  onValue: (value: string) => void
  hint?: string | undefined
  /** What is wrong with it, below the field. */
  error?: string | null
  /** `code`: words or addresses that no spelling checker should see. */
  kind?: 'text' | 'password' | 'code'
  autocomplete?: string
  /** Takes the focus when it appears. */
  first?: boolean
  lines?: number
  maxLength?: number
  children?: ComponentChildren
}

/** One labelled field; its hint and its error are read out with it. */
export const Field = (props: FieldProps) => {
  const { label, value, onValue, hint, error = null, kind = 'text', lines = 1, children } = props
  const id = useId()
  const element = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const { first = false } = props
  useLayoutEffect(() => {
    if (first) element.current?.focus()
  }, [first])
  const describedBy = [hint !== undefined && `${id}-hint`, error !== null && `${id}-error`].filter(Boolean).join(' ')
  const common = {
    id,
    value,
    maxLength: props.maxLength,
    ref: element,
    spellcheck: kind === 'text' && lines > 1,
    autocapitalize: kind === 'text' ? undefined : ('none' as const),
    // Without it the browser writes what was typed into its session file, in clear.
    autocomplete: props.autocomplete ?? 'off',
    'aria-invalid': error !== null,
    'aria-describedby': describedBy || undefined,
    onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
  }
  return (
    <div class={style.field}>
      <label for={id}>{label}</label>
      {lines > 1 ? (
        <textarea {...common} class={kind === 'code' ? style.code : undefined} rows={lines} />
      ) : kind === 'password' ? (
        <input {...common} type="password" />
      ) : (
        <input {...common} type="text" />
      )}
      {children}
      {hint !== undefined && (
        <small class={style.hint} id={`${id}-hint`}>
          {hint}
        </small>
      )}
      {error !== null && (
        <small class={style.error} id={`${id}-error`} role="alert">
          <TriangleAlert size={14} aria-hidden="true" />
          {error}
        </small>
      )}
    </div>
  )
}

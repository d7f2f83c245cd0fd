import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { t } from '../words'
import style from './choices.module.css'

interface Choice<K extends string> {
  kind: K
  name: string
  means: string
  recommended?: boolean
  /** What belongs to it, shown while it is chosen. */
  more?: ComponentChildren
}

interface ChoicesProps<K extends string> {
  label: string
  choices: readonly Choice<K>[]
  chosen: K
  onChoose: (kind: K) => void
  /** Only the one that is chosen shows what it means; the others still tell assistive technology. */
  brief?: boolean
}

/** A few ways of which one is taken, each with what it means. */
export const Choices = <K extends string>({ label, choices, chosen, onChoose, brief = false }: ChoicesProps<K>) => {
  const id = useId()
  return (
    <div class={`${style.choices} ${brief ? style.brief : ''}`} role="radiogroup" aria-label={label}>
      {choices.map(({ kind, name, means, recommended, more }) => (
        <div key={kind} class={style.choice}>
          <label>
            <input
              type="radio"
              name={id}
              checked={chosen === kind}
              aria-label={name}
              aria-describedby={`${id}-${kind}`}
              onChange={() => onChoose(kind)}
            />
            <span>
              {name}
              {recommended && <em> · {t('ways.recommended')}</em>}
            </span>
            <small id={`${id}-${kind}`} hidden={brief && chosen !== kind}>
              {means}
            </small>
          </label>
          {chosen === kind && more !== undefined && <div class={style.more}>{more}</div>}
        </div>
      ))}
    </div>
  )
}

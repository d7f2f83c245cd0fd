import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../words'
import { LockButton } from './lock-button'
import style from './moment.module.css'

interface MomentProps {
  title: string
  lede?: string
  step?: 1 | 2 | 3
  mark?: ComponentChildren
  /** Whether the vault is open, and can be locked. */
  lock?: boolean
  children?: ComponentChildren
}

/** One column and one question: first run and the lock. */
export const Moment = ({ title, lede, step, mark, lock = false, children }: MomentProps) => {
  const heading = useRef<HTMLHeadingElement>(null)
  // A new title is a new moment, and is read out.
  useLayoutEffect(() => {
    if (!heading.current?.closest('main')?.contains(document.activeElement)) heading.current?.focus()
  }, [title])
  return (
    <main class={style.moment}>
      {lock && (
        <div class={style.corner}>
          <LockButton />
        </div>
      )}
      <div class={style.sheet}>
        {mark}
        {step !== undefined && (
          <p class={style.step} role="img" aria-label={t('first.step', { step })}>
            {[1, 2, 3].map((n) => (
              <span key={n} data-on={n <= step} />
            ))}
          </p>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lede !== undefined && <p class={style.lede}>{lede}</p>}
        <div class={style.content}>{children}</div>
      </div>
    </main>
  )
}

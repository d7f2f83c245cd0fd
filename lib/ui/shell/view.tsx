import { ChevronLeft } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { IconButton } from '../parts/icon-button'
import { go, type Place } from '../place'
import { wide } from '../wide'
import { t } from '../words'
import { LockButton } from './lock-button'
import style from './view.module.css'

interface ViewProps {
  title: ComponentChildren
  /** A line below the title. */
  below?: ComponentChildren
  /** Beside the title, before Lock. */
  actions?: ComponentChildren
  /** Where "back" and Escape lead; a view without it is a place of its own. */
  back?: Place
  /** No list stands beside it: the way back shows where there is room, too. */
  alone?: boolean
  /** The content scrolls by itself, above the foot. */
  own?: boolean
  /** Below the scrolling part of a view of its `own`. */
  foot?: ComponentChildren
  /** Whether it stands beside another view, which then is the main one. */
  beside?: boolean
  children: ComponentChildren
}

/** A bar with a title, and what it is about. Moving to it moves the focus to its title. */
export const View = (props: ViewProps) => {
  const { title, below, actions, back, foot, alone = false, own = false, beside = false, children } = props
  const heading = useRef<HTMLHeadingElement>(null)
  const leads = back !== undefined
  useLayoutEffect(() => {
    // Whoever focuses a field of the view itself knows better.
    if (leads && !heading.current?.closest(`.${style.view}`)?.contains(document.activeElement)) heading.current?.focus()
  }, [leads])
  // As soon as the view is there, and not only after it was painted.
  useLayoutEffect(() => {
    if (back === undefined) return
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) go(back)
    }
    addEventListener('keydown', leave)
    return () => removeEventListener('keydown', leave)
  }, [back])
  const Main = beside ? 'div' : 'main'
  return (
    <div class={style.view} data-beside={beside}>
      <header class={style.bar} data-back={leads}>
        {back !== undefined && (alone || !wide.value) && (
          <IconButton icon={ChevronLeft} label={t('action.back')} onClick={() => go(back)} />
        )}
        <div class={style.title}>
          <h1 ref={heading} tabIndex={leads ? -1 : undefined}>
            {title}
          </h1>
          {below}
        </div>
        {actions}
        {!wide.value && <LockButton />}
      </header>
      {own ? (
        <Main class={style.own}>
          <div class={style.inner}>{children}</div>
          {foot}
        </Main>
      ) : (
        <Main class={style.main}>{children}</Main>
      )}
    </div>
  )
}

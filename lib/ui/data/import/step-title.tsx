import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { shownName } from '../../names'
import style from '../files.module.css'

/** The title of a step: a sentence, or the name of the file. It takes the focus, because the step before is gone. */
export const StepTitle = ({ name, children }: { name?: string; children?: ComponentChildren }) => {
  const title = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => title.current?.focus(), [])
  return (
    <h2 class={style.title} ref={title} tabIndex={-1}>
      {name === undefined ? children : <bdi>{shownName(name)}</bdi>}
    </h2>
  )
}

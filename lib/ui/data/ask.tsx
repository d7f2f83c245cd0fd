import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import style from './ask.module.css'

interface AskProps {
  title: string
  /** What is lost, in words. */
  children: ComponentChildren
  /** What goes on, and what stays as it is. */
  yes: string
  no: string
  onYes: () => void
  onNo: () => void
}

/** A question that has to be answered before anything else. Escape says no. */
export const Ask = ({ title, children, yes, no, onYes, onNo }: AskProps) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      class={style.ask}
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault()
        onNo()
      }}
      onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      <p id={`${id}-text`}>{children}</p>
      <div>
        <button type="button" onClick={onNo}>
          {no}
        </button>
        <button type="button" data-kind="danger" onClick={onYes}>
          {yes}
        </button>
      </div>
    </dialog>
  )
}

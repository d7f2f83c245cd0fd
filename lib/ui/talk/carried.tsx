import { X } from 'lucide-preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { shownName } from '../names'
import { Carry } from '../parts/carry'
import { IconButton } from '../parts/icon-button'
import { t } from '../words'
import style from './carried.module.css'

interface CarriedProps {
  text: string
  name: string
}

interface SealedProps extends CarriedProps {
  /** Whether anything it may carry has not arrived. */
  under: boolean
  /** Whether the two are connected directly. */
  direct: boolean
  onDone: () => void
}

/** A sealed text, ready to be carried by any e-mail or messenger; it says when nobody needs it any more. */
export const SealedText = ({ text, name, under, direct, onDone }: SealedProps) => {
  const who = { name: shownName(name) }
  const carries = useRef(false)
  carries.current ||= under
  // With nothing to say it carries what connects the two.
  const state = under ? 'lede' : carries.current ? 'arrived' : direct ? 'connected' : 'lede'
  const section = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    const before = document.activeElement
    const element = section.current
    element?.focus()
    // The person may write elsewhere by now.
    return () => element?.contains(document.activeElement) && before instanceof HTMLElement && before.focus()
  }, [])
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    // It closes this, not the conversation.
    event.preventDefault()
    onDone()
  }
  return (
    <section class={style.carried} ref={section} tabIndex={-1} aria-label={t('sealed.title', who)} onKeyDown={leave}>
      <div class={style.head}>
        <h2>{t('sealed.title', who)}</h2>
        <IconButton icon={X} label={t('sealed.done')} onClick={onDone} />
      </div>
      <p role="status">{t(`sealed.${state}`, who)}</p>
      <Carry
        text={text}
        label={t('sealed.text')}
        copyLabel={t('sealed.copy')}
        mailLabel={t('sealed.mail')}
        subject={t('sealed.mail_subject')}
      />
    </section>
  )
}

/** The reply to somebody's invitation, to be sent back the way it came; folded away where it finds its own way. */
export const ReplyText = ({ text, name, left }: CarriedProps & { left: boolean }) => {
  const who = { name: shownName(name) }
  const carry = (
    <Carry
      text={text}
      label={t('reply.text')}
      copyLabel={t('reply.copy')}
      mailLabel={t('reply.mail')}
      subject={t('reply.mail_subject')}
    />
  )
  const title = left ? t('reply.left', who) : t('reply.title', who)
  return (
    <section class={style.carried} aria-label={title}>
      <h2>{title}</h2>
      <p>{left ? t('reply.left_lede', who) : t('reply.lede')}</p>
      {left ? (
        <details>
          <summary>{t('reply.carry')}</summary>
          {carry}
        </details>
      ) : (
        carry
      )}
    </section>
  )
}

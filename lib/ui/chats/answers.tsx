import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import type { InvitationId } from '../../contract/ids'
import type { InvitationView } from '../../contract/panel-api'
import { shownName } from '../names'
import { useAction, usePanel } from '../panel'
import { Alert, Problem } from '../parts/banner'
import { Face } from '../parts/face'
import { go } from '../place'
import { t } from '../words'
import style from './answers.module.css'

/** Who answered an invitation, each to be confirmed or refused; more than one is an alarm. */
export const Answers = ({ invitation: { id, answers } }: { invitation: InvitationView }) => {
  const all = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    // They ask for attention, but not out of the middle of a word.
    if (answers.length === 0 || document.activeElement?.matches('input, textarea')) return
    all.current?.querySelector<HTMLElement>('[role=alertdialog]')?.focus({ preventScroll: true })
    all.current?.scrollIntoView({ block: 'start' })
  }, [answers.length])
  if (answers.length === 0) return null
  return (
    <div class={style.answers} ref={all}>
      {answers.length > 1 && (
        <Alert title={t('answer.two_title')}>
          <p>{t('answer.two')}</p>
        </Alert>
      )}
      {answers.map((answer) => (
        <AnswerDialog key={answer.id} invitation={id} answer={answer} />
      ))}
    </div>
  )
}

interface AnswerDialogProps {
  invitation: InvitationId
  answer: InvitationView['answers'][number]
}

// Not modal: somebody may first have to look, or ask, elsewhere.
const AnswerDialog = ({ invitation, answer }: AnswerDialogProps) => {
  const panel = usePanel()
  const id = useId()
  const chosen = { invitation, answer: answer.id }
  const confirm = useAction(async () => {
    const { contact } = await panel.ask('confirmAnswer', chosen)
    go({ at: 'talk', contact })
  })
  const refuse = useAction(() => panel.ask('refuseAnswer', chosen))
  const busy = confirm.busy || refuse.busy
  return (
    <div
      class={style.answer}
      role="alertdialog"
      tabIndex={-1}
      aria-labelledby={`${id}-who`}
      aria-describedby={`${id}-ask`}
    >
      <div class={style.who}>
        <Face name={answer.name} hue={answer.hue} size="small" />
        <h2 id={`${id}-who`}>
          <bdi>{t('answer.title', { name: shownName(answer.name) })}</bdi>
        </h2>
      </div>
      <p id={`${id}-ask`}>{t('answer.ask')}</p>
      <Problem reason={confirm.reason ?? refuse.reason} />
      <div class={style.ways}>
        <button type="button" disabled={busy} onClick={refuse.run}>
          {t('answer.no')}
        </button>
        <button type="button" disabled={busy} onClick={confirm.run}>
          {t('answer.yes')}
        </button>
      </div>
    </div>
  )
}

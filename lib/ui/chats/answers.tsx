import { useEffect, useId, useRef } from 'preact/hooks'
import type { InvitationView } from '../../contract/panel-api'
import { shownName } from '../names'
import { useAction, usePanel } from '../panel'
import { Alert, Problem } from '../parts/banner'
import { Face } from '../parts/face'
import { go } from '../place'
import { t } from '../words'
import style from './answers.module.css'

/** Who answered an invitation, each to be confirmed or refused; more than one is an alarm. */
export const Answers = ({ invitation }: { invitation: InvitationView }) =>
  invitation.answers.length === 0 ? null : (
    <div class={style.answers}>
      {invitation.answers.length > 1 && <Alert title={t('answer.two_title')}> {t('answer.two')}</Alert>}
      {invitation.answers.map((answer) => (
        <AnswerDialog key={answer.id} invitation={invitation} answer={answer} />
      ))}
    </div>
  )

interface AnswerDialogProps {
  invitation: InvitationView
  answer: InvitationView['answers'][number]
}

// Not modal: somebody may first have to look, or ask, elsewhere.
const AnswerDialog = ({ invitation, answer }: AnswerDialogProps) => {
  const panel = usePanel()
  const id = useId()
  const dialog = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // It asks for attention, but not out of the middle of a word.
    if (!document.activeElement?.matches('input, textarea')) dialog.current?.focus()
  }, [])
  const chosen = { invitation: invitation.id, answer: answer.id }
  const confirm = useAction(async () => {
    const { contact } = await panel.ask('confirmAnswer', chosen)
    go({ at: 'talk', contact })
  })
  const refuse = useAction(() => panel.ask('refuseAnswer', chosen))
  const busy = confirm.busy || refuse.busy
  return (
    <div
      class={style.answer}
      ref={dialog}
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

import type { ConversationView } from '../../contract/panel-api'
import { shownName } from '../names'
import { Alert, Banner } from '../parts/banner'
import { t } from '../words'

interface NoticesProps {
  view: ConversationView
  /** Writes a sealed text with what waits; null where that cannot be done now. */
  onSeal: (() => void) | null
}

/** What a person should know before writing: alarms first, then what waits and what can be done about it. */
export const Notices = ({ view, onSeal }: NoticesProps) => {
  const who = { name: shownName(view.name) }
  const queued = view.messages.some(({ state }) => state === 'queued')
  const byHand =
    view.byHand && view.connection.state === 'none' && (queued || view.lastSeen !== null || view.waiting === 'opening')
  const answer = { says: t('sealed.answer_waiting', who), write: t('sealed.answer_write') }
  const hurry = { says: t('talk.hurry', who), write: t('talk.hurry_write') }
  const hint = view.answerWaiting ? answer : byHand ? hurry : null
  return (
    <>
      {view.alarm === 'two-answered' && (
        <Alert title={t('answer.two_title')}>
          <p>{t('answer.two_contact', who)}</p>
        </Alert>
      )}
      {view.alarm === 'fork' && (
        <Alert title={t('talk.fork_title')}>
          <p>{t('talk.fork', who)}</p>
        </Alert>
      )}
      {hint !== null && onSeal !== null && (
        <Banner
          tone="waiting"
          action={
            <button type="button" onClick={onSeal}>
              {hint.write}
            </button>
          }
        >
          {hint.says}
        </Banner>
      )}
    </>
  )
}

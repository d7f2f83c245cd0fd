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
      {view.answerWaiting && onSeal !== null ? (
        <Banner
          tone="waiting"
          action={
            <button type="button" onClick={onSeal}>
              {t('sealed.answer_write')}
            </button>
          }
        >
          {t('sealed.answer_waiting', who)}
        </Banner>
      ) : (
        byHand &&
        onSeal !== null && (
          <Banner
            tone="waiting"
            action={
              <button type="button" onClick={onSeal}>
                {t('talk.hurry_write')}
              </button>
            }
          >
            {t('talk.hurry', who)}
          </Banner>
        )
      )}
    </>
  )
}

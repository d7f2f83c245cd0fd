import { ArrowDown } from 'lucide-preact'
import { Fragment } from 'preact'
import { useEffect } from 'preact/hooks'
import type { ConversationView, Notice } from '../../contract/panel-api'
import { shownName } from '../names'
import { usePanel } from '../panel'
import { dayName, sinceWhen } from '../time'
import { t } from '../words'
import { Bubble } from './bubble'
import style from './messages.module.css'
import { runsOf } from './runs'
import { useScrolling } from './scrolling'

interface MessagesProps {
  view: ConversationView
  /** Asks for older messages; nothing while they are under way. */
  onOlder: () => void
}

/** Everything said, oldest first, read to the newest; older messages come when the person goes up. */
export const Messages = ({ view, onOlder }: MessagesProps) => {
  const panel = usePanel()
  const { messages, more, unread } = view
  const { log, onScroll, toEnd, atEnd, unseen } = useScrolling(messages, () => more && onOlder())
  const name = shownName(view.name)
  useEffect(() => {
    const read = () => {
      // When it fails it stays unread, and the next look tries again.
      if (unread > 0 && atEnd && document.visibilityState === 'visible')
        panel.ask('markRead', { contact: view.id }).catch(() => {})
    }
    read()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [panel, view.id, unread, atEnd])
  const lastQueued = messages.findLast(({ state }) => state === 'queued')?.id
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard. */}
      <div class={style.log} ref={log} role="log" aria-label={t('talk.messages')} tabIndex={0} onScroll={onScroll}>
        <div class={style.messages}>
          {more ? (
            <button class={style.older} data-kind="plain" type="button" onClick={onOlder}>
              {t('talk.older')}
            </button>
          ) : (
            <p class={style.start}>{t(view.waiting === null ? 'talk.start' : 'talk.start_waiting', { name })}</p>
          )}
          {runsOf(messages).map((entry) => (
            <Fragment key={entry.message.id}>
              {entry.newDay && <h2 class={style.day}>{dayName(entry.message.at)}</h2>}
              {entry.message.notice ? (
                <p class={style.notice}>{noticeWords(entry.message.notice, name)}</p>
              ) : (
                <Bubble entry={entry} author={entry.message.mine ? t('talk.you') : name} />
              )}
              {entry.message.id === lastQueued && <p class={style.why}>{whyQueued(view)}</p>}
            </Fragment>
          ))}
        </div>
      </div>
      {unseen && (
        <button class={style.newer} type="button" onClick={toEnd}>
          <ArrowDown size={16} aria-hidden="true" />
          {t('talk.newer')}
        </button>
      )}
    </>
  )
}

const noticeWords = (notice: Notice, name: string): string =>
  notice.what === 'renamed'
    ? t('talk.notice_renamed', { from: shownName(notice.from), to: shownName(notice.to) })
    : t(`talk.notice_${notice.what}`, { name })

const whyQueued = ({ name, waiting, lastSeen, connection }: ConversationView): string | null => {
  if (connection.state !== 'none') return null
  const who = { name: shownName(name) }
  if (waiting === 'reply') return t('talk.why_waiting_reply', who)
  if (waiting === 'opening') return t('talk.why_waiting_opening', who)
  return lastSeen === null ? t('talk.why_waiting') : t('talk.why_waiting_since', { when: sinceWhen(lastSeen) })
}

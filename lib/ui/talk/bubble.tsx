import { StateTag } from '../parts/state'
import { clock } from '../time'
import { t } from '../words'
import style from './bubble.module.css'
import { MessageText } from './message-text'
import type { Entry } from './runs'

interface BubbleProps {
  entry: Entry
  /** Who wrote it. */
  author: string
}

/** One message, joined to its neighbours; a failed one with what can be done. */
export const Bubble = ({ entry: { message, first, last }, author }: BubbleProps) => {
  const { mine, text, at, state, note } = message
  const carried = state === 'sent' && note === 'letter'
  // What a person has to do something about says so, each by itself.
  const spoken = last || state === 'queued' || state === 'failed' || carried
  return (
    <>
      <article class={style.bubble} data-mine={mine} data-first={first} data-last={last} aria-label={author}>
        {note === 'newer-version' ? <em>{t('talk.newer_version')}</em> : <MessageText text={text} />}{' '}
        <footer class={style.foot}>
          <time dateTime={new Date(at).toISOString()}>{clock(at)}</time>{' '}
          {state !== null && <StateTag state={state} note={note} quiet={!spoken} />}
        </footer>
      </article>
      {state === 'failed' && <p class={style.why}>{t('talk.why_failed')}</p>}
    </>
  )
}

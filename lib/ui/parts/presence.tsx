import type { Connection } from '../../contract/panel-api'
import { sinceWhen } from '../time'
import { t } from '../words'
import style from './presence.module.css'

/** How somebody can be reached, as a word. */
export const presenceWord = (connection: Connection): string =>
  connection.state === 'via' ? t(`presence.via_${connection.name}`) : t(`presence.${connection.state}`)

/** The shape that goes with the word. */
export const PresenceDot = ({ connection }: { connection: Connection }) => (
  <span class={style.dot} data-state={connection.state} aria-hidden="true" />
)

interface PresenceProps {
  connection: Connection
  /** When anything of theirs last arrived. */
  lastSeen: number | null
}

/** When they were there, where they are not: a relay keeps things for people, it does not know whether they are there. */
const awayWords = ({ connection, lastSeen }: PresenceProps): string | null => {
  const seen = lastSeen === null ? null : sinceWhen(lastSeen)
  if (connection.state === 'via') return seen === null ? t('presence.never_seen') : t('presence.seen', { when: seen })
  return connection.state === 'none' && seen !== null ? t('presence.since', { when: seen }) : null
}

/** How somebody can be reached now, or when they were last there: a shape and the words for it, spoken when they change. */
export const Presence = (props: PresenceProps) => {
  const away = awayWords(props)
  return (
    // Not an output: that would be taken for the result of a calculation.
    <div class={style.presence} role="status" aria-label={t('talk.connection')}>
      <PresenceDot connection={props.connection} />
      <span>
        <span class={style.words}>{presenceWord(props.connection)}</span>
        {away !== null && (
          <>
            {' · '}
            <span class={style.words}>{away}</span>
          </>
        )}
      </span>
    </div>
  )
}

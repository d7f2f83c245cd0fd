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

/** How somebody can be reached now, or since when not: a shape and the words for it, spoken when they change. */
export const Presence = ({ connection, lastSeen }: PresenceProps) => (
  // Not an output: that would be taken for the result of a calculation.
  <div class={style.presence} role="status" aria-label={t('talk.connection')}>
    <PresenceDot connection={connection} />
    <span class={style.word}>
      {presenceWord(connection)}
      {connection.state === 'none' && lastSeen !== null && ` · ${t('presence.since', { when: sinceWhen(lastSeen) })}`}
    </span>
  </div>
)

import type { Connection } from '../../contract/panel-api'
import { shownName } from '../names'
import { t } from '../words'
import style from './presence.module.css'

/** How somebody can be reached, as a word. */
export const presenceWord = (connection: Connection): string =>
  connection.state === 'via'
    ? t('presence.via', { name: shownName(connection.name) })
    : t(`presence.${connection.state}`)

/** How somebody can be reached now: a shape and the word for it, spoken when it changes. */
export const Presence = ({ connection }: { connection: Connection }) => (
  // Not an output: that would be taken for the result of a calculation.
  <div class={style.presence} role="status" aria-label={t('talk.connection')}>
    <span class={style.dot} data-state={connection.state} />
    <span class={style.word}>{presenceWord(connection)}</span>
  </div>
)

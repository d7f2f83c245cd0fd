import type { RelayView } from '../../contract/panel-api'
import { exactWhen } from '../time'
import { t } from '../words'
import style from './relay-list.module.css'

/** What a relay does now, in a word; where it waits, also why, and when it is tried again. */
const relayWords = ({ state, why, retryAt }: RelayView): string => {
  if (state !== 'waiting') return t(`relays.is_${state}`)
  const words = why === null ? t('relays.is_waiting') : t('relays.waiting_why', { why: t(`relays.why_${why}`) })
  return retryAt !== null && retryAt > Date.now()
    ? t('relays.retry', { state: words, when: exactWhen(retryAt) })
    : words
}

/** The state of a relay: a shape and its words. */
export const RelayState = ({ relay }: { relay: RelayView }) => (
  <small class={style.state}>
    <span class={style.dot} data-state={relay.state} aria-hidden="true" />
    <span>{relayWords(relay)}</span>
  </small>
)

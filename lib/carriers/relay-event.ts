import { finalizeEvent, generateSecretKey, type VerifiedEvent } from 'nostr-tools/pure'

export type RelayEvent = VerifiedEvent

/** NIP-78: what an application keeps for itself. One kind for all, so that whoever runs a relay can allow or refuse it. */
export const KIND = 78
/** Relays find events by tags of one letter only. */
export const TAG = 'x'
/** How long relays are asked to keep something, in days. */
export const KEPT_DAYS = 7

const HOUR = 3_600
const JITTER = 600
/** NIP-42. */
const AUTH_KIND = 22_242

/**
 * An event under a key that is used once. Its time is a second of the last ten minutes by `chance` (0 to 1): never ahead, which
 * relays refuse, and not the very moment. No coarser, because what shares a second is hard to get out of a relay in pages.
 */
export const storedEvent = (topic: string, content: string, now: number, chance: number): RelayEvent => {
  const at = Math.floor(now / 1_000 - chance * JITTER)
  const until = Math.ceil((at + KEPT_DAYS * 24 * HOUR) / HOUR) * HOUR
  const tags = [
    [TAG, topic],
    ['expiration', String(until)],
  ]
  return finalizeEvent({ kind: KIND, created_at: at, tags, content }, generateSecretKey())
}

/** The answer to a relay that wants to know somebody: nobody, whom it will never see again. */
export const authEvent = (url: string, challenge: string, now: number): RelayEvent => {
  const tags = [
    ['relay', url],
    ['challenge', challenge],
  ]
  return finalizeEvent({ kind: AUTH_KIND, created_at: Math.floor(now / 1_000), tags, content: '' }, generateSecretKey())
}

/** What is remembered of a site that was refused. Times are milliseconds since 1970. */
export interface Refusals {
  /** The last ones that led to no mute. */
  refusals: number[]
  /** When they led to one, within the last day. */
  mutes: number[]
  /** null where it is not muted; `Infinity` until the person ends it. */
  mutedUntil: number | null
}

export const NO_REFUSALS: Refusals = { refusals: [], mutes: [], mutedUntil: null }

const TOO_MANY = 3
const WITHIN = 30_000
const FIRST = 60_000
const DAY = 86_400_000

/** One refusal more: the third within 30 seconds mutes for a minute, and for twice as long each further time within a day, up to a day. */
export const refused = (before: Refusals, now: number): Refusals => {
  const lately = [...before.refusals.filter((at) => now - at < WITHIN && at <= now), now]
  const mutes = before.mutes.filter((at) => now - at < DAY && at <= now)
  if (lately.length < TOO_MANY) return { ...before, refusals: lately, mutes }
  const until = now + Math.min(FIRST * 2 ** mutes.length, DAY)
  return { refusals: [], mutes: [...mutes, now], mutedUntil: Math.max(until, before.mutedUntil ?? 0) }
}

/** Muted until the person ends it. */
export const mutedByHand = (before: Refusals): Refusals => ({ ...before, mutedUntil: Number.POSITIVE_INFINITY })

/** Until when it is muted; null where it is not, or no longer. */
export const mutedUntil = ({ mutedUntil: until }: Refusals, now: number): number | null =>
  until !== null && until > now ? until : null

/** How long a muted site waits for its answer, in milliseconds: 2 to 10 seconds, at random, as if a person had closed a window. */
export const muteDelay = (): number => 2_000 + Math.random() * 8_000

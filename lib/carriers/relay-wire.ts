import { TAG } from './relay-event'

/** The words with which relays say why not (NIP-01, NIP-42); `error` for every other. */
const WORDS = ['duplicate', 'pow', 'blocked', 'rate-limited', 'invalid', 'restricted', 'mute', 'auth-required'] as const
export type Word = (typeof WORDS)[number] | 'error'

/** What we look at of an event. Nothing of it is to be believed. */
export interface Arrived {
  /** At least one; whoever made it may have put it under any number. */
  topics: string[]
  content: string
  /** Of the whole message, in characters. */
  size: number
  /** Seconds since 1970. */
  at: number
}

export type FromRelay =
  | { kind: 'event'; subscription: string; event: Arrived }
  | { kind: 'ok'; id: string; taken: boolean; word: Word }
  | { kind: 'eose'; subscription: string }
  | { kind: 'closed'; subscription: string; word: Word }
  | { kind: 'auth'; challenge: string }
  | { kind: 'notice' }

/** The largest event of ours and room to spare, in characters. */
export const MAX_OURS = 1 << 16
/** The longest message that is looked at. Relays keep larger events than ours, and tell them to whoever asks for their topic. */
export const MAX_MESSAGE = 1 << 20
const MAX_CHALLENGE = 1_024

/** What a relay said; null for whatever no relay should say. Never throws. */
export const parseFromRelay = (data: unknown): FromRelay | null => {
  if (typeof data !== 'string' || data.length > MAX_MESSAGE) return null
  const message = parsed(data)
  if (!Array.isArray(message)) return null
  const [kind, first, second, third] = message as unknown[]
  if (typeof first !== 'string') return null
  if (kind === 'EVENT') {
    const event = arrivedOf(second, data.length)
    return event && { kind: 'event', subscription: first, event }
  }
  if (kind === 'OK' && typeof second === 'boolean') return { kind: 'ok', id: first, taken: second, word: wordOf(third) }
  if (kind === 'EOSE') return { kind: 'eose', subscription: first }
  if (kind === 'CLOSED') return { kind: 'closed', subscription: first, word: wordOf(second) }
  if (kind === 'AUTH' && first.length <= MAX_CHALLENGE) return { kind: 'auth', challenge: first }
  return kind === 'NOTICE' ? { kind: 'notice' } : null
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const wordOf = (reason: unknown): Word => {
  const prefix = typeof reason === 'string' ? reason.split(':', 1)[0] : ''
  return WORDS.find((word) => word === prefix) ?? 'error'
}

const arrivedOf = (event: unknown, size: number): Arrived | null => {
  if (typeof event !== 'object' || event === null) return null
  const { tags, content, created_at: at } = event as Record<string, unknown>
  if (!Array.isArray(tags) || typeof content !== 'string' || !Number.isSafeInteger(at)) return null
  const topics = tags.flatMap((tag: unknown) => (Array.isArray(tag) && tag[0] === TAG ? [tag[1] as unknown] : []))
  const named = topics.filter((topic) => typeof topic === 'string')
  return named.length > 0 ? { topics: named, content, at: at as number, size } : null
}

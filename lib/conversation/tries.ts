import type { MessageId } from '../contract/ids'
import type { Peer } from '../contract/link-api'

/** How a carrier takes what is tried: it arrives now, or is kept somewhere. */
export type How = 'now' | 'stored'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** How soon something unacknowledged is repeated, by how often it was tried and whether they were heard of since, in milliseconds. */
const PAUSE = {
  now: (count: number) => Math.min(10_000 * 2 ** (count - 1), 5 * MINUTE),
  stored: (count: number, heard: boolean) =>
    heard ? Math.min(MINUTE * 2 ** (count - 1), 6 * HOUR) : Math.min(HOUR * 4 ** (count - 1), DAY),
}
/** How many messages may be under way without an acknowledgement: more than a link would hold, or they would remember, are too many. */
const WINDOW = { now: 256, stored: 1_024 }

interface Try {
  frame: Uint8Array
  at: number
  count: number
}

/** What was handed to a carrier for somebody, when last and how often; in memory, until it is acknowledged. */
export interface Tries {
  /**
   * Whether these bytes may go now: for the first time within the window, again after a pause or when they were sealed anew.
   * `heardAt`: when anything of theirs last arrived.
   */
  due(how: How, peer: Peer, id: MessageId, frame: Uint8Array, heardAt: number): boolean
  /** Notes a try; `at` where an earlier life of this agent made it. */
  tried(how: How, peer: Peer, id: MessageId, frame: Uint8Array, at?: number): void
  /** Whether anything is known of it. */
  has(how: How, peer: Peer, id: MessageId): boolean
  /** It did not leave after all. */
  failed(how: How, peer: Peer, id: MessageId): void
  /** Forgets what was under way to a peer on a connection that is no more. */
  restart(peer: Peer): void
  /** Forgets all that does not wait any more. */
  keep(waits: (id: MessageId) => boolean): void
}

/** Devices are named by a key that their owner chose: only together with the contact they are one's own. */
export const keyOf = ({ contact, device }: Peer): string => `${contact}/${device}`

export const createTries = (now: () => number): Tries => {
  const all = { now: new Map<string, Map<MessageId, Try>>(), stored: new Map<string, Map<MessageId, Try>>() }
  const of = (how: How, peer: Peer): Map<MessageId, Try> => {
    const own = all[how].get(keyOf(peer)) ?? new Map<MessageId, Try>()
    all[how].set(keyOf(peer), own)
    return own
  }
  return {
    due: (how, peer, id, frame, heardAt) => {
      const own = of(how, peer)
      const last = own.get(id)
      if (!last) return own.size < WINDOW[how]
      return last.frame !== frame || now() - last.at > PAUSE[how](last.count, heardAt > last.at + MINUTE)
    },
    tried: (how, peer, id, frame, at = now()) => {
      const own = of(how, peer)
      own.set(id, { frame, at, count: (own.get(id)?.count ?? 0) + 1 })
    },
    has: (how, peer, id) => of(how, peer).has(id),
    failed: (how, peer, id) => void of(how, peer).delete(id),
    restart: (peer) => void all.now.delete(keyOf(peer)),
    keep: (waits) => {
      for (const own of [...all.now.values(), ...all.stored.values()])
        for (const id of own.keys()) if (!waits(id)) own.delete(id)
    },
  }
}

import type { Peer } from '../../../lib/contract/link-api'
import type { Place, Topics } from '../../../lib/contract/topic'
import { topicOf } from '../../../lib/conversation/topics'
import { sha256 } from '../../../lib/crypto/hash'

const bytes = (text: string): Uint8Array => sha256(new TextEncoder().encode(text))

export const peer = (contact: string, device = 'd'): Peer => ({ contact, device }) as Peer

/** The topic under which one named person leaves things for another. */
export const topicBetween = (from: string, to: string, day: number) =>
  topicOf(bytes([from, to].sort().join('&')), bytes(from), bytes(to), day)

/** What somebody knows of the people they talk to; `relays` as both of a pair would have agreed. */
export const topicsOf = (self: string, others: readonly string[], relays?: readonly string[]): Topics => {
  const place = (from: string, to: string, day: number): Place => ({
    topic: topicBetween(from, to, day),
    ...(relays ? { relays } : {}),
  })
  return {
    send: ({ contact }, day) => (others.includes(contact) ? place(self, contact, day) : null),
    receive: (day) => others.map((other) => ({ ...place(other, self, day), peer: peer(other) })),
  }
}

import type { Peer } from './link-api'

/** Where one person leaves things for another on one UTC day. Nobody else can tell two of them from noise. */
export interface Topic {
  /** 64 hex digits: all that a relay sees. */
  name: string
  /** 32 bytes, known to the two only: it seals what is left there. */
  key: Uint8Array
}

/** A topic, and the relays where its two people look for it; without any: our own. */
export interface Place {
  topic: Topic
  relays?: readonly string[]
}

/** What the agent knows of pairs and days (UTC, counted from 1970); both are asked again and again and answer at once. */
export interface Topics {
  /** Where to leave what is for this peer; null where nothing was agreed with them yet. */
  send(peer: Peer, day: number): Place | null
  /** Every place where something may be left for us. `peer`: who alone can leave it there, told with what arrives. */
  receive(day: number): readonly (Place & { peer: Peer | null })[]
}

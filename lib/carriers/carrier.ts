import type { Peer } from '../contract/link-api'

export { MAX_FRAME } from '../contract/frame'

export type CarrierName = 'direct' | 'letter' | 'relay'

/**
 * Whether a carrier can take a frame for somebody: it arrives now, it is kept somewhere until they fetch it, it leaves when
 * the person carries it, or not at all.
 */
export type Reach = 'now' | 'stored' | 'by-hand' | 'no'

/**
 * A way for sealed frames to travel. A carrier sees bytes and whom they are for, never what they say; it may lose, repeat,
 * delay and reorder them, and the conversation copes. It never alters them unnoticed: frames are sealed.
 */
export interface Carrier {
  readonly name: CarrierName
  reach(peer: Peer): Reach
  /**
   * Takes one frame (1 to {@link MAX_FRAME} bytes) for a peer. Resolves when it has left our hands, which promises nothing
   * about arrival. Throws `unreachable` when it cannot take it now, `too-large` over the bound.
   */
  send(peer: Peer, frame: Uint8Array): Promise<void>
  /** Calls back with every frame that arrives; `from` null where the carrier cannot tell. Returns how to stop. */
  onFrame(listener: (frame: Uint8Array, from: Peer | null) => void | Promise<void>): () => void
  /** Calls back whenever `reach` of a peer changed. Returns how to stop. */
  onReach(listener: (peer: Peer, reach: Reach) => void): () => void
  /** Says goodbye where somebody listens, and takes and tells nothing any more. */
  close(): Promise<void>
}

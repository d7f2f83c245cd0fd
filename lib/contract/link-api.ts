import type { ConnectionId, ContactId, DeviceId } from './ids'

/** One STUN or TURN server as WebRTC takes it. */
export interface IceServer {
  urls: string
  username?: string
  credential?: string
}

/** Whose connection it is, as the agent named it when it made or answered the offer; the link never interprets it. */
export interface Peer {
  contact: ContactId
  device: DeviceId
}

/** What the link knows of one connection. `offered`: our offer waits for an answer. `peer` null: an invitation, nobody yet. */
export interface ConnectionInfo {
  connection: ConnectionId
  peer: Peer | null
  state: 'offered' | 'connecting' | 'open'
  /** How an open one runs, as far as the browser says: in one network, through routers, through a TURN server. */
  way: 'local' | 'router' | 'turn' | null
}

/**
 * What the agent asks of the link, the context that has RTCPeerConnection. Offers and answers are the compact binary of
 * PROTOCOL.md ("Offer and answer"); frames are sealed bytes. Everything else about a connection stays in the link.
 */
export interface LinkCommands {
  /** Which servers may be asked for our public address; empty: none is contacted. Applies to connections made from now on. */
  configure(params: { iceServers: IceServer[] }): void
  /**
   * A new offer, once candidates were gathered (3 s at most). `addresses` `public` leaves out every private address (for invitations).
   * Errors: too-many (64 offers wait at most; the oldest of whoever has most gives way, and only invitations' do not; and no
   * more than 4 are made for one device at once).
   */
  offer(params: { peer: Peer | null; addresses: 'public' | 'all' }): { connection: ConnectionId; offer: Uint8Array }
  /** Answers somebody's authenticated offer. Errors: damaged, too-many (as for offers). */
  answer(params: { peer: Peer | null; offer: Uint8Array }): { connection: ConnectionId; answer: Uint8Array }
  /** Applies an authenticated answer to our offer, and says whose it is. Errors: damaged, expired (the offer has gone), for-somebody-else (it was made for another). */
  accept(params: { connection: ConnectionId; peer: Peer; answer: Uint8Array }): void
  /** Says whose connection it is, when that becomes known after `answer`. */
  assign(params: { connection: ConnectionId; peer: Peer }): void
  /** Queues one frame (1 MiB at most) on the newest connection to that device, rather on one that is not weak; resolves once handed to the channel. Errors: unreachable, too-large. */
  send(params: { peer: Peer; frame: Uint8Array }): void
  /** Says goodbye and closes one connection, or all of them. */
  close(params: { connection?: ConnectionId }): void
  connections(params: Record<never, never>): ConnectionInfo[]
}

/**
 * What the link tells the agent. An event is told again to the next worker until the listener of one has finished with it.
 * `open` is told again when a connection was assigned, or recovered from being `weak`: nothing came through for a few seconds,
 * which may also end in `closed`. `bye`: either side left it, or the link did, which lets go of the oldest offers, of more than
 * three open to one device, and of what was idle longest of the contact that has most where 32 are open and one more opens.
 * `failed`: it did not open although both descriptions were there, or broke, or brought more than was taken. `peer` null: not
 * assigned yet.
 */
export type LinkEvent =
  | { kind: 'open'; connection: ConnectionId; peer: Peer | null }
  | { kind: 'weak'; connection: ConnectionId; peer: Peer | null }
  | { kind: 'frame'; peer: Peer | null; frame: Uint8Array }
  | { kind: 'closed'; connection: ConnectionId; peer: Peer | null; why: 'bye' | 'lost' | 'failed' }

/** The link as the agent holds it: in another context (offscreen document) or the same (Firefox). */
export interface Link {
  command<K extends keyof LinkCommands>(
    name: K,
    params: Parameters<LinkCommands[K]>[0],
  ): Promise<ReturnType<LinkCommands[K]>>
  /** Events in order; one listener. Returns how to stop listening. */
  listen(listener: (event: LinkEvent) => void | Promise<void>): () => void
}

/** The name of the port on which the offscreen document speaks to the agent; who may is decided by the sender's URL. */
export const LINK_PORT = 'link'

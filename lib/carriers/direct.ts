import { HearthError } from '../contract/errors'
import type { ConnectionId } from '../contract/ids'
import type { Link, LinkEvent, Peer } from '../contract/link-api'
import { type Carrier, MAX_FRAME, type Reach } from './carrier'
import { listeners } from './listeners'

/** What the link says of a connection itself. */
export type ConnectionEvent = Exclude<LinkEvent, { kind: 'frame' }>

/**
 * As any carrier, but `reach` may be told as `now` again: where a connection that took frames of ours broke or was weak, and
 * another is there. What was under way may be lost, and can be sent again.
 */
export interface DirectCarrier extends Carrier {
  /** Whether nothing comes through to a peer at the moment, although a connection is open. */
  isWeak(peer: Peer): boolean
  /** Calls back with whatever the link says of connections, and with null when it was asked what is open. Returns how to stop. */
  onConnections(listener: (event: ConnectionEvent | null) => void): () => void
  /** Calls back when nothing has come through to a peer for some seconds. Returns how to stop. */
  onWeak(listener: (peer: Peer) => void): () => void
}

const isSame = (a: Peer | null | undefined, b: Peer): boolean => a?.contact === b.contact && a.device === b.device

/** The agent's side of direct connections: takes the link's events, and what is open already. */
export const directCarrier = (link: Link): DirectCarrier => {
  const open = new Map<ConnectionId, Peer | null>()
  const weak = new Set<ConnectionId>()
  const frames = listeners<[frame: Uint8Array, from: Peer | null]>()
  const reaches = listeners<[peer: Peer, reach: Reach]>()
  const weaks = listeners<[peer: Peer]>()
  const changes = listeners<[event: ConnectionEvent | null]>()
  let closed = false

  const openTo = (peer: Peer): ConnectionId[] => [...open.keys()].filter((id) => isSame(open.get(id), peer))
  const isKnown = (connection: ConnectionId, peer: Peer | null): boolean =>
    open.has(connection) && (peer === null || isSame(open.get(connection), peer))
  const reach = (peer: Peer): Reach => (openTo(peer).length > 0 ? 'now' : 'no')
  const isWeak = (peer: Peer): boolean => reach(peer) === 'now' && openTo(peer).every((id) => weak.has(id))
  /**
   * Sets or, with undefined, removes one connection, and tells whose reach that changed. `broke`: what it had taken may be lost.
   */
  const change = (connection: ConnectionId, peer: Peer | null | undefined, broke = false): void => {
    const touched = [open.get(connection), peer].filter((p) => p != null)
    const before = touched.map(reach)
    const anew = broke || (!open.has(connection) && touched.some(isWeak))
    if (peer === undefined) open.delete(connection)
    else open.set(connection, peer)
    weak.delete(connection)
    for (const [i, p] of touched.entries())
      if (reach(p) !== before[i] || (anew && reach(p) === 'now')) void reaches.tell(p, reach(p))
  }
  const refresh = async (): Promise<void> => {
    const now = await link.command('connections', {})
    const still = new Map(now.filter(({ state }) => state === 'open').map(({ connection, peer }) => [connection, peer]))
    for (const connection of [...open.keys()]) if (!still.has(connection)) change(connection, undefined, true)
    for (const [connection, peer] of still) if (!isKnown(connection, peer)) change(connection, peer)
    void changes.tell(null)
  }

  const hear = async (event: LinkEvent): Promise<void> => {
    if (event.kind === 'frame') return frames.tell(event.frame, event.peer)
    const { connection, peer } = event
    if (event.kind === 'closed') change(connection, undefined, event.why !== 'bye')
    // A worker that has just started may hear of the weakness first.
    else if (event.kind === 'open' || !isKnown(connection, peer)) change(connection, peer)
    if (event.kind === 'weak') weak.add(connection)
    if (event.kind === 'weak' && peer && isWeak(peer)) void weaks.tell(peer)
    // Another is there already, and what this one took is to go over that.
    else if (event.kind === 'weak' && peer && openTo(peer).length > 1) void reaches.tell(peer, 'now')
    void changes.tell(event)
  }
  const unlisten = link.listen(hear)
  // A worker that has just started finds the connections of the one before it.
  refresh().catch(() => undefined)

  return {
    name: 'direct',
    reach: (peer) => (closed ? 'no' : reach(peer)),
    send: async (peer, frame) => {
      if (frame.length === 0 || frame.length > MAX_FRAME) throw new HearthError('too-large', 'frame out of bounds')
      if (closed || reach(peer) === 'no') throw new HearthError('unreachable', 'no open connection')
      try {
        await link.command('send', { peer, frame })
      } catch (error) {
        // The link may know better: it may even be a new one.
        refresh().catch(() => undefined)
        throw error
      }
    },
    onFrame: frames.add,
    onReach: reaches.add,
    isWeak,
    onConnections: changes.add,
    onWeak: weaks.add,
    close: async () => {
      if (closed) return
      closed = true
      unlisten()
      for (const told of [frames, reaches, changes, weaks]) told.clear()
      await link.command('close', {}).catch(() => undefined)
    },
  }
}

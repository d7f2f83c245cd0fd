import { HearthError } from '../contract/errors'
import type { ConnectionId } from '../contract/ids'
import type { Link, LinkEvent, Peer } from '../contract/link-api'
import { type Carrier, MAX_FRAME, type Reach } from './carrier'
import { listeners } from './listeners'

/**
 * As any carrier, but `reach` may be told as `now` again: where a connection that took frames of ours broke or was weak, and
 * another is there. What was under way may be lost, and can be sent again.
 */
export interface DirectCarrier extends Carrier {
  /** Calls back whenever a connection opened, closed or was assigned. Returns how to stop. */
  onConnections(listener: () => void): () => void
  /** Calls back when nothing has come through to a peer for some seconds. Returns how to stop. */
  onWeak(listener: (peer: Peer) => void): () => void
}

/** The agent's side of direct connections: takes the link's events, and what is open already. */
export const directCarrier = (link: Link): DirectCarrier => {
  const open = new Map<ConnectionId, Peer | null>()
  const weak = new Set<ConnectionId>()
  const frames = listeners<[frame: Uint8Array, from: Peer | null]>()
  const reaches = listeners<[peer: Peer, reach: Reach]>()
  const weaks = listeners<[peer: Peer]>()
  const changes = listeners<[]>()
  let closed = false

  const openTo = (peer: Peer): ConnectionId[] =>
    [...open].flatMap(([id, other]) => (other?.contact === peer.contact && other.device === peer.device ? [id] : []))
  const allWeak = (peer: Peer): boolean => openTo(peer).every((id) => weak.has(id))
  const reach = (peer: Peer): Reach => (openTo(peer).length > 0 ? 'now' : 'no')
  /**
   * Sets or, with undefined, removes one connection, and tells whose reach that changed. `broke`: what it had taken may be lost.
   */
  const change = (connection: ConnectionId, peer: Peer | null | undefined, broke = false): void => {
    const touched = [open.get(connection), peer].filter((p) => p != null)
    const before = touched.map(reach)
    const anew = broke || (!open.has(connection) && touched.some((p) => reach(p) === 'now' && allWeak(p)))
    if (peer === undefined) open.delete(connection)
    else open.set(connection, peer)
    if (peer === undefined) weak.delete(connection)
    for (const [i, p] of touched.entries())
      if (reach(p) !== before[i] || (anew && reach(p) === 'now')) void reaches.tell(p, reach(p))
    void changes.tell()
  }
  const weaken = async (connection: ConnectionId): Promise<void> => {
    const peer = open.get(connection)
    weak.add(connection)
    if (peer && allWeak(peer)) await weaks.tell(peer)
  }
  const refresh = async (): Promise<void> => {
    const now = await link.command('connections', {})
    const still = new Map(now.filter(({ state }) => state === 'open').map(({ connection, peer }) => [connection, peer]))
    for (const connection of [...open.keys()]) if (!still.has(connection)) change(connection, undefined, true)
    for (const [connection, peer] of still) change(connection, peer)
  }

  const hear = async (event: LinkEvent): Promise<void> => {
    if (event.kind === 'frame') await frames.tell(event.frame, event.peer)
    else if (event.kind === 'weak') await weaken(event.connection)
    else if (event.kind === 'open') change(event.connection, event.peer)
    else change(event.connection, undefined, event.why !== 'bye')
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

import { HearthError } from '../contract/errors'
import type { ConnectionId } from '../contract/ids'
import type { Link, LinkEvent, Peer } from '../contract/link-api'
import { type Carrier, MAX_FRAME, type Reach } from './carrier'
import { listeners } from './listeners'

export interface DirectCarrier extends Carrier {
  /** Calls back whenever a connection opened, closed or was assigned. Returns how to stop. */
  onConnections(listener: () => void): () => void
  /** Calls back when nothing has come through to a peer for some seconds. Returns how to stop. */
  onWeak(listener: (peer: Peer) => void): () => void
}

/** The agent's side of direct connections: takes the link's events, and what is open already. */
export const directCarrier = (link: Link): DirectCarrier => {
  const open = new Map<ConnectionId, Peer | null>()
  const frames = listeners<[frame: Uint8Array, from: Peer | null]>()
  const reaches = listeners<[peer: Peer, reach: Reach]>()
  const changes = listeners<[]>()
  const weak = listeners<[peer: Peer]>()
  let closed = false

  const reach = (peer: Peer): Reach =>
    [...open.values()].some((other) => other?.contact === peer.contact && other.device === peer.device) ? 'now' : 'no'
  /** Sets or, with undefined, removes one connection, and tells whose reach that changed. */
  const change = (connection: ConnectionId, peer: Peer | null | undefined): void => {
    const touched = [open.get(connection), peer].filter((p) => p != null)
    const before = touched.map(reach)
    if (peer === undefined) open.delete(connection)
    else open.set(connection, peer)
    for (const [i, p] of touched.entries()) if (reach(p) !== before[i]) void reaches.tell(p, reach(p))
    void changes.tell()
  }
  const refresh = async (): Promise<void> => {
    const now = await link.command('connections', {})
    const still = new Map(now.filter(({ state }) => state === 'open').map(({ connection, peer }) => [connection, peer]))
    for (const connection of [...open.keys()]) if (!still.has(connection)) change(connection, undefined)
    for (const [connection, peer] of still) change(connection, peer)
  }

  const hear = async (event: LinkEvent): Promise<void> => {
    if (event.kind === 'frame') await frames.tell(event.frame, event.peer)
    else if (event.kind === 'weak') void (event.peer && weak.tell(event.peer))
    else change(event.connection, event.kind === 'open' ? event.peer : undefined)
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
    onWeak: weak.add,
    close: async () => {
      if (closed) return
      closed = true
      unlisten()
      for (const told of [frames, reaches, changes, weak]) told.clear()
      await link.command('close', {}).catch(() => undefined)
    },
  }
}

import type { ConnectionId } from '../../lib/contract/ids'
import type { Link, Peer } from '../../lib/contract/link-api'

/** Connects two links as two agents would: offer, answer, accept. */
export const connect = async (a: Link, toB: Peer, b: Link, toA: Peer): Promise<ConnectionId> => {
  const { connection, offer } = await a.command('offer', { peer: toB, addresses: 'all' })
  const { answer } = await b.command('answer', { peer: toA, offer })
  await a.command('accept', { connection, peer: toB, answer })
  return connection
}

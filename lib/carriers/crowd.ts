import type { ConnectionId } from '../contract/ids'
import type { Peer } from '../contract/link-api'

interface Owned {
  id: ConnectionId
  peer: Peer | null
}

/** On whose account a connection is: its contact's, whichever of their devices it leads to, or its own while it is nobody's yet. */
export const ownerOf = ({ id, peer }: Owned): string => peer?.contact ?? id

/** Those whose owner has most of them, in their order: of every owner with that many. */
export const ofMost = <T extends Owned>(all: T[]): T[] => {
  const counts = new Map<string, number>()
  for (const each of all) counts.set(ownerOf(each), (counts.get(ownerOf(each)) ?? 0) + 1)
  const most = Math.max(0, ...counts.values())
  return all.filter((each) => counts.get(ownerOf(each)) === most)
}

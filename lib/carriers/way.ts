import { type Address, isPublic, readAddress } from '../contract/address'
import type { ConnectionInfo } from '../contract/link-api'

type Way = ConnectionInfo['way']

/** What browsers tell of the pair of candidates in use: the field names of the WebRTC statistics. */
interface Stat {
  id: string
  type: string
  selectedCandidatePairId?: string
  /** Firefox's, before it told of the transport. */
  selected?: boolean
  localCandidateId?: string
  remoteCandidateId?: string
  candidateType?: string
  address?: string | null
}

/** How the pair of candidates that is in use runs; null where the browser does not say. */
export const wayOf = (stats: Iterable<unknown>): Way => {
  const all = new Map([...(stats as Iterable<Stat>)].map((stat) => [stat.id, stat]))
  const { selectedCandidatePairId = '' } = [...all.values()].find((stat) => stat.selectedCandidatePairId) ?? {}
  const pair = all.get(selectedCandidatePairId) ?? [...all.values()].find(({ selected }) => selected)
  const local = all.get(pair?.localCandidateId ?? '')
  const remote = all.get(pair?.remoteCandidateId ?? '')
  if (!local?.candidateType || !remote?.candidateType) return null
  if (local.candidateType === 'relay' || remote.candidateType === 'relay') return 'turn'
  // Seen from outside of our network, our address would be another, and the candidate in use no `host`.
  return local.candidateType === 'host' && inOneNetwork(addressOf(local), addressOf(remote)) ? 'local' : 'router'
}

const addressOf = ({ address }: Stat): Address | null => (address ? readAddress(address) : null)

/** An address that is hidden (null) is of somebody who was not asked for it: near us where ours is private. */
const inOneNetwork = (ours: Address | null, theirs: Address | null): boolean => {
  if (!ours || !isPublic(ours)) return !theirs || !isPublic(theirs)
  const network = ours.kind === 0 ? 3 : 8
  return theirs?.kind === ours.kind && ours.bytes.subarray(0, network).every((byte, i) => byte === theirs.bytes[i])
}

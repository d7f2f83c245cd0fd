import type { Peer } from '../contract/link-api'
import type { Place, Topic, Topics } from '../contract/topic'
import { encodeText } from '../contract/wire'
import { sha256, toHex } from '../crypto/hash'
import { KEPT_DAYS } from './relay-event'

/** Everything to be listened to on one day. */
export interface Plan {
  day: number
  topics: ReadonlyMap<string, { topic: Topic; peer: Peer | null }>
  peers: readonly Peer[]
  /** For each relay: the topics to listen to, and those of which what was kept is wanted. */
  relays: ReadonlyMap<string, { live: string[]; kept: string[] }>
}

const DAY = 86_400_000
/** Relays on which a topic is looked for: two are written to, and one may be down. */
const RELAYS_PER_TOPIC = 3
const MAX_RELAYS = 16
/** How many of them invitations may bring. */
const INVITED = 4
/** Yesterday's and tomorrow's too, as clocks differ. */
const LIVE_DAYS = 1

/** The UTC day of a time in milliseconds since 1970. */
export const dayOf = (time: number): number => Math.floor(time / DAY)

/** Addresses as a WebSocket takes them, each once; what is none is left out. */
export const addresses = (texts: readonly string[]): string[] => {
  const urls = texts.map(urlOf).filter((url) => url !== null)
  const good = urls.filter(({ protocol, username, hash }) => /^wss?:$/.test(protocol) && username === '' && hash === '')
  return [...new Set(good.map(({ href }) => href))]
}

const urlOf = (text: string): URL | null => {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** Which relays a topic belongs to, first choice first. Its two people choose alike, and each topic otherwise. */
export const relaysOf = ({ topic, relays }: Place, own: readonly string[]): string[] =>
  addresses(relays ?? own)
    .map((url) => ({ url, rank: toHex(sha256(encodeText(topic.name), encodeText(url))) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, RELAYS_PER_TOPIC)
    .map(({ url }) => url)

/** What to listen to, and where, on this day. */
export const planOf = (topics: Topics, own: readonly string[], day: number): Plan => {
  const all = new Map<string, Looked>()
  const peers = new Map<string, Peer>()
  for (let other = day + LIVE_DAYS; other >= day - KEPT_DAYS - 1; other--) {
    for (const place of topics.receive(other)) {
      const { peer, topic } = place
      if (peer) peers.set(`${peer.contact}/${peer.device}`, peer)
      if (!all.has(topic.name)) all.set(topic.name, { ...place, day: other })
    }
  }
  const sending = [...peers.values()].map((peer) => ({ peer, place: topics.send(peer, day) }))
  const urls = chosen([...all.values()], sending, own, day)
  const relays = new Map([...urls].map((url) => [url, { live: [] as string[], kept: [] as string[] }]))
  // By name: in the order of contacts, a relay would see day after day which of them are the same contact's.
  for (const [name, place] of [...all].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const url of relaysOf(place, own)) {
      relays.get(url)?.kept.push(name)
      if (place.day >= day - LIVE_DAYS) relays.get(url)?.live.push(name)
    }
  }
  return { day, topics: all, peers: [...peers.values()], relays }
}

type Looked = Place & { peer: Peer | null; day: number }
type Sending = { peer: Peer; place: Place | null }

/**
 * The relays that are contacted where there are more than {@link MAX_RELAYS}: our own; one of each contact in turn; those of
 * invitations, which anybody may have written; and then the contacts' others. A place that names its relays is an invitation's.
 */
const chosen = (looked: readonly Looked[], sending: readonly Sending[], own: readonly string[], day: number) => {
  const urls = new Set<string>()
  const fill = (lists: readonly string[][], each: number, most: number): void => {
    for (let round = 0; round < each; round++)
      for (const list of lists) {
        const served = list.filter((url) => urls.has(url)).length
        const next = list.find((url) => !urls.has(url))
        if (next !== undefined && served <= round && urls.size < most) urls.add(next)
      }
  }
  const today = looked.filter((place) => place.day === day && place.relays)
  const makers = new Set(today.map(({ peer }) => peer?.contact))
  const contacts = sending.flatMap(({ peer, place }) =>
    place && !makers.has(peer.contact) ? [relaysOf(place, own)] : [],
  )
  const invitations = today.map((place) => relaysOf(place, own))

  for (const place of looked) if (!place.relays) fill([relaysOf(place, own)], RELAYS_PER_TOPIC, MAX_RELAYS)
  fill(contacts, 1, MAX_RELAYS - INVITED)
  fill(invitations, RELAYS_PER_TOPIC, Math.min(MAX_RELAYS, urls.size + INVITED))
  fill(contacts, RELAYS_PER_TOPIC, MAX_RELAYS)
  return urls
}

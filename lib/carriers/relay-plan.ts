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
  const all = new Map<string, { topic: Topic; peer: Peer | null }>()
  const peers = new Map<string, Peer>()
  const relays = new Map<string, { live: string[]; kept: string[] }>()
  const at = (url: string): { live: string[]; kept: string[] } | null => {
    const known = relays.get(url)
    if (known || relays.size >= MAX_RELAYS) return known ?? null
    const fresh = { live: [], kept: [] }
    relays.set(url, fresh)
    return fresh
  }

  for (let other = day + LIVE_DAYS; other >= day - KEPT_DAYS - 1; other--) {
    for (const { peer, ...place } of topics.receive(other)) {
      const { name } = place.topic
      if (peer) peers.set(`${peer.contact}/${peer.device}`, peer)
      if (all.has(name)) continue
      all.set(name, { topic: place.topic, peer })
      for (const relay of relaysOf(place, own).map(at)) {
        relay?.kept.push(name)
        if (other >= day - LIVE_DAYS) relay?.live.push(name)
      }
    }
  }
  for (const peer of peers.values()) {
    const place = topics.send(peer, day)
    if (place) for (const url of relaysOf(place, own)) at(url)
  }
  return { day, topics: all, peers: [...peers.values()], relays }
}

import { HearthError } from '../contract/errors'
import type { Peer } from '../contract/link-api'
import type { Place, Topics } from '../contract/topic'
import { random } from '../crypto/random'
import { type Carrier, MAX_FRAME, type Reach } from './carrier'
import { listeners } from './listeners'
import { storedEvent } from './relay-event'
import { type Line, line, type RelayStatus } from './relay-line'
import type { Worth } from './relay-live'
import { outgoing } from './relay-outgoing'
import { itemsOf, openParcel, parcelId, sealParcel } from './relay-parcel'
import { assembler } from './relay-parts'
import { addresses, dayOf, type Plan, planOf, relaysOf } from './relay-plan'
import type { WebSocketLike } from './relay-session'
import { untaken } from './relay-untaken'
import type { Arrived } from './relay-wire'

export interface RelayOptions {
  /** The relays that the person chose. Nobody else is ever contacted, but the relays that `topics` names. */
  relays: () => readonly string[] | Promise<readonly string[]>
  topics: Topics
  /** Milliseconds since 1970. */
  now: () => number
  /** Between 0 and 1. */
  chance?: () => number
  socket?: (url: string) => WebSocketLike
  /** Events published in any minute, over all relays together. */
  perMinute?: number
}

export interface RelayCarrier extends Carrier {
  /** The relays, the topics or the network may be others now. Also what begins: until then nobody is contacted. */
  refresh(): Promise<void>
  /** The network may have moved under the connections: those that are dead are made anew, within seconds. */
  check(): void
  status(): RelayStatus[]
  /** Calls back whenever `status` changed. Returns how to stop. */
  onStatus(listener: () => void): () => void
}

/** A frame is left on so many relays, where there are as many. */
const COPIES = 2
const LOOK_EVERY = 60_000
const MAX_SEEN = 20_000

/** On whose account what arrives is; all strangers who hold an invitation are one. */
const holderOf = (peer: Peer | null): string => (peer ? `${peer.contact}/${peer.device}` : '')

/** Frames left on relays, under topics and in sizes that tell a relay neither who nor what. */
export const relayCarrier = (options: RelayOptions): RelayCarrier => {
  const { topics, now, chance = Math.random, socket = (url) => new WebSocket(url), perMinute = 60 } = options
  const frames = listeners<[frame: Uint8Array, from: Peer | null]>()
  const reaches = listeners<[peer: Peer, reach: Reach]>()
  const changes = listeners<[]>()
  const lines = new Map<string, Line>()
  const assemble = assembler()
  const seen = new Set<string>()
  const waiting = untaken()
  const lastReach = new Map<string, Reach>()
  let own: readonly string[] = []
  let plan: Plan = { day: 0, topics: new Map(), peers: [], relays: new Map() }
  let asked = 0
  let closed = false

  const homes = new WeakMap<Place, { own: readonly string[]; urls: readonly string[] }>()
  /** Asked with every frame, and the same for as long as the place and our own relays are. */
  const homeOf = (place: Place): readonly string[] => {
    const known = homes.get(place)
    if (known?.own === own) return known.urls
    const urls = relaysOf(place, own)
    homes.set(place, { own, urls })
    return urls
  }
  const usableAt = (place: Place): Line[] =>
    homeOf(place).flatMap((url) => {
      const found = lines.get(url)
      return found?.usable() ? [found] : []
    })
  const reach = (peer: Peer): Reach => {
    const place = closed ? null : topics.send(peer, dayOf(now()))
    return place && usableAt(place).length > 0 ? 'stored' : 'no'
  }
  const tellChanges = (): void => {
    for (const peer of plan.peers) {
      const key = holderOf(peer)
      const is = reach(peer)
      if (is === (lastReach.get(key) ?? 'no')) continue
      lastReach.set(key, is)
      void reaches.tell(peer, is)
    }
    void changes.tell()
  }

  const onEvent = ({ topics: names, content }: Arrived): Worth => {
    const name = names.find((each) => plan.topics.has(each))
    const known = name === undefined ? undefined : plan.topics.get(name)
    const id = parcelId(content)
    if (!name || !known || id === null || closed) return 'useless'
    if (seen.has(id)) return 'known'
    const holder = holderOf(known.peer)
    if (!waiting.hasRoom(holder)) return 'full'
    try {
      const items = openParcel(known.topic, content)
      // Only what has opened: otherwise a relay could make us deaf to what another relay is about to bring.
      seen.add(id)
      for (const oldest of seen.size > MAX_SEEN ? [...seen].slice(0, MAX_SEEN / 10) : []) seen.delete(oldest)
      for (const item of items) {
        const frame = assemble(name, holder, item)
        if (frame) waiting.add(holder, frame.length, frames.tell(frame, known.peer))
      }
      return 'new'
    } catch {
      return 'useless'
    }
  }

  const lineTo = (url: string): Line => {
    const parts = { now, chance, socket, ready: waiting.ready }
    const made = lines.get(url) ?? line(url, parts, { onEvent, onChange: tellChanges })
    lines.set(url, made)
    return made
  }
  const refresh = async (): Promise<void> => {
    const mine = ++asked
    const chosen = addresses(await options.relays())
    if (closed || mine !== asked) return
    own = chosen
    plan = planOf(topics, own, dayOf(now()))
    for (const [url, old] of lines) {
      if (plan.relays.has(url)) continue
      lines.delete(url)
      old.close()
    }
    for (const [url, { live, kept }] of plan.relays) {
      lineTo(url).listen(live, kept)
      lineTo(url).wake()
    }
    tellChanges()
  }
  // Not at the stroke of midnight, when everybody would: tomorrow's topics are listened to already.
  const clock = setInterval(() => {
    if (asked > 0 && dayOf(now()) !== plan.day) void refresh().catch(() => undefined)
  }, LOOK_EVERY)

  /** Resolves when one relay has taken it; goes on until as many as there should be have, or there are no more. */
  const leave = (place: Place, items: readonly Uint8Array[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const left = usableAt(place)
      let trying = 0
      const next = async (): Promise<void> => {
        const to = left.shift()
        if (!to) return trying === 0 ? reject(new HearthError('unreachable', 'no relay took it')) : undefined
        trying++
        const verdict = await to.publish(event)
        trying--
        if (verdict === 'taken') resolve()
        else await next()
      }
      const event = storedEvent(place.topic.name, sealParcel(place.topic, items, random(24)), now(), chance())
      for (let copy = 0; copy < COPIES; copy++) void next()
    })
  const out = outgoing({ perMinute, now, leave })

  return {
    name: 'relay',
    reach,
    send: async (peer, frame) => {
      if (frame.length === 0 || frame.length > MAX_FRAME) throw new HearthError('too-large', 'frame out of bounds')
      const place = closed ? null : topics.send(peer, dayOf(now()))
      if (!place || usableAt(place).length === 0) throw new HearthError('unreachable', 'no relay')
      await out.add(place, itemsOf(frame, random(8)))
    },
    onFrame: frames.add,
    onReach: reaches.add,
    refresh,
    check: () => {
      for (const one of lines.values()) one.check()
    },
    status: () => [...lines.values()].map((one) => one.status()),
    onStatus: changes.add,
    close: async () => {
      if (closed) return
      closed = true
      clearInterval(clock)
      out.close()
      for (const one of lines.values()) one.close()
      for (const told of [frames, reaches, changes]) told.clear()
    },
  }
}

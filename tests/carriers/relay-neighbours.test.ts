import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type RelayCarrier, relayCarrier } from '../../lib/carriers/relay'
import { type RelayEvent, storedEvent } from '../../lib/carriers/relay-event'
import { BUCKETS, itemsOf, sealParcel } from '../../lib/carriers/relay-parcel'
import { dayOf } from '../../lib/carriers/relay-plan'
import type { Peer } from '../../lib/contract/link-api'
import { toBase64 } from '../../lib/contract/wire'
import { random } from '../../lib/crypto/random'
import { type Behaviour, type Client, type Filter, type MemoryRelay, memoryRelay } from './relays/hostile-relay'
import { peer, topicBetween, topicsOf } from './relays/people'

const URL = 'wss://honest.example/'
const MINUTE = 60_000
const HOUR = 60 * MINUTE

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 0, 10, 12) }))
const open: RelayCarrier[] = []
afterEach(async () => {
  for (const carrier of open.splice(0)) await carrier.close()
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

const person = (name: string, others: readonly string[], relay: MemoryRelay): RelayCarrier => {
  const carrier = relayCarrier({
    ...{ relays: () => [URL], topics: topicsOf(name, others), socket: relay.socket, now: Date.now },
  })
  open.push(carrier)
  return carrier
}
const settle = (ms = 1_000): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const inbox = (carrier: RelayCarrier): string[] => {
  const frames: string[] = []
  carrier.onFrame((frame) => void frames.push(new TextDecoder().decode(frame)))
  return frames
}
/** Bob's friend, and one who knows a topic under which Bob listens. */
const scene = async (behaviour: Behaviour = {}) => {
  const relay = memoryRelay(behaviour)
  const alice = person('alice', ['bob'], relay)
  await alice.refresh()
  await settle()
  const bob = person('bob', ['alice', 'mallory'], relay)
  return { relay, alice, bob, got: inbox(bob) }
}
const mallorys = (ago = 0) => topicBetween('mallory', 'bob', dayOf(Date.now()) - ago)
const sealed = (frames: readonly string[], topic = mallorys()): string => {
  const items = frames.flatMap((text) => itemsOf(bytes(text), random(8)))
  return sealParcel(topic, items, random(24))
}
/** As a relay keeps it, of so many seconds ago: it believes whoever signed it about the time. */
const event = (content: string, ago: number, tags: string[][] = [['x', mallorys().name]]): RelayEvent =>
  ({ ...LIKE, id: toBase64(random(9)), created_at: Math.floor(Date.now() / 1_000 - ago), content, tags }) as RelayEvent
const LIKE = storedEvent('', '', 0, 0)

const x = (name: string): string[] => ['x', name]
const JUNK: [string, () => (ago: number) => RelayEvent][] = [
  ['does not open', () => (ago) => event(toBase64(random(BUCKETS[0])), ago)],
  ['is no parcel', () => (ago) => event('hello', ago)],
  ['is under another topic first', () => (ago) => event('hello', ago, [x('0'.repeat(64)), x(mallorys().name)])],
  ['is larger than anything of ours', () => (ago) => event('x'.repeat(70_000), ago)],
  [
    'was there before',
    () => {
      const content = sealed(['again'])
      return (ago) => event(content, ago)
    },
  ],
]

describe.each(JUNK)('thousands of events under one topic, each of which %s,', (_, make) => {
  it('are no reason to leave the relay that kept them, nor hide what others left', async () => {
    const { relay, alice, bob, got } = await scene()
    await Promise.all([alice.send(peer('bob'), bytes('before')), settle()])
    const junk = make()
    for (let i = 0; i < 2_600; i++) relay.events.push(junk(i / 20 - 60))
    await bob.refresh()
    await settle()
    expect(got.filter((text) => text !== 'again')).toEqual(['before'])
    expect(bob.status()[0]).toMatchObject({ state: 'connected', why: null })
    await settle(HOUR)
    expect(relay.connections()).toBe(2)
    expect(bob.reach(peer('alice'))).toBe('stored')
  })

  it('are left out while they come, and keep nothing from anybody', async () => {
    const { relay, alice, bob, got } = await scene()
    await bob.refresh()
    await settle()
    const writer = relay.socket()
    await settle()
    const junk = make()
    for (let i = 0; i < 2_600; i++) writer.send(JSON.stringify(['EVENT', junk(0)]))
    await settle()
    await alice.send(peer('bob'), bytes('after'))
    await settle()
    expect(got.filter((text) => text !== 'again')).toEqual(['after'])
    expect(bob.status()[0]).toMatchObject({ state: 'connected', why: null })
    const asked = (): string[] => lastLive(relay)['#x'] ?? []
    expect(asked()).not.toContain(mallorys().name)
    expect(asked()).toHaveLength(5)
    // What is left there nevertheless comes later.
    writer.send(JSON.stringify(['EVENT', event(sealed(['late']), 0)]))
    await settle()
    expect(got).not.toContain('late')
    await settle(HOUR)
    expect(got).toContain('late')
    expect(asked()).toHaveLength(6)
    expect(relay.connections()).toBe(3)
  })
})
const lastLive = (relay: MemoryRelay): Filter =>
  relay.heard.filter(([verb, id]) => verb === 'REQ' && id === 'live0').at(-1)?.[2] as Filter

/** Relays answer with fewer events than they were asked for, where they like. */
const few: Behaviour = {
  hear: (_, message, honestly) => {
    const filter = message[2] as Filter | undefined
    if (message[0] === 'REQ' && filter?.limit) filter.limit = Math.min(filter.limit, 20)
    honestly()
  },
}

const sinceOf = (relay: MemoryRelay, topic: string, from: number): number[] =>
  relay.heard.slice(from).flatMap(([, id, filter]) => {
    const { since = 0, '#x': topics = [] } = (filter ?? {}) as Filter
    return String(id).startsWith('kept') && topics.includes(topic)
      ? [Math.round((Date.now() / 1_000 - since) / 3_600)]
      : []
  })

describe('more true parcels than are asked for at once', () => {
  it.each([
    ['one after the other', (i: number) => i / 3 - 1_000],
    ['in the second of what another left', () => 0],
    ['under all topics of one', (i: number) => i / 3 - 1_000, (i: number) => i % 10],
  ])('hide nothing that others left: %s', async (_, agoOf, daysAgo = () => 0) => {
    const clients: Client[] = []
    const { relay, bob, got } = await scene({ ...few, open: (client) => (clients.push(client) ? 'open' : 'never') })
    const alices = topicBetween('alice', 'bob', dayOf(Date.now()))
    const content = sealed(['m'])
    const left = (i: number) => event(content, agoOf(i), [x(mallorys(daysAgo(i)).name)])
    relay.events.push(...Array.from({ length: 2_300 }, (_, i) => left(i)))
    relay.events.push(event(sealed(['hello'], alices), 0, [x(alices.name)]))
    await bob.refresh()
    await settle(5 * MINUTE)
    expect(got.filter((text) => text !== 'm')).toContain('hello')
    expect(bob.status()[0]).toMatchObject({ state: 'connected', why: null })

    const before = relay.heard.length
    for (const client of clients) client.drop()
    await settle(MINUTE)
    expect(new Set(sinceOf(relay, alices.name, before))).toEqual(new Set([3]))
  })

  it('are asked for again where they were not told to the end', async () => {
    const clients: Client[] = []
    const { relay, bob } = await scene({ ...few, open: (client) => (clients.push(client) ? 'open' : 'never') })
    const content = sealed(['m'])
    relay.events.push(...Array.from({ length: 2_300 }, (_, i) => event(content, i)))
    await bob.refresh()
    await settle(5 * MINUTE)
    const before = relay.heard.length
    for (const client of clients) client.drop()
    await settle(MINUTE)
    expect(new Set(sinceOf(relay, mallorys().name, before))).toEqual(new Set([8 * 24]))
  })
})

describe('what comes while the kept is told', () => {
  it('neither makes gaps in it nor is the relay to blame, however old it says it is', async () => {
    // As over a network: what we say is heard later.
    const late: Behaviour = {
      hear: (client, message, honestly) => void setTimeout(() => few.hear?.(client, message, honestly), 100),
    }
    const { relay, bob, got } = await scene(late)
    const alices = topicBetween('alice', 'bob', dayOf(Date.now()))
    const sent = Array.from({ length: 200 }, (_, i) => `hello ${i}`)
    relay.events.push(...sent.map((text, i) => event(sealed([text], alices), 60 * i, [x(alices.name)])))
    const writer = relay.socket()
    await bob.refresh()
    for (let i = 0; i < 60; i++) {
      for (let j = 0; j < 100; j++)
        writer.send(JSON.stringify(['EVENT', event('hello', 7 * 86_400, [x(mallorys(7).name)])]))
      await settle(40)
    }
    await settle(5 * MINUTE)
    expect(got.toSorted()).toEqual(sent.toSorted())
    expect(bob.status()[0]).toMatchObject({ state: 'connected', why: null })
    expect(relay.connections()).toBe(3)
  })

  it('is asked for again where the connection ended before its end, however much later', async () => {
    const clients: Client[] = []
    let state: 'honest' | 'away' | 'mute' = 'honest'
    const { relay, bob } = await scene({
      open: (client) => (state !== 'away' && clients.push(client) ? 'open' : 'never'),
      hear: (_, [, id], honestly) => (state === 'mute' && String(id).startsWith('kept') ? undefined : honestly()),
    })
    await bob.refresh()
    await settle(MINUTE)
    const drop = (): void => {
      for (const client of clients.splice(0)) client.drop()
    }
    state = 'away'
    drop()
    await settle(10 * HOUR)
    state = 'mute'
    await settle(5 * MINUTE)
    drop()
    state = 'honest'
    const before = relay.heard.length
    await settle(5 * MINUTE)
    expect(new Set(sinceOf(relay, mallorys().name, before))).toEqual(new Set([10 + 3]))
  })

  it('may take a minute for a page', async () => {
    const slowly = (client: Client): 'open' => {
      const say = client.say
      let free = 0
      client.say = (message) => {
        free = Math.max(free, Date.now()) + (Array.isArray(message) && message[0] === 'EVENT' ? 10_000 : 0)
        setTimeout(() => say(message), free - Date.now())
      }
      return 'open'
    }
    const { relay, bob, got } = await scene({ open: slowly })
    relay.events.push(...Array.from({ length: 10 }, (_, i) => event(sealed([`${i}`]), i)))
    await bob.refresh()
    await settle(3 * MINUTE + 500)
    expect(got).toHaveLength(10)
    expect(relay.connections()).toBe(2)
  })
})

describe('frames that nobody takes yet', () => {
  /** Bob takes Mallory's frames when he is told to. */
  const slow = async (kept: () => RelayEvent[] = () => []) => {
    const { relay, alice, bob } = await scene()
    relay.events.push(...kept())
    const [taken, held] = [[] as string[], [] as (() => void)[]]
    bob.onFrame((frame: Uint8Array, from: Peer | null) => {
      const take = (): void => void taken.push(new TextDecoder().decode(frame.subarray(0, 10)))
      if (from?.contact !== 'mallory') return take()
      return new Promise<void>((resolve) => {
        held.push(() => {
          take()
          resolve()
        })
      })
    })
    await bob.refresh()
    await settle()
    const writer = relay.socket()
    await settle()
    const leave = (content: string): void => writer.send(JSON.stringify(['EVENT', event(content, 0)]))
    return { alice, bob, leave, taken, held }
  }

  it.each([
    ['small', () => sealed(Array.from({ length: 128 }, () => 'x')), 20_000],
    ['large', () => sealed(['x'.repeat(32_000)]), 600],
  ])('of one have a bound, keep none of another away, and are not lost: %s', async (_, parcel, most) => {
    const { alice, bob, leave, taken, held } = await slow()
    for (let i = 0; i < 700; i++) leave(parcel())
    await settle()
    await Promise.all([alice.send(peer('bob'), bytes('hello')), settle()])
    expect(taken).toEqual(['hello'])
    expect(held.length).toBeLessThan(most)
    leave(sealed(['last']))
    await settle()
    while (held.length > 0) {
      for (const take of held.splice(0)) take()
      await settle()
    }
    expect(taken).toContain('last')
    expect(bob.status()[0]).toMatchObject({ state: 'connected', why: null })
  })

  it('are told later where there is no room for all that was kept', async () => {
    const parcel = () => sealed(Array.from({ length: 128 }, () => 'x'))
    const { bob, taken, held } = await slow(() => Array.from({ length: 190 }, (_, i) => event(parcel(), i)))
    expect(held.length).toBeLessThan(20_000)
    while (held.length > 0) {
      for (const take of held.splice(0)) take()
      await settle()
    }
    expect(taken).toHaveLength(190 * 128)
    expect(bob.status()[0]).toMatchObject({ state: 'connected', why: null })
  })
})

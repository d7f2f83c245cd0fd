import { afterEach, describe, expect, it, vi } from 'vitest'
import { MAX_FRAME } from '../../lib/carriers/carrier'
import { type RelayCarrier, type RelayOptions, relayCarrier } from '../../lib/carriers/relay'
import { storedEvent } from '../../lib/carriers/relay-event'
import { BUCKETS } from '../../lib/carriers/relay-parcel'
import { dayOf, relaysOf } from '../../lib/carriers/relay-plan'
import { toBase64 } from '../../lib/contract/wire'
import { type Filter, memoryRelay } from './relays/hostile-relay'
import { npmRelay, type RunningRelay } from './relays/npm-relay'
import { peer, topicBetween, topicsOf } from './relays/people'
import { carrierSuite } from './suite'

const everyone = ['alice', 'bob', 'carol']
const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const running = async (options = {}): Promise<RunningRelay> => {
  const relay = await npmRelay(options)
  ends.push(relay.stop)
  return relay
}
const person = (name: string, relays: readonly string[], options: Partial<RelayOptions> = {}): RelayCarrier => {
  const others = everyone.filter((other) => other !== name)
  const carrier = relayCarrier({ relays: () => relays, topics: topicsOf(name, others), now: Date.now, ...options })
  ends.push(carrier.close)
  return carrier
}
const connected = async (carrier: RelayCarrier, count = 1): Promise<void> => {
  await carrier.refresh()
  await vi.waitFor(() => expect(carrier.status().filter(({ state }) => state === 'connected')).toHaveLength(count), {
    timeout: 10_000,
    interval: 5,
  })
}
const inbox = (carrier: RelayCarrier): Uint8Array[] => {
  const frames: Uint8Array[] = []
  carrier.onFrame((frame) => void frames.push(frame))
  return frames
}
const arrive = (frames: readonly Uint8Array[], count: number): Promise<void> =>
  vi.waitFor(() => expect(frames).toHaveLength(count), { timeout: 10_000, interval: 5 })
const frameOf = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (index * 31 + seed) & 255)

carrierSuite('relay, the npm one', async () => {
  const relay = await running()
  const [alice, bob, carol] = everyone.map((name) => person(name, [relay.url])) as [
    RelayCarrier,
    RelayCarrier,
    RelayCarrier,
  ]
  for (const carrier of [alice, bob, carol]) await connected(carrier)
  return {
    ...{ alice, bob, carol, toBob: peer('bob'), toCarol: peer('carol'), largest: MAX_FRAME },
    carry: async () => undefined,
    garbage: async () => {
      // Whoever watches a relay sees Bob's topics, and can write there.
      const { name } = topicBetween('alice', 'bob', dayOf(Date.now()))
      const contents = ['', 'hello', toBase64(new Uint8Array(BUCKETS[0])), toBase64(new Uint8Array(BUCKETS[3]))]
      const mallory = new WebSocket(relay.url)
      await new Promise((resolve) => mallory.addEventListener('open', resolve))
      for (const content of contents) mallory.send(JSON.stringify(['EVENT', storedEvent(name, content, Date.now(), 0)]))
      await expect.poll(() => bob.status()[0]?.useless).toBeGreaterThanOrEqual(contents.length)
      mallory.close()
      return bob.status()[0]?.useless ?? 0
    },
    end: async () => undefined,
  }
})

describe('a relay', () => {
  it('keeps what is for somebody who is not there, for most of a week', async () => {
    const relay = await running()
    const day = 86_400_000
    const now = Date.now()
    const got: Uint8Array[] = []
    for (const [ago, length] of [
      [6, 10],
      [3, 50_000],
      [0, 30],
    ] as const) {
      const alice = person('alice', [relay.url], { now: () => now - ago * day })
      await connected(alice)
      await alice.send(peer('bob'), frameOf(length, ago))
      await alice.close()
    }
    const bob = person('bob', [relay.url])
    bob.onFrame((frame, from) => {
      expect(from).toEqual(peer('alice'))
      got.push(frame)
    })
    await connected(bob)
    await arrive(got, 3)
    expect(got.map(({ length }) => length).sort((a, b) => a - b)).toEqual([10, 30, 50_000])
  })

  it('brings a backlog of hundreds, each once, also where a page ends within a second', async () => {
    const relay = await running()
    const [now, places] = [Date.now(), [relay.url]]
    let chance = 0.1
    const alice = person('alice', places, { perMinute: 1_000, chance: () => chance, now: () => now })
    await connected(alice)
    // One after the other, so that each is an event of its own: 150 of one second, and 150 of another.
    for (let index = 0; index < 300; index++) {
      if (index === 150) chance = 0.5
      await alice.send(peer('bob'), Uint8Array.of(index >> 8, index & 255))
    }
    expect(new Set(relay.events.map((event) => event.created_at)).size).toBe(2)
    const bob = person('bob', places)
    const got = inbox(bob)
    await bob.refresh()
    await arrive(got, 300)
    expect(new Set(got.map(String)).size).toBe(300)
  })

  it('that asks who is there is told nobody, and serves', async () => {
    const relay = await running({ auth: true })
    const [alice, bob] = [person('alice', [relay.url]), person('bob', [relay.url])]
    const got = inbox(bob)
    for (const carrier of [alice, bob]) await connected(carrier)
    await alice.send(peer('bob'), frameOf(10, 1))
    await arrive(got, 1)
  })

  it('sees nothing but topics and padded bytes', async () => {
    const relay = await running()
    const [alice, bob] = [person('alice', [relay.url]), person('bob', [relay.url])]
    const got = inbox(bob)
    for (const carrier of [alice, bob]) await connected(carrier)
    const secret = new TextEncoder().encode('what nobody else should read, '.repeat(2_000))
    const lengths = [1, 700, 900, 2_000, 9_000, 31_000, secret.length]
    for (const length of lengths) await alice.send(peer('bob'), secret.subarray(0, length))
    await arrive(got, lengths.length)

    const said = relay.wire.from.map((text) => JSON.parse(text) as unknown[])
    expect(new Set(said.map(([verb]) => verb))).toEqual(new Set(['REQ', 'EVENT', 'CLOSE']))
    const events = said.filter(([verb]) => verb === 'EVENT').map(([, event]) => event as (typeof relay.events)[0])
    expect(new Set(events.map(({ pubkey }) => pubkey)).size).toBe(events.length)
    for (const event of events) {
      expect(Object.keys(event).sort()).toEqual(['content', 'created_at', 'id', 'kind', 'pubkey', 'sig', 'tags'])
      expect([event.kind, event.tags.length]).toEqual([78, 2])
      expect(Math.abs(Date.now() / 1_000 - 300 - event.created_at)).toBeLessThan(310)
      expect(event.tags[0]).toEqual(['x', topicBetween('alice', 'bob', dayOf(Date.now())).name])
      expect(event.tags[1]?.[0]).toBe('expiration')
      const bytes = Buffer.from(event.content, 'base64')
      expect(BUCKETS).toContain(bytes.length)
      // Sealed bytes do not compress; a frame's padding or a clear head would.
      expect(new Set(bytes).size).toBeGreaterThan(240)
    }
    const everything = relay.wire.from.join() + Buffer.concat(events.map((e) => Buffer.from(e.content, 'base64')))
    const words = ['nobody else', toBase64(secret).slice(0, 36), Buffer.from(secret).toString('hex').slice(0, 40)]
    expect(words.map((word) => everything.includes(word))).toEqual([false, false, false])
  })

  it('is asked for yesterday, today and tomorrow, and after midnight for the next day', async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 10, 23, 59) })
    ends.push(async () => void vi.useRealTimers())
    const today = dayOf(Date.now())
    const relay = memoryRelay()
    await person('bob', ['wss://relay.example'], { socket: relay.socket }).refresh()
    const liveDays = (): number[] => {
      const last = relay.heard.filter(([verb, id]) => verb === 'REQ' && id === 'live0').at(-1)?.[2] as
        | Filter
        | undefined
      const topics = new Set(last?.['#x'])
      return [-2, -1, 0, 1, 2, 3].filter((day) => topics.has(topicBetween('alice', 'bob', today + day).name))
    }
    await vi.advanceTimersByTimeAsync(1)
    expect(liveDays()).toEqual([-1, 0, 1])
    await vi.advanceTimersByTimeAsync(120_000)
    expect(liveDays()).toEqual([0, 1, 2])
    expect(relay.connections()).toBe(1)
  })

  it('that kept thousands of events of one topic which open for nobody is not left, and brings what others wrote', async () => {
    const relay = await running()
    const alice = person('alice', [relay.url])
    await connected(alice)
    await alice.send(peer('bob'), frameOf(10, 1))
    // Anybody may leave something under a name that they saw.
    const { name } = topicBetween('carol', 'bob', dayOf(Date.now()))
    const like = storedEvent(name, toBase64(new Uint8Array(BUCKETS[0])), Date.now(), 0)
    const junk = Array.from({ length: 2_600 }, (_, i) => ({
      ...like,
      id: `${i}`,
      created_at: like.created_at - (i % 500),
    }))
    relay.events.push(...junk)
    const bob = person('bob', [relay.url])
    const got = inbox(bob)
    await connected(bob)
    await arrive(got, 1)
    await vi.waitFor(() => expect(bob.status()[0]?.useless).toBeGreaterThanOrEqual(2_600), { timeout: 10_000 })
    expect(bob.status()[0]).toMatchObject({ state: 'connected', why: null })
    expect(bob.reach(peer('alice'))).toBe('stored')
  })

  it('that kept thousands of frames brings them all, however slowly they are taken', async () => {
    const relay = await running()
    const alice = person('alice', [relay.url])
    await connected(alice)
    const sent = Array.from({ length: 3_000 }, (_, index) => Uint8Array.of(index >> 8, index & 255))
    await Promise.all(sent.map((frame) => alice.send(peer('bob'), frame)))
    // 128 of them in each but the first few.
    expect(relay.events.length).toBeLessThan(30)
    const bob = person('bob', [relay.url])
    const got: Uint8Array[] = []
    let queue = Promise.resolve()
    bob.onFrame((frame) => {
      queue = queue.then(() => void got.push(frame))
      return queue
    })
    await bob.refresh()
    await arrive(got, 3_000)
  })
})

describe('several relays', () => {
  it('carry on when one dies, and when it comes back bring what it kept once', async () => {
    const [one, two] = [await running(), await running()]
    const [alice, bob] = [one, two].map(() => [one.url, two.url]).map((urls, i) => person(everyone[i] as string, urls))
    if (!alice || !bob) throw new Error('nobody')
    const got = inbox(bob)
    const reaches: string[] = []
    for (const carrier of [alice, bob]) await connected(carrier, 2)
    alice.onReach(({ contact }, reach) => void reaches.push(`${contact} ${reach}`))

    await alice.send(peer('bob'), frameOf(10, 1))
    await arrive(got, 1)
    await one.stop()
    await expect.poll(() => alice.status().some(({ state }) => state === 'waiting')).toBe(true)
    expect(alice.reach(peer('bob'))).toBe('stored')
    await alice.send(peer('bob'), frameOf(10, 2))
    await arrive(got, 2)

    await two.stop()
    await expect.poll(() => alice.reach(peer('bob'))).toBe('no')
    await expect(alice.send(peer('bob'), frameOf(10, 3))).rejects.toMatchObject({ reason: 'unreachable' })
    await one.start()
    await vi.waitFor(() => expect(alice.reach(peer('bob'))).toBe('stored'), { timeout: 20_000, interval: 20 })
    await alice.send(peer('bob'), frameOf(10, 4))
    await arrive(got, 3)
    await two.start()
    for (const carrier of [alice, bob])
      await vi.waitFor(() => expect(carrier.status().every(({ state }) => state === 'connected')).toBe(true), {
        timeout: 20_000,
        interval: 20,
      })
    await alice.send(peer('bob'), frameOf(10, 5))
    await arrive(got, 4)
    expect(got.map(([first]) => first)).toEqual([1, 2, 4, 5])
    expect(reaches.filter((text) => text.startsWith('bob'))).toEqual(['bob no', 'bob stored'])
  })

  it('hold two copies of everything, wherever there are more', async () => {
    const relays = [await running(), await running(), await running(), await running()]
    const urls = relays.map(({ url }) => url)
    const alice = person('alice', urls)
    await alice.refresh()
    const place = { topic: topicBetween('alice', 'bob', dayOf(Date.now())) }
    await expect.poll(() => alice.status().filter(({ state }) => state === 'connected')).toHaveLength(4)
    await alice.send(peer('bob'), frameOf(10, 1))
    await expect.poll(() => relays.filter(({ events }) => events.length === 1)).toHaveLength(2)
    expect(
      relays
        .filter(({ events }) => events.length === 1)
        .map(({ url }) => url)
        .sort(),
    ).toEqual(relaysOf(place, urls).slice(0, 2).sort())
  })

  it('are chosen by each topic for itself, alike by both sides', () => {
    const urls = ['wss://a.example', 'wss://b.example/', 'wss://c.example', 'wss://d.example', 'wss://e.example']
    const chosen = Array.from({ length: 40 }, (_, day) => relaysOf({ topic: topicBetween('a', 'b', day) }, urls))
    const backwards = [...urls].reverse()
    expect(chosen).toEqual(
      Array.from({ length: 40 }, (_, day) => relaysOf({ topic: topicBetween('a', 'b', day) }, backwards)),
    )
    expect(new Set(chosen.flat()).size).toBe(5)
    expect(chosen.every(({ length }) => length === 3)).toBe(true)
  })
})

describe('before anything was chosen', () => {
  it('nobody is contacted, and nobody is within reach', async () => {
    const socket = vi.fn()
    const alice = person('alice', [], { socket })
    await alice.refresh()
    expect(alice.reach(peer('bob'))).toBe('no')
    await expect(alice.send(peer('bob'), frameOf(1, 1))).rejects.toMatchObject({ reason: 'unreachable' })
    const stranger = person('alice', ['ftp://a.example', 'nonsense', 'https://a.example', 'wss://u:p@a.example'], {
      socket,
    })
    await stranger.refresh()
    expect(socket).not.toHaveBeenCalled()
  })
})

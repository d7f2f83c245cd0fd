import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type RelayCarrier, type RelayOptions, relayCarrier } from '../../lib/carriers/relay'
import { type RelayEvent, storedEvent } from '../../lib/carriers/relay-event'
import { BUCKETS } from '../../lib/carriers/relay-parcel'
import { toBase64 } from '../../lib/contract/wire'
import { random } from '../../lib/crypto/random'
import { type Behaviour, type Client, type MemoryRelay, memoryRelay, type Said } from './relays/hostile-relay'
import { peer, topicsOf } from './relays/people'

const HOSTILE = 'wss://hostile.example/'
const HONEST = 'wss://honest.example/'
const MINUTE = 60_000

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 0, 10, 12) }))
const open: RelayCarrier[] = []
afterEach(async () => {
  for (const carrier of open.splice(0)) await carrier.close()
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

const person = (name: string, relays: Record<string, MemoryRelay>, options: Partial<RelayOptions> = {}) => {
  const others = ['alice', 'bob'].filter((other) => other !== name)
  const carrier = relayCarrier({
    relays: () => Object.keys(relays),
    topics: topicsOf(name, others),
    socket: (url) => relays[url]?.socket() as ReturnType<MemoryRelay['socket']>,
    now: Date.now,
    ...options,
  })
  open.push(carrier)
  return carrier
}
const inbox = (carrier: RelayCarrier): string[] => {
  const frames: string[] = []
  carrier.onFrame((frame) => void frames.push(new TextDecoder().decode(frame)))
  return frames
}
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1)
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const statusOf = (carrier: RelayCarrier, url = HOSTILE) => carrier.status().find((status) => status.url === url)

const requests = (does: (client: Client, id: string, honestly: () => void) => void): Behaviour => ({
  hear: (client, message, honestly) => {
    if (message[0] === 'REQ') does(client, message[1] as string, honestly)
    else honestly()
  },
})
const verdicts = (answer: (id: string) => unknown): Behaviour => ({
  hear: (client, message, honestly) => {
    if (message[0] === 'EVENT') client.say(answer((message[1] as { id: string }).id))
    else honestly()
  },
})
const topicsIn = (message: Said): string[] => (message[2] as { '#x'?: string[] })['#x'] ?? []
const isPage = ([verb, id]: Said): boolean => verb === 'REQ' && String(id).startsWith('kept')
const forged = (topic: string) => ({ ...storedEvent(topic, '', Date.now(), 0), content: toBase64(random(BUCKETS[0])) })

const HANGS_UP: Behaviour = {
  open: (client) => {
    client.drop()
    return 'open'
  },
}

const TEN_MB = JSON.stringify(['NOTICE', 'x'.repeat(10 << 20)])
const BEHAVIOURS: [string, Behaviour][] = [
  ['never opens', { open: () => 'never' }],
  ['never answers', { hear: () => undefined }],
  ['hangs up at once', HANGS_UP],
  ['hangs up at every message', { hear: (client) => client.drop() }],
  ['answers with 10 MB', requests((client) => client.throwAt(TEN_MB))],
  ['answers with bytes', requests((client) => client.throwAt(new ArrayBuffer(1_000)))],
  ['answers with what is no JSON', requests((client) => client.throwAt('["EVENT","live0",{'))],
  ['answers with JSON as deep as it is long', requests((client) => client.throwAt('['.repeat(60_000)))],
  [
    'answers with what is no message',
    requests((client, id) => {
      const wrong = [null, 1, [], {}, ['EVENT'], ['EVENT', id, null], ['EVENT', id, { tags: [null, [], [1, 2]] }]]
      for (const message of [...wrong, ['OK', 1, 1], ['EOSE', {}], ['CLOSED', []], ['AUTH', 'x'.repeat(9_999)]])
        client.say(message)
    }),
  ],
  ['floods', requests((client, id) => Array.from({ length: 5_000 }, () => client.say(['EOSE', `not ${id}`])))],
  ['cuts everything short', { show: (event) => [{ ...event, content: event.content.slice(0, -4) }] }],
  [
    'turns bits',
    { show: (event) => [{ ...event, content: `${event.content.slice(0, 100)}AAAA${event.content.slice(104)}` }] },
  ],
  ['drops everything, and says it did not', verdicts((id) => ['OK', id, true, ''])],
  ['repeats everything', { show: (event) => Array.from({ length: 20 }, () => event) }],
  ['shows everything under another topic', { show: (event) => [{ ...event, tags: [['x', '0'.repeat(64)]] }] }],
  ['gives everything the id and time of another', { show: (event) => [{ ...event, id: '0', created_at: -1 }] }],
  ['shows forgeries first', { show: (event) => [forged(event.tags[0]?.[1] ?? ''), event] }],
  [
    // Whoever took the forgery's word for having been here would be deaf to the true one.
    'shows the beginning of the true one with another end',
    {
      show: (event) => [
        { ...event, content: event.content.slice(0, 40) + event.content.slice(40, -44) + event.content.slice(0, 44) },
      ],
    },
  ],
  ['refuses to let anybody listen', requests((client, id) => client.say(['CLOSED', id, 'blocked: not you']))],
  ['wants to know somebody', requests((client, id) => client.say(['CLOSED', id, 'auth-required: who']))],
  [
    'wants to know somebody, again and again',
    {
      hear: (client, [verb, what], honestly) => {
        if (verb === 'REQ')
          for (const said of [
            ['AUTH', 'c'],
            ['CLOSED', what, 'auth-required: who'],
          ])
            client.say(said)
        else honestly()
      },
    },
  ],
  ['answers for others', verdicts(() => ['OK', '0'.repeat(64), true, ''])],
  ['says only NOTICE', verdicts(() => ['NOTICE', 'too large'])],
  ...['pow', 'blocked', 'rate-limited', 'invalid', 'restricted', 'mute', 'auth-required', 'error', 'nonsense', ''].map(
    (word): [string, Behaviour] => [`refuses with "${word}"`, verdicts((id) => ['OK', id, false, `${word}: no`])],
  ),
  ['refuses without a word', verdicts((id) => ['OK', id, false, null])],
]

describe('a relay that', () => {
  it.each(BEHAVIOURS)('%s keeps nothing from an honest one beside it', async (_, behaviour) => {
    const relays = { [HOSTILE]: memoryRelay(behaviour), [HONEST]: memoryRelay() }
    const [alice, bob] = [person('alice', relays), person('bob', relays)]
    const got = inbox(bob)
    for (const carrier of [alice, bob]) await carrier.refresh()
    await settle()
    expect(alice.reach(peer('bob'))).toBe('stored')
    const sent = ['one', 'two', 'three', 'x'.repeat(70_000)]
    const done = Promise.all(sent.map((text) => alice.send(peer('bob'), bytes(text))))
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    await done
    expect(got.sort()).toEqual(sent.sort())
    // Three hours later all is as it was, and the hostile one was not asked more often than is polite.
    await vi.advanceTimersByTimeAsync(180 * MINUTE)
    await Promise.all([alice.send(peer('bob'), bytes('four')), vi.advanceTimersByTimeAsync(MINUTE)])
    expect(got).toHaveLength(5)
    expect(relays[HOSTILE]?.connections()).toBeLessThan(2 * 100)
  })

  it('repeats for ever what it kept is left after a bounded number of pages', async () => {
    const like = forged('')
    const endless = memoryRelay({
      hear: (client, message, honestly) => {
        if (!isPage(message)) return honestly()
        const { until = Math.floor(Date.now() / 1_000) } = message[2] as { until?: number }
        const [topic = ''] = topicsIn(message)
        client.say(['EVENT', message[1], { ...like, tags: [['x', topic]], created_at: until - 1 }])
        client.say(['EOSE', message[1]])
      },
    })
    const bob = person('bob', { [HOSTILE]: endless })
    await bob.refresh()
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    // A hundred of each of ten topics, and ten more whenever one of them was put off.
    const pages = endless.heard.filter(isPage).length
    expect(pages).toBeLessThanOrEqual(10 * 100 + 9 * 10)
    expect(statusOf(bob)).toMatchObject({ state: 'connected', useless: pages })
    await vi.advanceTimersByTimeAsync(60 * MINUTE)
    expect(endless.heard.filter(isPage)).toHaveLength(pages)
  })

  it('alters the end of everything first makes nobody deaf to what is true', async () => {
    // Nonce and length are the true ones: whoever took them for seen would drop what follows.
    const altered = ({ content, ...event }: RelayEvent) => ({
      ...event,
      content: `${content.slice(0, -48)}${content.slice(0, 44)}${content.slice(-4)}`,
    })
    const relays = { [HOSTILE]: memoryRelay({ show: (event) => [altered(event), event] }) }
    const [alice, bob] = [person('alice', relays), person('bob', relays)]
    const got = inbox(bob)
    for (const carrier of [alice, bob]) await carrier.refresh()
    await settle()
    await alice.send(peer('bob'), bytes('true'))
    await settle()
    expect(got).toEqual(['true'])
    expect(statusOf(bob)?.useless).toBe(1)
  })

  it('wants to know who asks is told once, and left when that was not enough', async () => {
    const relay = memoryRelay({
      hear: (client, [verb, what]) => {
        if (verb === 'AUTH') client.say(['OK', (what as RelayEvent).id, true, ''])
        if (verb !== 'REQ') return
        client.say(['AUTH', 'challenge'])
        client.say(['CLOSED', what, 'auth-required: who'])
      },
    })
    const bob = person('bob', { [HOSTILE]: relay })
    await bob.refresh()
    await settle()
    expect(relay.heard.map(([verb]) => verb)).toEqual(['REQ', 'AUTH', 'REQ'])
    expect(statusOf(bob)).toMatchObject({ state: 'waiting', why: 'auth-required' })
  })

  it('sends rubbish is left, and for minutes', async () => {
    const flooding = memoryRelay({
      hear: (client, message, honestly) => {
        honestly()
        if (message[0] === 'REQ') for (let i = 0; i < 3_000; i++) client.say(['NOTICE', 'buy'])
      },
    })
    const bob = person('bob', { [HOSTILE]: flooding }, { chance: () => 0 })
    await bob.refresh()
    await settle()
    expect(statusOf(bob)).toMatchObject({ state: 'waiting', why: 'flood' })
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect(flooding.connections()).toBe(1)
  })

  it('falls silent is noticed within two looks, and tried again', async () => {
    let silent = false
    const relay = memoryRelay({ hear: (_, __, honestly) => silent || honestly() })
    const bob = person('bob', { [HOSTILE]: relay })
    await bob.refresh()
    await vi.advanceTimersByTimeAsync(5 * MINUTE)
    expect(statusOf(bob)).toMatchObject({ state: 'connected', why: null })
    expect(relay.connections()).toBe(1)
    silent = true
    await vi.advanceTimersByTimeAsync(41_000)
    expect(statusOf(bob)?.why).toBe('silent')
    silent = false
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect(statusOf(bob)).toMatchObject({ state: 'connected', why: null })
  })

  it('falls silent is noticed at once where the network is in doubt, and is left alone where it answers', async () => {
    let silent = false
    const relay = memoryRelay({ hear: (_, __, honestly) => silent || honestly() })
    const bob = person('bob', { [HOSTILE]: relay })
    await bob.refresh()
    await vi.advanceTimersByTimeAsync(MINUTE)
    bob.check()
    await vi.advanceTimersByTimeAsync(4_000)
    expect(statusOf(bob)).toMatchObject({ state: 'connected', why: null })
    silent = true
    bob.check()
    await vi.advanceTimersByTimeAsync(4_000)
    expect(statusOf(bob)?.why).toBe('silent')
    silent = false
    await vi.advanceTimersByTimeAsync(4_000)
    expect(statusOf(bob)).toMatchObject({ state: 'connected', why: null })
    expect(relay.connections()).toBe(2)
  })

  it('took nothing on a connection that had died takes it on the next one', async () => {
    let silent = false
    const relay = memoryRelay({ hear: (_, __, honestly) => silent || honestly() })
    const alice = person('alice', { [HOSTILE]: relay })
    await alice.refresh()
    await vi.advanceTimersByTimeAsync(MINUTE)
    silent = true
    const lost = expect(alice.send(peer('bob'), bytes('lost'))).rejects.toMatchObject({ reason: 'unreachable' })
    await vi.advanceTimersByTimeAsync(11_000)
    await lost
    expect(alice.reach(peer('bob'))).toBe('no')
    silent = false
    await vi.advanceTimersByTimeAsync(1)
    expect(alice.reach(peer('bob'))).toBe('no')
    silent = true
    alice.check()
    await vi.advanceTimersByTimeAsync(3_500)
    silent = false
    await vi.advanceTimersByTimeAsync(4_000)
    expect(relay.connections()).toBe(2)
    expect(alice.reach(peer('bob'))).toBe('stored')
    expect(statusOf(alice)).toMatchObject({ state: 'connected', why: null, retryAt: null })
  })

  it('hangs up again and again is asked ever less, and no two of us at the same moment', async () => {
    const relay = memoryRelay(HANGS_UP)
    const times: number[] = []
    const socket = () => {
      times.push(Date.now())
      return relay.socket()
    }
    await person('bob', { [HOSTILE]: relay }, { socket }).refresh()
    await vi.advanceTimersByTimeAsync(60 * MINUTE)
    const inAnyMinute = Math.max(...times.map((from) => times.filter((t) => t >= from && t < from + MINUTE).length))
    expect(inAnyMinute).toBeLessThanOrEqual(7)
    expect(times.length).toBeLessThan(40)
    expect(times.length).toBeGreaterThan(12)
    expect(new Set(times.map((time) => time % 1_000)).size).toBeGreaterThan(times.length / 2)
  })

  it.each([
    ['rate-limited', 2],
    ['pow', 15],
  ])('says %s is left alone for minutes, and taken back', async (word, minutes) => {
    let refusing = true
    const relay = memoryRelay({
      hear: (client, [verb, event], honestly) => {
        if (verb === 'EVENT' && refusing) client.say(['OK', (event as { id: string }).id, false, `${word}: no`])
        else honestly()
      },
    })
    const alice = person('alice', { [HOSTILE]: relay }, { chance: () => 0.5 })
    const reaches: string[] = []
    alice.onReach((_, reach) => void reaches.push(reach))
    await alice.refresh()
    await settle()
    await expect(alice.send(peer('bob'), bytes('no'))).rejects.toMatchObject({ reason: 'unreachable' })
    expect(alice.reach(peer('bob'))).toBe('no')
    expect(statusOf(alice)).toMatchObject({ state: 'connected', why: word })
    refusing = false
    await vi.advanceTimersByTimeAsync(minutes * MINUTE)
    expect(statusOf(alice)).toMatchObject({ why: null, retryAt: null })
    await alice.send(peer('bob'), bytes('yes'))
    expect(reaches).toEqual(['stored', 'no', 'stored'])
  })

  it('comes back is asked for the time since, and for more than that where clocks differ', async () => {
    const clients: Client[] = []
    const relay = memoryRelay({ open: (client) => (clients.push(client) ? 'open' : 'never') })
    const [alice, bob] = [person('alice', { [HOSTILE]: relay }), person('bob', { [HOSTILE]: relay })]
    const got = inbox(bob)
    for (const carrier of [bob, alice]) {
      await carrier.refresh()
      await settle()
    }
    await alice.send(peer('bob'), bytes('before'))
    await vi.advanceTimersByTimeAsync(6 * MINUTE)
    const begun = Date.now() / 1_000
    clients[0]?.drop()
    await settle()
    await alice.send(peer('bob'), bytes('between'))
    expect(got).toEqual(['before'])
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(got).toEqual(['before', 'between'])
    const asked = relay.heard.filter(isPage)
    const hours = asked.map(([, , filter]) => Math.round((begun - (filter as { since: number }).since) / 3_600))
    expect(new Set(hours)).toEqual(new Set([8 * 24, 3]))
  })

  it('takes all is given sixty events in a minute, and what waits leaves together', async () => {
    const relay = memoryRelay()
    const [alice, bob] = [person('alice', { [HOSTILE]: relay }), person('bob', { [HOSTILE]: relay })]
    const got = inbox(bob)
    for (const carrier of [alice, bob]) await carrier.refresh()
    await settle()
    for (let i = 0; i < 60; i++) await alice.send(peer('bob'), bytes(`${i}`))
    const rest = Promise.all(Array.from({ length: 40 }, (_, i) => alice.send(peer('bob'), bytes(`${60 + i}`))))
    await vi.advanceTimersByTimeAsync(MINUTE - 1_000)
    expect(relay.events).toHaveLength(60)
    await vi.advanceTimersByTimeAsync(2_000)
    await rest
    expect(relay.events).toHaveLength(61)
    await settle()
    expect(got).toEqual(Array.from({ length: 100 }, (_, i) => `${i}`))
  })

  it('is asked for many topics at once is asked in filters that every relay takes', async () => {
    const relay = memoryRelay()
    const others = Array.from({ length: 150 }, (_, i) => `friend ${i}`)
    await person('alice', { [HOSTILE]: relay }, { topics: topicsOf('alice', others) }).refresh()
    await settle()
    const asked = relay.heard.filter(([verb]) => verb === 'REQ').map(topicsIn)
    expect(Math.max(...asked.map(({ length }) => length))).toBe(200)
    expect(new Set(asked.flat()).size).toBe(150 * 10)
  })
})

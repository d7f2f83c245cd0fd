import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RelayEvent } from '../../lib/carriers/relay-event'
import { BUCKETS } from '../../lib/carriers/relay-parcel'
import { toBase64 } from '../../lib/contract/wire'
import { toHex } from '../../lib/crypto/hash'
import { random } from '../../lib/crypto/random'
import { didOf } from '../../lib/identity/did'
import type { Behaviour, Client, Said } from '../carriers/relays/hostile-relay'
import { keepTwo, type TwoKept, type TwoLives, twoLives } from './two-lives'
import { type Kept, puppet } from './world'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const DAY = 1_440 * MINUTE

const invented = (topic: string, like: RelayEvent | undefined): unknown => ({
  ...{ id: toHex(random(32)), pubkey: toHex(random(32)), sig: toHex(random(64)), kind: 78 },
  created_at: Math.floor(Date.now() / SECOND),
  tags: [['x', topic]],
  // Also the true beginning of something true, with another end.
  content: (like?.content ?? '').slice(0, 64) + toBase64(random(BUCKETS[0])).slice(like ? 64 : 0),
})

/** What a relay may do to two who use it beside an honest one; `all` is everything it ever got. */
const LIES: Record<string, (all: RelayEvent[]) => Behaviour> = {
  'takes everything and tells nothing': () => ({
    hear: (client, message, honestly) => {
      if (message[0] === 'EVENT') client.say(['OK', (message[1] as RelayEvent).id, true, ''])
      else honestly()
    },
  }),
  'tells everything again and again, last week’s too': (all) => ({
    hear: (client, message, honestly) => {
      if (message[0] === 'EVENT') all.push(message[1] as RelayEvent)
      honestly()
      for (const id of client.subscriptions.keys()) for (const event of all) client.say(['EVENT', id, event])
    },
  }),
  invents: (all) => ({
    hear: (client, message, honestly) => {
      if (message[0] === 'EVENT') all.push(message[1] as RelayEvent)
      honestly()
      const topics = [...client.subscriptions.values()].flatMap((filter) => filter['#x'] ?? [])
      for (const id of client.subscriptions.keys())
        for (const topic of topics) client.say(['EVENT', id, invented(topic, all.at(-1))])
    },
  }),
  'gives everything to everybody': () => {
    const everybody = new Set<Client>()
    return {
      open: (client) => {
        everybody.add(client)
        return 'open'
      },
      hear: (_, message, honestly) => {
        honestly()
        if (message[0] !== 'EVENT') return
        for (const each of everybody) for (const id of each.subscriptions.keys()) each.say(['EVENT', id, message[1]])
      },
    }
  },
}

const TEXTS = ['quartz lantern from here', 'marble thicket from there']

/** Whatever would tell who somebody is, as it might be written. */
const secretsOf = async (of: Kept): Promise<string[]> => {
  const { settings, ledger } = await puppet(of, 'reader')
  const bytes = [settings.identity, settings.device.signing.public, settings.device.agreement.public]
  const contacts = [...ledger.contacts.values()].flatMap((contact) => [contact.id, ...contact.pairKeys.map(toHex)])
  const sessions = [...ledger.sessions.values()].map(({ id }) => id)
  return [
    didOf(settings.identity),
    settings.device.id,
    ...bytes.flatMap((b) => [toHex(b), toBase64(b)]),
    ...contacts,
    ...sessions,
  ]
}

describe('a relay', () => {
  let kept: TwoKept = null as never
  let two: TwoLives = null as never
  beforeAll(async () => {
    kept = await keepTwo(Date.UTC(2026, 0, 5, 10))
  }, 60_000)
  afterEach(() => two.end())

  const texts = (side: 0 | 1) => (two.people[side].view()?.messages ?? []).map(({ text }) => text).sort()
  const talk = async () => {
    for (const side of [0, 1, 0, 1] as const) {
      await two.say(side)
      await two.pass(20 * SECOND)
    }
  }
  const isDelivered = () =>
    two.people.every((one) => one.view()?.messages.every((m) => !m.mine || m.state === 'delivered'))

  it.each(Object.entries(LIES))('that %s shows nothing and, beside an honest one, loses nothing', async (_, lies) => {
    two = await twoLives(kept, [lies([])])
    two.wall(true)
    await talk()
    // A week later: what it knows of then is told again.
    two.time.skip(6 * DAY)
    for (const one of two.people) await one.start()
    await talk()
    expect(await two.pass(DAY, isDelivered)).toBe(true)
    const all = ['hello', 'hello', ...two.said[0], ...two.said[1]].sort()
    expect([texts(0), texts(1)]).toEqual([all, all])
    two.wall(false)
    await two.heal()
  })

  it('sees only padded bytes under keys that are used once, and topics of which no two days share one', async () => {
    two = await twoLives(kept)
    two.wall(true)
    const days: Set<string>[] = []
    const heard = (): Said[] => two.relays.flatMap(({ relay }) => relay.heard)
    const events = (): RelayEvent[] =>
      heard().flatMap(([verb, event]) => (verb === 'EVENT' ? [event as RelayEvent] : []))
    for (let day = 0; day < 3; day++) {
      const before = new Set(events())
      await talk()
      for (const side of [0, 1] as const)
        await two.people[side].ask((person) => person.say(kept.contacts[side], TEXTS[side] as string))
      two.cut()
      await two.pass(2 * MINUTE)
      days.push(new Set(events().flatMap((event) => (before.has(event) ? [] : [event.tags[0]?.[1] ?? '']))))
      two.time.skip(DAY)
      for (const one of two.people) await one.start()
    }
    // One for each direction.
    expect(days.map(({ size }) => size)).toEqual([2, 2, 2])
    expect(new Set(days.flatMap((day) => [...day])).size).toBe(6)

    const ids = new Set(events().map(({ id }) => id))
    expect(ids.size).toBeGreaterThan(20)
    expect(new Set(events().map(({ pubkey }) => pubkey)).size).toBe(ids.size)
    for (const { content, tags, kind } of events()) {
      expect(BUCKETS.map((size) => 4 * Math.ceil(size / 3))).toContain(content.length)
      expect([kind, ...tags.map(([name]) => name)]).toEqual([78, 'x', 'expiration'])
    }
    const asked = heard().flatMap(([verb, , filter]) => (verb === 'REQ' ? Object.keys(filter as object) : []))
    expect([...new Set(asked)].sort()).toEqual(['#x', 'ids', 'kinds', 'limit', 'since', 'until'])

    const inside = events().map(({ content }) => Buffer.from(content, 'base64').toString('latin1'))
    const said = JSON.stringify([heard(), inside])
    const secrets = (await Promise.all(kept.kept.map(secretsOf))).flat()
    for (const secret of [...secrets, ...TEXTS, 'Alice', 'Robert']) expect(said.includes(secret), secret).toBe(false)
  })
})

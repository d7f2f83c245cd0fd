import { describe, expect, it } from 'vitest'
import { planOf } from '../../lib/carriers/relay-plan'
import type { Topics } from '../../lib/contract/topic'
import { peer, topicBetween } from './relays/people'

const DAY = 20_463
const relaysNamed = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `wss://${name}${index}.example/`)
const OWN = relaysNamed('own', 5)

/** `contacts` and `invitations` by name: the relays where things are left for them. */
const people = (contacts: Record<string, string[]>, invitations: Record<string, string[]> = {}): Topics => ({
  send: ({ contact }, day) => {
    const relays = contacts[contact] ?? invitations[contact]
    return relays ? { topic: topicBetween('me', contact, day), relays } : null
  },
  receive: (day) => [
    ...Object.entries(invitations).map(([name, relays]) => ({
      ...{ topic: topicBetween(name, 'me', day), relays, peer: peer(name) },
    })),
    ...Object.keys(contacts).map((name) => ({ topic: topicBetween(name, 'me', day), peer: peer(name) })),
  ],
})
const counted = (plan: ReturnType<typeof planOf>, urls: readonly string[]): number =>
  urls.filter((url) => plan.relays.has(url)).length

describe('where there are more relays than we contact', () => {
  const friends = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`friend ${i}`, relaysNamed(`home${i}-`, 1)]))

  it('invitations leave room for our own and for those of every contact', () => {
    const theirs = { one: relaysNamed('one', 8), two: relaysNamed('two', 8), three: relaysNamed('three', 8) }
    const plan = planOf(people(friends, theirs), OWN, DAY)
    expect(OWN.map((url) => plan.relays.get(url)?.kept.length ?? 0).every((topics) => topics > 0)).toBe(true)
    expect(counted(plan, Object.values(friends).flat())).toBe(6)
    // One each before anybody's second.
    expect(Object.values(theirs).map((urls) => counted(plan, urls))).toEqual([2, 1, 1])
    const sole = planOf(people({}, { one: theirs.one }), OWN, DAY)
    expect(counted(sole, theirs.one)).toBe(3)
  })

  it('a contact with many leaves room for those with few, and for an invitation', () => {
    const greedy = { mallory: relaysNamed('mallory', 8), trudy: relaysNamed('trudy', 8) }
    const plan = planOf(people({ ...greedy, ...friends }, { fresh: relaysNamed('fresh', 2) }), OWN, DAY)
    expect(plan.relays.size).toBe(16)
    expect(counted(plan, Object.values(friends).flat())).toBe(6)
    expect(counted(plan, relaysNamed('fresh', 2))).toBe(2)
    expect(Object.values(greedy).map((urls) => counted(plan, urls))).toEqual([2, 1])
  })
})

describe('topics', () => {
  it('stand in no order that tells whose they are', () => {
    const plan = planOf(people({ alice: [], bob: [], carol: [] }), relaysNamed('own', 1), DAY)
    const [{ live, kept } = { live: [], kept: [] }] = plan.relays.values()
    expect([live.length, kept.length]).toEqual([9, 30])
    expect([live, kept]).toEqual([[...live].sort(), [...kept].sort()])
  })
})

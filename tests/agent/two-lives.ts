import { vi } from 'vitest'
import type { ContactId } from '../../lib/contract/ids'
import type { Behaviour } from '../carriers/relays/hostile-relay'
import { createAir, type Fate } from './air'
import { type Lives, lives } from './lives'
import { type RelayFate, type WeatherRelay, weatherRelay } from './relay-weather'
import { type StillTime, stillTime } from './still-time'
import { type Kept, meet, person } from './world'

const MINUTE = 60_000
const DAY = 1_440 * MINUTE
export const RELAYS = ['wss://one.example/', 'wss://two.example/']

/** Two people who know each other and have said hello, as they were when both closed their browsers. */
export interface TwoKept {
  at: number
  kept: readonly [Kept, Kept]
  contacts: readonly [ContactId, ContactId]
}

/** Makes the randomness of everything repeatable, so that a seed draws the same keys too. Undone by `vi.restoreAllMocks`. */
export const seedRandomness = (seed: number): void => {
  let state = seed >>> 0
  // Mulberry32: good enough for keys that protect nothing.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  vi.spyOn(Math, 'random').mockImplementation(() => next() / 2 ** 32)
  vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
    const bytes = array as unknown as Uint8Array
    for (let i = 0; i < bytes.length; i++) bytes[i] = next() & 0xff
    return array
  })
}

/** Makes two people meet; slow, because their passphrases are. */
export const keepTwo = async (at: number): Promise<TwoKept> => {
  vi.useFakeTimers({ now: at, toFake: ['Date'] })
  const air = createAir()
  const relays = RELAYS.map((url) => weatherRelay(url, () => 'keep'))
  const socket = (url: string) => (relays.find((relay) => relay.url === url) as WeatherRelay).socket()
  const clock = { now: 0 }
  const alice = await person(air, 'Alice', clock, RELAYS, { socket })
  const bob = await person(air, 'Robert', clock, RELAYS, { socket })
  const { bobAtAlice, aliceAtBob } = await meet(alice, bob)
  for (const [one, contact] of [
    [alice, bobAtAlice],
    [bob, aliceAtBob],
  ] as const) {
    await one.say(contact, 'hello')
    await one.until('conversation', { contact, limit: 9 }, (view) =>
      (view?.messages ?? []).some((m) => m.mine && m.state === 'delivered'),
    )
  }
  alice.leave()
  bob.leave()
  const kept = [await alice.kept(), await bob.kept()] as const
  vi.useRealTimers()
  return { at, kept, contacts: [bobAtAlice, aliceAtBob] }
}

export type Side = 0 | 1

/** The two with everything around them, in time that passes only when a test lets it. */
export interface TwoLives {
  readonly time: StillTime
  readonly people: readonly [Lives, Lives]
  readonly relays: readonly WeatherRelay[]
  readonly contacts: readonly [ContactId, ContactId]
  readonly said: readonly [string[], string[]]
  /** What becomes of frames on a connection, and of events at a relay; null: all is well. */
  weather(air: Fate | null, relay: (() => RelayFate) | null): void
  cut(): void
  /** No connection opens while there is a wall. */
  wall(stands: boolean): void
  /** Lets time pass; who dies meanwhile begins again. */
  pass(ms: number, good?: () => boolean): Promise<boolean>
  say(side: Side): Promise<void>
  /** Seals the next text; null where the agent died over it. What it had written then counts. */
  letter(side: Side): Promise<string | null>
  open(side: Side, letter: string): Promise<void>
  /** Lets time pass, and whoever died begin again, until all is well and stays so. Throws with how it stands after a day. */
  heal(): Promise<void>
  end(): void
}

const isWellAt = (one: Lives, said: TwoLives['said']): boolean => {
  const view = one.view()
  const texts = (view?.messages ?? []).filter((m) => !m.notice)
  return (
    !one.isDead() &&
    view?.connection.state === 'direct' &&
    // Each said hello before.
    texts.length === said[0].length + said[1].length + 2 &&
    texts.every((m) => !m.mine || m.state === 'delivered')
  )
}

/** `behaviours`: what the relays do of their own, the first one's first. */
export const twoLives = async (
  { at, kept, contacts }: TwoKept,
  behaviours: readonly Behaviour[] = [],
): Promise<TwoLives> => {
  const time = stillTime(at + MINUTE)
  const air = createAir()
  let fate: (() => RelayFate) | null = null
  const relays = RELAYS.map((url, i) => weatherRelay(url, () => fate?.() ?? 'keep', behaviours[i]))
  const socket = (url: string) => (relays.find((relay) => relay.url === url) as WeatherRelay).socket()
  const people = [
    await lives(air, kept[0], 'Alice', contacts[0], socket),
    await lives(air, kept[1], 'Bob', contacts[1], socket),
  ] as const
  const said: [string[], string[]] = [[], []]
  const textOf = (side: Side) => `${side ? 'b' : 'a'}${said[side].length}`
  const pass: TwoLives['pass'] = async (ms, good = () => false) => {
    const end = Date.now() + ms
    const isDead = () => people.some((one) => one.isDead())
    do {
      for (const one of people) if (one.isDead()) await one.start()
      if (await time.pass(end - Date.now(), () => isDead() || good())) if (!isDead()) return true
    } while (isDead() || Date.now() < end)
    return false
  }
  return {
    time,
    pass,
    people,
    relays,
    contacts,
    said,
    weather: (frames, events) => {
      air.fate = frames ?? (() => ({ copies: 1, late: false }))
      fate = events
    },
    cut: () => people[0].cut(),
    wall: (stands) => {
      air.wall = stands
    },
    say: async (side) => {
      const text = textOf(side)
      said[side].push(text)
      await people[side].say(text)
    },
    letter: async (side) => {
      const text = textOf(side)
      said[side].push(text)
      const contact = contacts[side]
      const sealed = await people[side].attempt((person) => person.agent.commands.sealText({ contact, text }))
      if (sealed) return sealed.text
      // What did not come to be written was not accepted.
      await people[side].start()
      if (!(await people[side].ask((person) => person.texts(contact))).includes(text)) said[side].pop()
      return null
    },
    open: async (side, text) => {
      await people[side].attempt((person) => person.agent.commands.openSealedText({ text })).catch(() => undefined)
    },
    heal: async () => {
      const isWell = () => people.every((one) => isWellAt(one, said))
      const healed = await pass(DAY, isWell)
      // What is late or was kept elsewhere arrives after all.
      for (const relay of relays) relay.catchUp()
      await pass(2 * MINUTE)
      if (healed && isWell()) return
      throw new Error(people.map((one) => JSON.stringify(one.view())).join('\n'))
    },
    end: () => {
      for (const one of people) one.leave()
      time.clear()
      vi.useRealTimers()
      vi.unstubAllGlobals()
    },
  }
}

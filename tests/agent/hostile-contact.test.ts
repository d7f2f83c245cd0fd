import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Opened } from '../../lib/agent/opened'
import { storedEvent } from '../../lib/carriers/relay-event'
import { itemsOf, sealParcel } from '../../lib/carriers/relay-parcel'
import type { WebSocketLike } from '../../lib/carriers/relay-session'
import type { DeviceId } from '../../lib/contract/ids'
import type { Signal } from '../../lib/contract/message'
import { encodeOffer } from '../../lib/contract/offer'
import { toBase64 } from '../../lib/contract/wire'
import { sealSignalFor } from '../../lib/conversation/connecting'
import { NO_DEVICE } from '../../lib/conversation/context'
import { placesOf } from '../../lib/conversation/places'
import { introduce } from '../../lib/conversation/profile'
import { toHex } from '../../lib/crypto/hash'
import { random } from '../../lib/crypto/random'
import { createAir } from './air'
import { type Lives, lives } from './lives'
import { type WeatherRelay, weatherRelay } from './relay-weather'
import { type StillTime, stillTime } from './still-time'
import { keepTwo, RELAYS, type TwoKept } from './two-lives'
import { puppet } from './world'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const DAY = 1_440 * MINUTE
/** Tries of one contact in ten minutes. */
const MOST = 20

const anOffer = (): string =>
  toBase64(
    encodeOffer({
      role: 'offer',
      ufrag: toHex(random(2)),
      pwd: toHex(random(12)),
      fingerprint: random(32),
      candidates: [],
    }),
  )

describe('a contact who means ill, over a relay', () => {
  let kept: TwoKept = null as never
  let time: StillTime = null as never
  let air = createAir()
  let alice: Lives = null as never
  let bob: Opened = null as never
  let relays: WeatherRelay[] = []
  let sockets: { url: string; open: boolean }[] = []
  let wire: WebSocketLike = null as never

  beforeAll(async () => {
    kept = await keepTwo(Date.UTC(2026, 0, 5, 10))
  }, 60_000)
  beforeEach(async () => {
    time = stillTime(kept.at + MINUTE)
    air = createAir()
    relays = RELAYS.map((url) => weatherRelay(url, () => 'keep'))
    sockets = []
    alice = await lives(air, kept.kept[0], 'Alice', kept.contacts[0], (url) => {
      const socket = (relays.find((one) => one.url === url) ?? weatherRelay(url, () => 'keep')).socket()
      const noted = { url, open: true }
      sockets.push(noted)
      socket.addEventListener('close', () => {
        noted.open = false
      })
      return socket
    })
    bob = await puppet(kept.kept[1], 'Bob')
    wire = (relays[0] as WeatherRelay).socket()
    await time.pass(SECOND)
    air.tries = 0
  })
  afterEach(() => {
    alice.leave()
    time.clear()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  const device = (): DeviceId => bob.ledger.contacts.get(kept.contacts[1])?.devices[0]?.device as DeviceId
  const peer = () => ({ contact: kept.contacts[1], device: device() })
  /** Leaves frames as Bob's carrier would, but as many as he likes. */
  const leave = async (frames: readonly Uint8Array[]) => {
    const day = Math.floor(Date.now() / DAY)
    const place = placesOf(bob.ledger, () => bob.settings, Date.now).send({ ...peer(), device: NO_DEVICE }, day)
    if (!place) throw new Error('nowhere')
    for (let i = 0; i < frames.length; i += 10) {
      const items = frames.slice(i, i + 10).flatMap((frame) => itemsOf(frame, random(8)))
      const event = storedEvent(place.topic.name, sealParcel(place.topic, items, random(24)), Date.now(), 0.5)
      wire.send(JSON.stringify(['EVENT', event]))
    }
    await time.idle()
  }
  const sealed = (signal: Signal, now = Date.now()) =>
    bob.ledger.change((draft) => sealSignalFor(draft, peer(), signal, now) as Uint8Array)
  const many = async (count: number, signal: () => Signal, now?: number) => {
    const frames: Uint8Array[] = []
    for (let i = 0; i < count; i++) frames.push(await sealed(signal(), now))
    return frames
  }

  const answer = (): Signal => ({ kind: 'answer', connection: toHex(random(8)) as never, answer: anOffer() })
  it.each<[string, () => Signal]>([
    ['greetings', () => ({ kind: 'here' })],
    ['offers', () => ({ kind: 'offer', offer: anOffer() })],
    ['answers to offers that never were', answer],
  ])('gets no more than %s are worth', async (_, signal) => {
    const timers = vi.getTimerCount()
    for (let minute = 0; minute < 9; minute++) {
      await leave(await many(60, signal))
      await time.pass(MINUTE)
    }
    expect(air.tries).toBeGreaterThan(0)
    expect(air.tries).toBeLessThanOrEqual(MOST)
    expect(vi.getTimerCount()).toBeLessThan(timers + 20)
    await time.pass(5 * MINUTE)
    const before = air.tries
    await leave(await many(60, signal))
    await time.pass(SECOND)
    // Who comes to reason is answered again.
    expect(air.tries).toBeGreaterThan(before)
    expect(air.tries).toBeLessThanOrEqual(2 * MOST)
  })

  it('moves nobody with signals that were heard before, are old, or of the future', async () => {
    const greeting = await sealed({ kind: 'here' })
    await leave([greeting])
    await time.pass(MINUTE)
    expect(air.tries).toBeGreaterThan(0)
    await time.pass(10 * MINUTE)
    const after = air.tries
    for (let i = 0; i < 20; i++) await leave([greeting])
    await leave([await sealed({ kind: 'here' }, Date.now() - 11 * MINUTE)])
    await leave([await sealed({ kind: 'offer', offer: anOffer() }, Date.now() + DAY / 2)])
    await leave([await sealed({ kind: 'here' }, Date.now() + DAY / 2)])
    await time.pass(MINUTE)
    expect(air.tries).toBe(after)
    // Kept for when somebody carries the answer.
    expect(alice.view()?.answerWaiting).toBe(true)
  })

  /** Bob's word about where he looks, once for each list. */
  const profiles = async (lists: readonly string[][]) => {
    const before = new Set(bob.ledger.outbox.values())
    await bob.ledger.change((draft) => {
      for (const list of lists) introduce(draft, { ...bob.context.self(), relays: list }, kept.contacts[1], Date.now())
    })
    const fresh = [...bob.ledger.outbox.values()].filter((entry) => !before.has(entry)).sort((x, y) => x.seq - y.seq)
    return fresh.flatMap(({ sealed }) => (sealed ?? []).map(({ frame }) => frame))
  }
  const name = async (list: string[]) => leave(await profiles([list]))
  const others = () => sockets.map(({ url }) => url).filter((url) => !RELAYS.includes(url))

  it('sends nobody to doors in their own network, and nowhere under a name', async () => {
    await name([
      'wss://192.168.1.1/',
      'wss://[fd00::1]/',
      'wss://localhost./',
      'wss://router/',
      'wss://router./',
      'wss://user@elsewhere.example/',
      'ws://plain.example/',
      'wss://public.example/',
    ])
    await time.pass(MINUTE)
    expect(new Set(others())).toEqual(new Set(['wss://public.example/']))
  })

  it.each([
    ['more than there may be', Array.from({ length: 9 }, (_, i) => `wss://r${i}.example/`)],
    ['longer than they may be', [`wss://${'a'.repeat(250)}.example/`]],
  ])('is not heard with addresses that are %s', async (_, list) => {
    await name(list)
    await time.pass(MINUTE)
    expect(others()).toEqual([])
  })

  it('opens no more connections by naming another relay three hundred times', async () => {
    const list = (i: number) => Array.from({ length: 8 }, (_, n) => `wss://r${i}x${n}.example/`)
    for (const frame of await profiles(Array.from({ length: 300 }, (_, i) => list(i)))) {
      await leave([frame])
      // Slowly enough for what a contact may cost in a minute, on any machine.
      await time.pass(500)
    }
    expect(sockets.filter(({ open }) => open).length).toBeLessThanOrEqual(RELAYS.length + 3)
    // Not all of them, and in the end the last.
    expect(others().length).toBeLessThan(50)
    await time.pass(60 * MINUTE)
    expect(others().length).toBeLessThan(100)
    expect(others().filter((url) => url.startsWith('wss://r299x')).length).toBe(3)
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { encodeText } from '../../lib/contract/wire'
import type { Context } from '../../lib/conversation/context'
import { type Intake, startIntake } from '../../lib/conversation/intake'
import { random } from '../../lib/crypto/random'
import { deviceOf, NOW, pair, type Side, sealRaw } from './pair'

const message = (seq: number) => {
  const content = { kind: 'text', text: 'hi' }
  return encodeText(JSON.stringify({ v: 1, id: seq.toString(16).padStart(32, '0'), seq, at: NOW, acks: [], content }))
}

describe('what a contact costs', () => {
  let [alice, bob]: [Side, Side] = [null as never, null as never]
  let intake: Intake
  let closed = 0
  let now = NOW
  const from = () => ({ contact: alice.contact, device: deviceOf(bob) })
  const take = async (frame: Uint8Array) => (await intake.take(frame, from())).outcome
  beforeEach(async () => {
    ;({ alice, bob } = await pair())
    ;[closed, now] = [0, NOW]
    const context = {
      self: () => alice.self,
      ledger: alice.ledger,
      link: {
        command: async (name: string) => {
          if (name === 'close') closed++
          return [{ connection: 'k', peer: from(), state: 'open' }] as never
        },
        listen: () => () => undefined,
      },
      now: () => now,
    }
    intake = startIntake(context as unknown as Context, async () => undefined)
    expect(await take(await sealRaw(bob, message(1)))).toBe('opened')
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('is two seconds of a minute: then the connection closes, and nothing is read until the minute is over', async () => {
    let clock = 0
    const slow = vi.spyOn(performance, 'now').mockImplementation(() => (clock += 320))
    const outcomes: string[] = []
    for (let seq = 2; seq < 12; seq++) outcomes.push(await take(await sealRaw(bob, message(seq))))
    expect(outcomes).toEqual([...Array(7).fill('opened'), ...Array(3).fill('not-ours')])
    expect(closed).toBe(4)
    slow.mockRestore()
    now += 60_000
    expect(await take(await sealRaw(bob, message(12)))).toBe('opened')
  })

  it('does not keep from being read what the person brings by hand', async () => {
    let clock = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (clock += 3_000))
    expect(await take(await sealRaw(bob, message(2)))).toBe('opened')
    expect(await take(await sealRaw(bob, message(3)))).toBe('not-ours')
    expect((await intake.takeByHand(await sealRaw(bob, message(4)))).outcome).toBe('opened')
  })

  it('may be much for what is ordinary without the connection being closed', async () => {
    let clock = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (clock += 9))
    const frames: Uint8Array[] = []
    for (let seq = 2; seq < 1_200; seq++) frames.push(await sealRaw(bob, message(seq)))
    const outcomes: string[] = []
    for (const frame of frames) outcomes.push(await take(frame))
    expect(outcomes.filter((outcome) => outcome === 'opened').length).toBeGreaterThan(1_000)
    expect(outcomes.at(-1)).toBe('not-ours')
    expect(closed).toBe(0)
    now += 60_000
    expect(await take(frames.at(-1) as Uint8Array)).toBe('opened')
  })

  it('is next to nothing for who is honest', async () => {
    for (let seq = 2; seq < 300; seq++) expect(await take(await sealRaw(bob, message(seq)))).toBe('opened')
    expect(closed).toBe(0)
  })

  it('is not forgiven for a repeat', async () => {
    const good = await sealRaw(bob, message(2))
    expect(await take(good)).toBe('opened')
    for (let i = 0; i < 32; i++) {
      expect(await take(random(200))).toBe('not-ours')
      expect(await take(good)).toBe('repeated')
    }
    expect(closed).toBe(1)
  })
})

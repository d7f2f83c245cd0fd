import { describe, expect, it } from 'vitest'
import { type OurSide, ourSide } from './our-side'
import { bundleOf, type SignalSide, signalSide } from './signal-side'

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
const randomFrom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}

interface OnTheWay {
  text: string
  first: boolean
  bytes: Uint8Array
  toUs: boolean
}

const deliver = async (message: OnTheWay, us: OurSide, them: SignalSide): Promise<void> => {
  const { text, first, bytes, toUs } = message
  const plaintext = toUs ? us.decrypt(bytes, first, them.identity) : await them.decrypt(bytes, first)
  expect(plaintext).toBe(text)
}

/** Turns in both directions; of what is on the way some is lost, some overtaken by a later turn. Returns how many arrived. */
const converse = async (us: OurSide, them: SignalSide, seed: number, weFirst: boolean): Promise<number> => {
  const random = randomFrom(seed)
  let waiting: OnTheWay[] = []
  let arrived = 0
  for (let turn = 0; turn < 30; turn++) {
    const toUs = (turn % 2 === 0) !== weFirst
    const sent: OnTheWay[] = []
    for (let i = 0; i < 1 + Math.floor(random() * 6); i++) {
      const text = `turn ${turn} message ${i}`
      sent.push({ text, toUs, ...(toUs ? await them.encrypt(text) : us.encrypt(text)) })
    }
    // One message of each turn arrives for sure, so that the other side turns its ratchet.
    const certain = sent.splice(Math.floor(random() * sent.length), 1)
    const due = waiting.filter(() => random() < 0.6)
    waiting = waiting.filter((message) => !due.includes(message))
    const now = [...certain, ...sent.filter(() => random() < 0.6), ...due].sort(() => random() - 0.5)
    waiting = [...waiting, ...sent.filter((message) => !now.includes(message) && random() < 0.6)].slice(-6)
    for (const message of now) await deliver(message, us, them)
    arrived += now.length
  }
  return arrived
}

describe('the ratchet, with the labels and message format of libsignal', () => {
  it.each([1, 2, 3])('talks with libsignal, which speaks first (%i)', async (seed) => {
    const [us, them] = [ourSide(), signalSide()]
    await them.start(bundleOf(us.identity.secret, us.signedPreKey.public))
    expect(await converse(us, them, seed, false)).toBeGreaterThan(60)
  })

  it.each([4, 5, 6])('talks with libsignal, speaking first (%i)', async (seed) => {
    const [us, them] = [ourSide(), signalSide()]
    us.start(them)
    expect(await converse(us, them, seed, true)).toBeGreaterThan(60)
  })

  it('refuses what libsignal sent twice', async () => {
    const [us, them] = [ourSide(), signalSide()]
    await them.start(bundleOf(us.identity.secret, us.signedPreKey.public))
    const { bytes, first } = await them.encrypt('once')
    expect(us.decrypt(bytes, first, them.identity)).toBe('once')
    expect(() => us.decrypt(bytes, first, them.identity)).toThrow('used')
  })
})

import { describe, expect, it, vi } from 'vitest'
import { MAX_FRAME } from '../../lib/contract/frame'
import { concat, encodeText } from '../../lib/contract/wire'
import {
  expectedTag,
  isOwnEnvelope,
  openEnvelope,
  sealEnvelope,
  slotTags,
  tagMatches,
} from '../../lib/conversation/envelope'
import type { Session } from '../../lib/conversation/session'
import { seal } from '../../lib/crypto/aead'
import { hkdf } from '../../lib/crypto/hash'
import { thrown } from '../crypto/thrown'
import { flipped, NOW, pair, shortened } from './people'

const TEXT = encodeText('hello')
const HEAD = 18
const SLOT = 112

const sealOne = (session: Session, plaintext = TEXT) => {
  const { frame, sessions } = sealEnvelope([session], plaintext, NOW)
  return { frame, session: sessions[0] as Session }
}

/** A pair of which Bob has opened one message, so that the next needs no new ratchet key. */
const begun = () => {
  const { alice, bob } = pair()
  const first = sealOne(alice)
  return { alice: first.session, bob: openEnvelope(bob, first.frame, NOW).session }
}

const refusal = (session: Session, frame: Uint8Array, reasons: string[]): void => {
  const before = structuredClone(session)
  expect(thrown(() => openEnvelope(session, frame, NOW))).toMatchObject({ reason: expect.toBeOneOf(reasons) })
  expect(session).toEqual(before)
}

describe('an envelope', () => {
  it('opens for the other side, in both directions', () => {
    let { alice, bob } = pair()
    for (const text of ['one', '', 'three']) {
      const there = sealOne(alice, encodeText(text))
      const opened = openEnvelope(bob, there.frame, NOW + 1)
      expect(opened.plaintext).toEqual(encodeText(text))
      expect(opened.session.lastOpenedAt).toBe(NOW + 1)
      const back = sealOne(opened.session, encodeText(`re: ${text}`))
      const read = openEnvelope(there.session, back.frame, NOW)
      expect(read.plaintext).toEqual(encodeText(`re: ${text}`))
      alice = read.session
      bob = back.session
    }
  })

  it('leaves the states it was given as they were', () => {
    const { alice, bob } = pair()
    const before = structuredClone({ alice, bob })
    openEnvelope(bob, sealOne(alice).frame, NOW)
    expect({ alice, bob }).toEqual(before)
  })

  it.each([
    [1, 1],
    [2, 2],
    [3, 4],
    [5, 8],
    [8, 8],
  ])('for %i devices has %i slots and opens on each', (devices, slots) => {
    const pairs = Array.from({ length: devices }, begun)
    const { frame, sessions } = sealEnvelope(
      pairs.map(({ alice }) => alice),
      TEXT,
      NOW,
    )
    expect(slotTags(frame).tags.length).toBe(slots)
    for (const [i, { alice, bob }] of pairs.entries()) {
      expect(openEnvelope(bob, frame, NOW).plaintext).toEqual(TEXT)
      expect(sessions[i]?.id).toBe(alice.id)
      expect(sessions[i]?.ratchet.sending?.number).toBe(2)
    }
  })

  it.each([0, 9])('is not for %i devices', (devices) => {
    const { alice } = pair()
    const sessions = Array.from({ length: devices }, () => alice)
    expect(thrown(() => sealEnvelope(sessions, TEXT, NOW))).toMatchObject({ reason: 'too-many' })
  })

  it.each([
    [0, 434],
    [252, 434],
    [253, 434 + 16],
    [1_000, 434 + 768],
  ])('of %i bytes has %i', (length, bytes) => {
    expect(sealOne(pair().alice, new Uint8Array(length)).frame.length).toBe(bytes)
  })

  it('is found by its tag', () => {
    const [{ alice, bob }, other] = [begun(), begun()]
    const { frame } = sealOne(alice)
    const { salt, tags } = slotTags(frame)
    expect(tags).toContainEqual(expectedTag(bob, salt))
    expect([tagMatches(bob, frame), tagMatches(other.bob, frame), tagMatches(alice, frame)]).toEqual([
      true,
      false,
      false,
    ])
    expect([isOwnEnvelope(bob, frame), isOwnEnvelope(alice, frame)]).toEqual([false, true])
  })

  it('sent back to its sender, or to another session, is for somebody else', () => {
    const [{ alice }, other] = [begun(), begun()]
    const { frame, session } = sealOne(alice)
    refusal(session, frame, ['for-somebody-else'])
    refusal(other.bob, frame, ['for-somebody-else'])
  })

  it('does not open in a session of another handshake with the same keys', () => {
    const { alice, bob } = begun()
    refusal({ ...bob, ad: begun().bob.ad }, sealOne(alice).frame, ['damaged'])
  })

  it('opens once', () => {
    const { alice, bob } = begun()
    const { frame } = sealOne(alice)
    refusal(openEnvelope(bob, frame, NOW).session, frame, ['already-opened'])
  })

  it('does not open with any byte altered', () => {
    const { alice, bob } = begun()
    const { frame } = sealOne(alice)
    const reasons = ['damaged', 'for-somebody-else', 'newer-version']
    for (let at = 0; at < frame.length; at++) refusal(bob, flipped(frame, at), reasons)
    expect(openEnvelope(bob, frame, NOW).plaintext).toEqual(TEXT)
  })

  it('does not open cut short or with a byte too many', () => {
    const { alice, bob } = begun()
    const { frame } = sealOne(alice)
    for (const cut of shortened(frame)) refusal(bob, cut, ['damaged'])
    refusal(bob, concat(frame, Uint8Array.of(0)), ['damaged'])
  })

  it('is bounded before it is looked at', () => {
    const { alice, bob } = begun()
    expect(thrown(() => sealOne(alice, new Uint8Array(MAX_FRAME)))).toMatchObject({ reason: 'too-large' })
    refusal(bob, new Uint8Array(MAX_FRAME + 1).fill(0x10), ['too-large'])
    const largest = sealOne(alice, new Uint8Array(1_015_000))
    expect(openEnvelope(bob, largest.frame, NOW).plaintext.length).toBe(1_015_000)
  })

  it('opens where a stranger copied our tag into a slot before ours', () => {
    const [{ alice, bob }, other] = [begun(), begun()]
    const { frame } = sealEnvelope([other.alice, alice], TEXT, NOW)
    const copied = frame.slice()
    copied.set(frame.subarray(HEAD + SLOT, HEAD + SLOT + 8), HEAD)
    expect(openEnvelope(bob, copied, NOW).plaintext).toEqual(TEXT)
  })

  it('does not open with a slot moved into another envelope', () => {
    const { alice, bob } = begun()
    const first = sealOne(alice)
    const second = sealOne(first.session)
    const moved = second.frame.slice()
    moved.set(first.frame.subarray(0, HEAD + SLOT))
    refusal(bob, moved, ['damaged'])
  })

  it('of a later version says so', () => {
    const { alice, bob } = begun()
    const { frame } = sealOne(alice)
    frame[0] = 0x20
    refusal(bob, frame, ['newer-version'])
  })

  it('never uses a key and nonce again when an old state is brought back', () => {
    const { alice } = begun()
    const made = vi.spyOn(crypto, 'getRandomValues')
    const [one, two] = [sealOne(alice).frame, sealOne(alice).frame]
    const bodyKeys = made.mock.results.map(({ value }) => value as Uint8Array).filter((bytes) => bytes.length === 32)
    made.mockRestore()
    const xor = (a: Uint8Array, b: Uint8Array) => a.map((byte, i) => byte ^ (b[i] ?? 0))
    const part = (frame: Uint8Array, from: number, length: number) => frame.slice(HEAD + from, HEAD + from + length)
    // The headers say the same: under one key and nonce they would look the same.
    expect(part(one, 8, 40)).not.toEqual(part(two, 8, 40))
    const [k1, k2] = bodyKeys
    if (!k1 || !k2) throw new Error('no body keys')
    expect(xor(part(one, 64, 32), part(two, 64, 32))).not.toEqual(xor(k1, k2))
  })
})

describe('two envelopes of one state that was brought back', () => {
  it('are one message to the other side: whichever comes first', () => {
    const { alice, bob } = begun()
    const [one, two] = [sealOne(alice, encodeText('one')).frame, sealOne(alice, encodeText('two')).frame]
    refusal(openEnvelope(bob, one, NOW).session, two, ['already-opened'])
    refusal(openEnvelope(bob, two, NOW).session, one, ['already-opened'])
  })
})

describe('a body', () => {
  it('cannot be swapped by another device that holds its key', () => {
    const [{ alice, bob }, mallory] = [begun(), begun()]
    const made = vi.spyOn(crypto, 'getRandomValues')
    const { frame } = sealEnvelope([alice, mallory.alice], TEXT, NOW)
    const [salt, bodyKey] = made.mock.results.map(({ value }) => value as Uint8Array)
    made.mockRestore()
    if (!salt || !bodyKey) throw new Error('nothing was random')
    const keys = hkdf(bodyKey, salt, 'hearth/v1/body', 88)
    const padded = new Uint8Array(256)
    const swapped = seal(keys.slice(0, 32), keys.slice(32, 56), padded, new Uint8Array(0))
    const forged = concat(frame.subarray(0, frame.length - swapped.length), swapped)
    refusal(bob, forged, ['damaged'])
    expect(openEnvelope(bob, frame, NOW).plaintext).toEqual(TEXT)
  })
})

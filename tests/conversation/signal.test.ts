import { describe, expect, it } from 'vitest'
import { MAX_FRAME } from '../../lib/contract/frame'
import { concat, encodeText } from '../../lib/contract/wire'
import type { Session } from '../../lib/conversation/session'
import { isOwnSignal, openSignal, sealSignal, signalMatches } from '../../lib/conversation/signal'
import { thrown } from '../crypto/thrown'
import { DAY, flipped, NOW, pair, shortened } from './people'

const OFFER = encodeText('offer')

const refusal = (session: Session, frame: Uint8Array, reasons: string[], now = NOW): void => {
  const before = structuredClone(session)
  expect(thrown(() => openSignal(session, frame, now))).toMatchObject({ reason: expect.toBeOneOf(reasons) })
  expect(session).toEqual(before)
}

describe('a signal', () => {
  it('opens for the other side, in both directions, with its number', () => {
    const { alice, bob } = pair()
    for (const [from, to] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      const { frame } = sealSignal(from, NOW, OFFER, NOW)
      expect(openSignal(to, frame, NOW)).toMatchObject({ sequence: NOW, plaintext: OFFER })
      expect([signalMatches(to, frame, NOW), signalMatches(from, frame, NOW)]).toEqual([true, false])
      expect([isOwnSignal(to, frame), isOwnSignal(from, frame)]).toEqual([false, true])
      refusal(from, frame, ['for-somebody-else'])
    }
  })

  it('is the newest or nothing', () => {
    const { alice, bob } = pair()
    const [first, second, third] = [0, 1, 2].map((sequence) => sealSignal(alice, sequence, OFFER, NOW).frame)
    if (!first || !second || !third) throw new Error('nothing was sealed')
    const after = openSignal(bob, second, NOW).session
    refusal(after, first, ['already-opened'])
    refusal(after, second, ['already-opened'])
    expect(openSignal(after, third, NOW).sequence).toBe(2)
    expect(openSignal(bob, first, NOW).sequence).toBe(0)
  })

  it.each([
    ['three days', 3, null],
    ['four days', 4, 'damaged'],
    ['a clock that is a day ahead', -1, null],
    ['a clock that is two days ahead', -2, 'damaged'],
  ])('after %s', (_, days, reason) => {
    const { alice, bob } = pair()
    const sealedAt = NOW + 20 * DAY
    const { frame } = sealSignal(alice, 1, OFFER, sealedAt)
    const openedAt = sealedAt + days * DAY
    if (reason) refusal(bob, frame, [reason], openedAt)
    else expect(openSignal(bob, frame, openedAt).plaintext).toEqual(OFFER)
  })

  it('opens no more once its day was deleted, whatever the clock says then', () => {
    const { alice, bob } = pair()
    const old = sealSignal(alice, 1, OFFER, NOW + 10 * DAY).frame
    const fresh = sealSignal(alice, 2, OFFER, NOW + 14 * DAY).frame
    const later = openSignal(bob, fresh, NOW + 14 * DAY).session
    const stale = sealSignal(alice, 3, OFFER, NOW + 10 * DAY).frame
    expect(openSignal(bob, old, NOW + 10 * DAY).plaintext).toEqual(OFFER)
    refusal(later, stale, ['damaged'], NOW + 10 * DAY)
  })

  it('steps the keys of both directions', () => {
    const { alice } = pair()
    const before = alice.signals
    const { signals } = sealSignal(alice, 1, OFFER, NOW + 10 * DAY).session
    expect([signals.send.day - before.send.day, signals.receive.day - before.receive.day]).toEqual([10, 7])
    expect(signals.send.key).not.toEqual(before.send.key)
  })

  it('passes between a clock that is behind and one that is right', () => {
    const { alice, bob } = pair()
    const { frame } = sealSignal(bob, 1, OFFER, NOW - 400 * DAY)
    expect(openSignal(alice, frame, NOW).plaintext).toEqual(OFFER)
    const right = sealSignal(alice, 1, OFFER, NOW).frame
    expect(openSignal(bob, right, NOW - 400 * DAY).plaintext).toEqual(OFFER)
  })

  it('moves nothing by a clock that is years ahead', () => {
    const { alice, bob } = pair()
    const { frame } = sealSignal(alice, 1, OFFER, NOW)
    const years = NOW + 4_000 * DAY
    refusal(bob, frame, ['expired'], years)
    expect(thrown(() => sealSignal(alice, 2, OFFER, years))).toMatchObject({ reason: 'expired' })
  })

  it('does not open with any byte altered, cut short, or with a byte too many', () => {
    const { alice, bob } = pair()
    const { frame } = sealSignal(alice, 1, OFFER, NOW)
    const reasons = ['damaged', 'for-somebody-else', 'newer-version']
    for (let at = 0; at < frame.length; at++) refusal(bob, flipped(frame, at), reasons)
    for (const cut of shortened(frame)) refusal(bob, cut, reasons)
    refusal(bob, concat(frame, Uint8Array.of(0)), ['damaged'])
  })

  it('opens in no other session, nor in one of another handshake with the same keys', () => {
    const [{ alice, bob }, other] = [pair(), pair()]
    refusal({ ...bob, ad: other.bob.ad }, sealSignal(alice, 1, OFFER, NOW).frame, ['damaged'])
    refusal(other.bob, sealSignal(alice, 1, OFFER, NOW).frame, ['for-somebody-else'])
  })

  it('is bounded before it is looked at', () => {
    const { alice, bob } = pair()
    expect(thrown(() => sealSignal(alice, 1, new Uint8Array(MAX_FRAME), NOW))).toMatchObject({ reason: 'too-large' })
    refusal(bob, new Uint8Array(MAX_FRAME + 1).fill(0x11), ['too-large'])
  })

  it('of one length looks like one of another', () => {
    const { alice } = pair()
    const lengths = [0, 5, 200].map((length) => sealSignal(alice, 1, new Uint8Array(length), NOW).frame.length)
    expect(new Set(lengths).size).toBe(1)
  })

  it('sealed twice in one state shares no key', () => {
    const { alice } = pair()
    const [one, two] = [sealSignal(alice, 1, OFFER, NOW).frame, sealSignal(alice, 1, OFFER, NOW).frame]
    expect(one.slice(25, 100)).not.toEqual(two.slice(25, 100))
  })
})

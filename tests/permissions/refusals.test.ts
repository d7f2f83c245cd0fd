import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { muteDelay, mutedByHand, mutedUntil, NO_REFUSALS, type Refusals, refused } from '../../lib/permissions/refusals'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const DAY = 86_400 * SECOND
const START = Date.UTC(2026, 10, 23)

/** Three refusals at once, and until when that mutes. */
const thrice = (before: Refusals, at: number): { after: Refusals; lasts: number } => {
  const after = [at, at, at].reduce(refused, before)
  return { after, lasts: (mutedUntil(after, at) ?? at) - at }
}

describe('refusals', () => {
  it('mute for a minute when there are three within 30 seconds', () => {
    const twice = [START, START + 10 * SECOND].reduce(refused, NO_REFUSALS)
    expect(mutedUntil(twice, START + 10 * SECOND)).toBeNull()
    const at = START + 30 * SECOND - 1
    const muted = refused(twice, at)
    expect(mutedUntil(muted, at)).toBe(at + MINUTE)
    expect(mutedUntil(muted, at + MINUTE - 1)).toBe(at + MINUTE)
    expect(mutedUntil(muted, at + MINUTE)).toBeNull()
  })

  it('do not where the first is 30 seconds old', () => {
    const times = [START, START + 10 * SECOND, START + 30 * SECOND]
    expect(mutedUntil(times.reduce(refused, NO_REFUSALS), START + 30 * SECOND)).toBeNull()
  })

  it('mute twice as long each further time within a day, a day at most', () => {
    let state = NO_REFUSALS
    const lasted: number[] = []
    for (let i = 0; i < 14; i++) {
      const { after, lasts } = thrice(state, START + i * MINUTE)
      lasted.push(lasts / MINUTE)
      state = after
    }
    expect(lasted).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 1_440, 1_440, 1_440])
  })

  it('begin anew after a day', () => {
    const { after } = thrice(NO_REFUSALS, START)
    expect(thrice(after, START + DAY - 1).lasts).toBe(2 * MINUTE)
    expect(thrice(after, START + DAY).lasts).toBe(MINUTE)
  })

  it('never shorten a mute, and end none that was made by hand', () => {
    const forever = mutedByHand(thrice(NO_REFUSALS, START).after)
    expect(mutedUntil(thrice(forever, START).after, START + 1_000 * DAY)).toBe(Number.POSITIVE_INFINITY)
  })

  it('keep little, whatever happens, and mute no longer than a day', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -DAY, max: 2 * DAY }), { maxLength: 200 }), (steps) => {
        let at = START
        let state = NO_REFUSALS
        for (const step of steps) {
          at += step
          const before = mutedUntil(state, at) ?? 0
          state = refused(state, at)
          expect(state.refusals.length).toBeLessThan(3)
          expect(mutedUntil(state, at) ?? 0).toBeLessThanOrEqual(Math.max(at + DAY, before))
        }
      }),
    )
  })
})

describe('the answer while muted', () => {
  it('comes after 2 to 10 seconds, at random', () => {
    const delays = Array.from({ length: 1_000 }, muteDelay)
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(2 * SECOND)
    expect(Math.max(...delays)).toBeLessThanOrEqual(10 * SECOND)
    expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(7 * SECOND)
  })
})

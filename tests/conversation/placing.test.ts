import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NOTHING_ARRIVED, withArrival } from '../../lib/conversation/arrived'
import { type Place, placeOf, placesToKeep } from '../../lib/conversation/placing'

/** Lets messages with these numbers arrive, our own between them, as a conversation does; answers with all their places. */
const arrive = (numbers: readonly number[], ownAfter: (seq: number) => boolean = () => false): Place[] => {
  let arrived = NOTHING_ARRIVED
  let kept: Place[] = []
  let end = 0
  const all: Place[] = []
  for (const seq of numbers) {
    const next = withArrival(arrived, seq)
    if (!next) throw new Error('too far beyond a gap')
    const position = placeOf(kept, arrived.upTo, seq, end)
    if (position === end) end++
    if (ownAfter(seq)) end++
    all.push({ seq, position })
    arrived = next
    kept = placesToKeep([...kept, { seq, position }], arrived.upTo)
  }
  return all
}

const inOrder = (places: readonly Place[]): number[] =>
  [...places].sort((a, b) => a.position - b.position).map(({ seq }) => seq)
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1)

describe('places in a conversation', () => {
  it('are in the order of the numbers, in whatever order they come, and no two are the same', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(upTo(300), { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        (numbers, often) => {
          const places = arrive(numbers, (seq) => seq % often === 0)
          expect(inOrder(places)).toEqual([...numbers].sort((a, b) => a - b))
          expect(new Set(places.map(({ position }) => position)).size).toBe(places.length)
        },
      ),
    )
  })

  it.each([
    ['the first last', [...upTo(1_000).slice(1), 1]],
    ['a thousand backwards', upTo(1_000).reverse()],
    ['a long piece of the middle at the end', [...upTo(100), ...upTo(2_000).slice(1_000), ...upTo(1_000).slice(100)]],
    ['the same piece backwards', [...upTo(100), ...upTo(2_000).slice(1_000), ...upTo(1_000).slice(100).reverse()]],
  ])('hold for %s', (_, numbers) => {
    expect(inOrder(arrive(numbers))).toEqual([...numbers].sort((a, b) => a - b))
  })

  it('leave what was said after them after them', () => {
    const [early, late] = arrive([1, 3, 2], (seq) => seq === 1).slice(1)
    // Ours stands at 1, between their first and third.
    expect(late?.position).toBeGreaterThan(1)
    expect(late?.position).toBeLessThan(early?.position ?? 0)
  })

  it('keep no more than what is beyond a gap', () => {
    const places = upTo(500).map((seq) => ({ seq, position: seq }))
    expect(placesToKeep(places, 500)).toEqual([{ seq: 500, position: 500 }])
    expect(placesToKeep(places.slice(10), 3)).toHaveLength(490)
  })
})

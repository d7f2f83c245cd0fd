import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { askedFor, revealing, rowAfter, sightOf } from '../../../lib/ui/data/virtual'

describe('a long list', () => {
  it('draws what is in sight and a margin', () => {
    expect(sightOf(0, 480, 48, 100_000)).toEqual({ first: 0, end: 18 })
    expect(sightOf(48_000, 480, 48, 100_000)).toEqual({ first: 992, end: 1018 })
    expect(sightOf(4_800_000, 480, 48, 100_000)).toEqual({ first: 99_992, end: 100_000 })
    expect(sightOf(4_800_000, 480, 48, 3)).toEqual({ first: 0, end: 3 })
    expect(sightOf(0, 0, 48, 0)).toEqual({ first: 0, end: 0 })
  })

  it('asks for all that is in sight, never for much, and for the same after a small step', () => {
    const place = fc.record({
      total: fc.nat(100_000),
      row: fc.nat(100_000),
      height: fc.integer({ min: 1, max: 3_000 }),
    })
    fc.assert(
      fc.property(place, ({ total, row, height }) => {
        const sight = sightOf(row * 48, height, 48, total)
        const { offset, limit } = askedFor(sight)
        expect(offset).toBeLessThanOrEqual(sight.first)
        expect(offset + limit).toBeGreaterThanOrEqual(sight.end)
        expect(limit).toBeLessThanOrEqual(300)
      }),
    )
    expect(askedFor(sightOf(48_000, 480, 48, 100_000))).toEqual(askedFor(sightOf(48_096, 480, 48, 100_000)))
  })

  it.each([
    ['ArrowDown', 5, 6],
    ['ArrowDown', 99, 99],
    ['ArrowUp', 0, 0],
    ['Home', 50, 0],
    ['End', 3, 99],
    ['PageDown', 95, 99],
    ['PageUp', 20, 10],
    ['a', 5, null],
  ])('%s from row %i', (key, from, to) => {
    expect(rowAfter(key, from, 100, 10)).toBe(to)
  })

  it('leads nowhere where there is nothing', () => {
    expect(rowAfter('End', 0, 0, 10)).toBeNull()
  })

  it('scrolls no further than it must', () => {
    expect(revealing(5, 48, 0, 480)).toBe(0)
    expect(revealing(10, 48, 0, 480)).toBe(48)
    expect(revealing(2, 48, 480, 480)).toBe(96)
  })
})

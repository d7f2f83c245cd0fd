import { describe, expect, it } from 'vitest'
import type { Path } from '../../../lib/contract/item'
import { formatted } from '../../../lib/ui/data/formatting'
import { sketchOf } from '../../../lib/ui/data/sketch'

const at = (latitude: number, longitude: number): Path[number] => [latitude, longitude, null, null]

describe('the sketch of a way', () => {
  it('has north above and east to the right', () => {
    const { first, last } = sketchOf([at(47, 8), at(48, 9)])
    expect(first?.[0]).toBe(0)
    expect(first?.[1]).toBeGreaterThan(last?.[1] ?? 0)
    expect(last?.[0]).toBeGreaterThan(0)
  })

  it('is in one piece across the date line', () => {
    const { width, points } = sketchOf([at(0, 179.9), at(0.1, -179.9)])
    expect(points.split(' ')).toHaveLength(2)
    expect(width).toBeGreaterThan(0)
    expect(sketchOf([at(0, 179.9), at(10, -179.9)]).width).toBeLessThan(20)
  })

  it('draws few points of many, with both ends', () => {
    const many: Path = Array.from({ length: 100_000 }, (_, n) => at(n / 10_000, n / 10_000))
    const { points, last } = sketchOf(many)
    expect(points.split(' ').length).toBeLessThanOrEqual(601)
    expect(points.endsWith(last?.join(',') ?? '-')).toBe(true)
  })

  it('draws one point, and nothing of nothing', () => {
    expect(sketchOf([at(47, 8)])).toMatchObject({ points: '0,0', first: [0, 0] })
    expect(sketchOf([])).toMatchObject({ points: '', first: undefined, last: undefined })
  })
})

describe('formatting a note', () => {
  it.each([
    ['bold', 'a word', 2, 6, 'a **word**', 4, 8],
    ['bold', 'a **word**', 4, 8, 'a word', 2, 6],
    ['italic', '', 0, 0, '**', 1, 1],
    ['heading', 'one\ntwo', 5, 5, 'one\n# two', 4, 9],
    ['list', 'one\ntwo', 0, 7, '- one\n- two', 0, 11],
    ['list', '- one\n- two', 0, 11, 'one\ntwo', 0, 7],
    ['check', 'one', 1, 1, '- [ ] one', 0, 9],
    ['link', 'see here', 4, 8, 'see [here](https://)', 11, 19],
  ] as const)('%s', (how, text, from, to, then, start, end) => {
    expect(formatted(how, text, from, to)).toEqual({ text: then, from: start, to: end })
  })
})

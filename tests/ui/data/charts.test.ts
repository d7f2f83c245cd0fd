import '../english'
import { describe, expect, it } from 'vitest'
import type { SeriesView } from '../../../lib/contract/data-api'
import { keyed } from '../../../lib/ui/data/charts/chart'
import { amount, figure, shortFigure, spanWords, tickWords } from '../../../lib/ui/data/charts/figures'
import { type Asked, gapsIn, layOut, nearest, type Point } from '../../../lib/ui/data/charts/frame'
import { firstRange, windowOf } from '../../../lib/ui/data/charts/ranges'
import { changeWords, lastWords, pointWords, summaryOf } from '../../../lib/ui/data/charts/telling'
import { timeTicks, valueTicks } from '../../../lib/ui/data/charts/ticks'

const DAY = 86_400_000
const day = (text: string) => new Date(`${text}T00:00`).getTime()
const point = (at: number, value: number, least = value, most = value, count = 1): Point => ({
  at,
  value,
  least,
  most,
  count,
})
const asked = (points: readonly Point[], part: Partial<Asked> = {}): Asked => ({
  ...{ points, span: 'day', bars: false, from: null, before: null, width: 316, height: 120, rtl: false },
  ...part,
})
const view = (points: Point[], part: Partial<SeriesView> = {}): SeriesView => ({
  ...{ property: 'Weight', unit: 'kg', span: 'each', total: false, points },
  ...part,
})

describe('the frame of a chart', () => {
  const week = Array.from({ length: 7 }, (_, n) => point(day('2026-11-16') + n * DAY, n))

  it('stands within its picture, for a line and for bars, and from right to left', () => {
    for (const bars of [true, false])
      for (const rtl of [true, false]) {
        const { places, bars: drawn, values, times } = layOut(asked(week, { bars, rtl }))
        for (const { x, y } of [
          ...places,
          ...drawn,
          ...times.map((tick) => ({ ...tick, y: 0 })),
          ...values.map((tick) => ({ ...tick, x: 0 })),
        ]) {
          expect(x).toBeGreaterThanOrEqual(0)
          expect(x).toBeLessThanOrEqual(316)
          expect(y).toBeGreaterThanOrEqual(0)
          expect(y).toBeLessThanOrEqual(120)
        }
        const xs = places.map(({ x }) => x)
        expect([...xs].sort((a, b) => (rtl ? b - a : a - b))).toEqual(xs)
      }
  })

  it('is the same picture in a mirror from right to left', () => {
    const [left, right] = [layOut(asked(week)), layOut(asked(week, { rtl: true }))]
    expect(right.places.map(({ x }) => 316 - x)).toEqual(left.places.map(({ x }) => expect.closeTo(x)))
  })

  it('is drawn for nothing, for one, and for what is no number', () => {
    expect(layOut(asked([]))).toMatchObject({ line: '', bars: [], places: [] })
    const odd = [
      [point(day('2026-11-16'), 5)],
      [point(0, Number.NaN), point(1, Number.POSITIVE_INFINITY)],
      [point(0, -1e308), point(DAY, 1e308)],
      [point(-6e13, 1), point(8e15, 1)],
      [point(5, 0), point(5, 0)],
    ]
    for (const points of odd)
      for (const bars of [true, false]) {
        const frame = layOut(asked(points, { bars, span: 'each' }))
        expect(JSON.stringify(frame)).not.toMatch(/null/)
        expect(frame.line).not.toMatch(/NaN|Infinity/)
        expect(bars ? frame.bars.length : frame.places.length).toBe(points.length)
      }
  })

  it('breaks the line where nothing was measured for long, and draws a dot for one alone', () => {
    const points = [0, 1, 2, 20, 40, 41, 42, 43].map((n) => point(n * DAY, n))
    expect([...gapsIn(points)]).toEqual([2, 3])
    expect(layOut(asked(points)).line.match(/M/g)).toHaveLength(3)
    expect([...gapsIn(points.slice(0, 2))]).toEqual([])
    // What is always measured seldom has no gaps.
    expect([...gapsIn([0, 30, 61, 90, 120].map((n) => point(n * DAY, n)))]).toEqual([])
  })

  it('has a band only where a span holds more than one value', () => {
    expect(layOut(asked(week)).band).toBe('')
    expect(layOut(asked(week.map((each) => ({ ...each, most: each.value + 1 })))).band).toMatch(/^M.*Z$/)
  })

  it('stands bars on zero, also what is less', () => {
    const { bars, values } = layOut(asked([point(0, 10), point(DAY, -10), point(2 * DAY, 0)], { bars: true }))
    const zero = values.find(({ value }) => value === 0)?.y ?? 0
    expect(bars[0]).toMatchObject({ y: expect.closeTo(10, 0) })
    expect((bars[0]?.y ?? 0) + (bars[0]?.height ?? 0)).toBeCloseTo(zero, 0)
    expect(bars[1]?.y).toBeCloseTo(zero, 0)
    expect(bars[2]?.height).toBe(1)
  })

  it('cuts no bar of a week that goes on after the range', () => {
    const weeks = [point(day('2026-11-16'), 1), point(day('2026-11-23'), 1)]
    const { bars, sides } = layOut(
      asked(weeks, { bars: true, span: 'week', from: day('2026-11-18'), before: day('2026-11-24') }),
    )
    expect((bars[1]?.x ?? 0) + (bars[1]?.width ?? 0)).toBeLessThanOrEqual(sides.end)
    expect(bars[0]?.x).toBeGreaterThanOrEqual(sides.start)
    expect(bars[0]?.width).toBe(bars[1]?.width)
  })

  it('finds the nearest point', () => {
    const places = [10, 20, 40].map((x) => ({ x, y: 0 }))
    expect([-5, 14, 16, 31, 900].map((x) => nearest(places, x))).toEqual([0, 0, 1, 2, 2])
    expect(nearest([], 5)).toBe(-1)
  })
})

describe('the axes', () => {
  it.each([
    ['2026-11-16', '2026-11-23', 'day'],
    ['2026-10-24', '2026-11-24', 'day'],
    ['2026-09-01', '2026-11-24', 'month'],
    ['2025-11-24', '2026-11-24', 'month'],
    ['2000-01-01', '2026-11-24', 'year'],
    ['0100-01-01', '9999-01-01', 'year'],
  ])('from %s to %s name each %s, and not too many', (from, before, names) => {
    const ticks = timeTicks(day(from), day(before), 4)
    expect(ticks.length).toBeGreaterThanOrEqual(1)
    expect(ticks.length).toBeLessThanOrEqual(4)
    expect(new Set(ticks.map((tick) => tick.names))).toEqual(new Set([names]))
    for (const { at } of ticks) expect(new Date(at).getHours()).toBe(0)
  })

  it('say nothing of a range that is none', () => {
    expect(timeTicks(0, Number.POSITIVE_INFINITY, 4)).toEqual([])
    expect(timeTicks(5, 5, 4)).toEqual([])
  })

  it.each([
    [[0, 10], true],
    [[71.2, 74.9], false],
    [[5, 5], false],
    [[-3, -1], true],
    [[0, 0], true],
    [[1e-9, 2e-9], false],
    [[-1e308, 1e308], false],
  ] as [[number, number], boolean][])('hold the values %j', ([least, most], bars) => {
    const [low, high, marks] = valueTicks([least, most], bars)
    expect(high).toBeGreaterThan(low)
    expect(marks.length).toBeLessThanOrEqual(8)
    if (bars) expect(low <= 0 && high >= 0).toBe(true)
    for (const mark of marks) expect(mark >= low && mark <= high).toBe(true)
  })
})

describe('the keys of a cursor', () => {
  it.each([
    ['ArrowRight', 5, false, 6],
    ['ArrowLeft', 5, false, 4],
    ['ArrowRight', 5, true, 4],
    ['ArrowLeft', 5, true, 6],
    ['ArrowUp', 5, true, 6],
    ['ArrowDown', 0, false, 0],
    ['Home', 5, false, 0],
    ['End', 5, true, 9],
    ['PageUp', 9, false, 9],
    ['a', 5, false, null],
    ['constructor', 5, false, null],
  ])('%s from %d, right to left %s', (key, index, rtl, to) => {
    expect(keyed(key, index, 9, rtl)).toBe(to)
  })
})

describe('figures', () => {
  it.each([
    [0, '0'],
    [71.4, '71.4'],
    [71.449999, '71.4'],
    [12.34, '12.34'],
    [8120, '8,120'],
    [8120.55, '8,120.55'],
    [8120.5555, '8,121'],
    [0.000_123_4, '0.00012'],
    [-900, '-900'],
    [3e15, '3000T'],
    [Number.NaN, '–'],
    [Number.POSITIVE_INFINITY, '–'],
  ])('%d is %s', (value, words) => {
    expect(figure(value)).toBe(words)
  })

  it('are short on an axis, and say what is counted', () => {
    expect(shortFigure(60_000)).toMatch(/^60k$/i)
    expect(amount(8_120, 'count', 'Steps')).toBe('8,120 steps')
    expect(amount(71.4, 'kg', 'Weight')).toBe('71.4 kg')
  })

  it('name spans of time', () => {
    const now = day('2026-11-23')
    expect(spanWords(day('2019-03-12'), 'day')).toMatch(/12.*2019|March 12, 2019/)
    expect(spanWords(day('2019-03-01'), 'month')).toBe('March 2019')
    expect(spanWords(day('2019-01-01'), 'year')).toBe('2019')
    expect(spanWords(day('2019-03-11'), 'week')).toMatch(/^week of/)
    expect(tickWords({ at: now, names: 'day' }, 7)).toBe('Mon')
    expect(tickWords({ at: day('2026-01-01'), names: 'month' }, 300)).toBe('2026')
  })
})

describe('what a chart says', () => {
  const weights = [point(day('2026-09-07'), 74.2), point(day('2026-10-05'), 74.6), point(day('2026-11-23'), 71.4)]

  it('is one sentence, a last value and what changed', () => {
    expect(summaryOf(view(weights))).toMatch(
      /^From 74\.2 kg \(.*\) to 71\.4 kg \(.*\)\. Least 71\.4 kg, most 74\.6 kg\.$/,
    )
    expect(lastWords(view(weights))).toEqual(['71.4', 'kg'])
    expect(changeWords(view(weights))).toMatch(/^2\.8 kg less than in September/)
    expect(changeWords(view([...weights].reverse()))).toMatch(/^2\.8 kg more than/)
    expect(changeWords(view([weights[0] as Point, { ...(weights[0] as Point), at: day('2026-09-09') }]))).toMatch(
      /^as on/,
    )
  })

  it('is nothing where there is nothing, and no change of one', () => {
    expect(lastWords(view([]))).toBeNull()
    expect(summaryOf(view([]))).toBe('Nothing in this time.')
    expect(changeWords(view(weights.slice(0, 1)))).toBe('')
  })

  it('of what is counted is a sum, and what is usual', () => {
    const steps = view([point(day('2020-01-06'), 7_000), point(day('2020-01-07'), 9_000)], {
      ...{ property: 'Steps', unit: 'count', span: 'day', total: true },
    })
    expect(summaryOf(steps)).toMatch(/^16,000 steps in all, most .* with 9,000 steps\.$/)
    expect(changeWords(steps)).toMatch(/8,000 steps on an average day$/)
    expect(pointWords(steps, steps.points[0] as Point)).toMatch(/: 7,000 steps$/)
  })

  it('says between what a mean lies', () => {
    const mean = view([point(day('2020-01-06'), 70, 60, 80, 4)], { span: 'day' })
    expect(pointWords(mean, mean.points[0] as Point)).toMatch(/: 70 kg, between 60 and 80$/)
  })
})

describe('ranges', () => {
  const now = new Date('2026-11-23T13:40').getTime()

  it('end with the last day of what was measured, not beyond today', () => {
    expect(windowOf('week', { to: now }, now)).toEqual({ from: day('2026-11-17'), before: day('2026-11-24') })
    expect(windowOf('month', { to: day('2019-03-12') }, now)).toEqual({
      from: day('2019-02-10'),
      before: day('2019-03-13'),
    })
    expect(windowOf('week', { to: day('9999-01-01') }, now).before).toBe(day('2026-11-24'))
    expect(windowOf('all', { to: now }, now)).toEqual({ from: null, before: null })
  })

  it('begin with whole weeks where weeks are drawn', () => {
    for (const range of ['quarter', 'year'] as const)
      expect(new Date(windowOf(range, { to: now }, now).from ?? 0).getDay()).toBe(1)
  })

  it.each([
    [{ count: 1, days: 0, total: false }, 'all'],
    [{ count: 500, days: 400, total: true }, 'month'],
    [{ count: 52, days: 364, total: false }, 'quarter'],
    [{ count: 24, days: 730, total: false }, 'year'],
    [{ count: 10, days: 3_000, total: false }, 'all'],
    [{ count: 100_000, days: 20, total: true }, 'all'],
  ])('begin with as much as makes a picture: %j', ({ count, days, total }, range) => {
    expect(firstRange({ count, from: now - days * DAY, to: now, total })).toBe(range)
  })
})

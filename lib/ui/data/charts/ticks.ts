import { ticks } from 'd3-array'
import type { Span } from '../../../contract/data-api'
import { beginOf, nextOf } from '../../../contract/spans'

/** A mark on the axis of time, and how exactly it is named. */
export interface TimeTick {
  at: number
  names: 'day' | 'month' | 'year'
}

// Every so many spans, the finest first.
const STEPS: readonly [span: Span, every: number, names: TimeTick['names']][] = [
  ['day', 1, 'day'],
  ['day', 2, 'day'],
  ['week', 1, 'day'],
  ['week', 2, 'day'],
  ['month', 1, 'month'],
  ['month', 2, 'month'],
  ['month', 3, 'month'],
  ['month', 6, 'month'],
  ['year', 1, 'year'],
  ['year', 2, 'year'],
  ['year', 5, 'year'],
  ['year', 10, 'year'],
  ['year', 50, 'year'],
  ['year', 500, 'year'],
  ['year', 5_000, 'year'],
]
const LENGTHS: Record<Span, number> = { day: 864e5, week: 6048e5, month: 26_298e5, year: 315_576e5 }

/** Where days, months or years begin within a range: as many as fit, at most `most`. */
export const timeTicks = (from: number, before: number, most: number): TimeTick[] => {
  const fits = STEPS.find(([span, every]) => (before - from) / (LENGTHS[span] * every) <= most)
  if (!fits || !Number.isFinite(before - from)) return []
  const [span, every, names] = fits
  const marks: TimeTick[] = []
  let at = beginOf(from, span)
  for (let n = 0; at < before && n < 20_000; n++, at = nextOf(at, span))
    if (at >= from && countOf(at, span) % every === 0) marks.push({ at, names })
  return marks.slice(0, most)
}

/** Which of its kind a span is, so that every other one stays the same whatever the range. */
const countOf = (at: number, span: Span): number => {
  const date = new Date(at)
  if (span === 'year') return date.getFullYear()
  if (span === 'month') return date.getFullYear() * 12 + date.getMonth()
  return Math.round((at - date.getTimezoneOffset() * 60_000) / LENGTHS[span])
}

/** The ends of the axis of values, and two to four round values on it; from zero where bars stand on it. */
export const valueTicks = ([least, most]: readonly [number, number], bars: boolean): [number, number, number[]] => {
  const spare = most === least ? Math.abs(most) * 0.05 || 1 : (most - least) * 0.06
  const low = bars ? Math.min(least, 0) : least - spare
  const high = bars ? Math.max(most, 0) : most + spare
  if (!(high > low) || !Number.isFinite(high - low)) return [Math.min(low, 0), Math.max(high, 1), [0]]
  const marks = ticks(low, high, 3)
  return [low, high, marks.filter((value) => value >= low && value <= high)]
}

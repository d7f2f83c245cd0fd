import { area, line } from 'd3-shape'
import type { SeriesView } from '../../../contract/data-api'
import { nextOf } from '../../../contract/spans'
import { type TimeTick, timeTicks, valueTicks } from './ticks'

export type Point = SeriesView['points'][number]

/** A picture's size in pixels, and what it is to show. */
export interface Asked {
  points: readonly Point[]
  span: SeriesView['span']
  /** Bars from zero instead of a line. */
  bars: boolean
  /** The range; null: from the first to the last point. */
  from: number | null
  before: number | null
  width: number
  height: number
  /** Time runs from right to left. */
  rtl: boolean
}

/** Where everything of a chart lies, in pixels from the top left. */
export interface Frame {
  /** The middle of each point. */
  places: { x: number; y: number }[]
  /** The ink line, with a gap where nothing was measured for long. */
  line: string
  /** From the least to the most of each span, where spans hold many. */
  band: string
  bars: { x: number; y: number; width: number; height: number }[]
  values: { y: number; value: number }[]
  times: (TimeTick & { x: number })[]
  /** The ends of the drawing: beyond the second stand the labels. */
  sides: { start: number; end: number; floor: number }
}

const ABOVE = 10
const BELOW = 22
const BESIDE = 10
/** Room for the values beside the drawing. */
export const LABELS = 44

/** Lays a chart out. Values that are no numbers are taken for zero; nothing here fails. */
export const layOut = (asked: Asked): Frame => {
  const { points, bars, width, height, rtl } = asked
  const [from, before] = rangeOf(asked)
  const [low, high, values] = valueTicks(extremes(asked), bars)
  const inner = Math.max(width - LABELS - BESIDE, 1)
  const floor = height - BELOW
  const forth = (at: number) => BESIDE + (inner * (at - from)) / (before - from)
  const x = (at: number) => (rtl ? width - forth(at) : forth(at))
  const y = (value: number) => floor - ((floor - ABOVE) * (finite(value) - low)) / (high - low)
  const middles = points.map(({ at }) => (asked.span === 'each' ? at : at + (endOf(asked, at) - at) / 2))
  const places = points.map(({ value }, index) => ({ x: x(middles[index] ?? 0), y: y(value) }))
  const broken = gapsIn(points)
  return {
    places,
    line: bars ? '' : join(places, broken, (part) => line<Place>(xOf, yOf)(part)),
    band: bars ? '' : bandOf(points, places, broken, y),
    bars: bars ? points.map(({ at, value }) => barOf([x(at), x(endOf(asked, at))], [y(value), y(0)])) : [],
    values: values.map((value) => ({ value, y: y(value) })),
    times: timeTicks(from, before, Math.max(2, Math.floor(inner / 64))).map((tick) => ({ ...tick, x: x(tick.at) })),
    sides: { start: rtl ? width - BESIDE : BESIDE, end: rtl ? LABELS : width - LABELS, floor },
  }
}

interface Place {
  x: number
  y: number
}
const xOf = ({ x }: Place) => round(x)
const yOf = ({ y }: Place) => round(y)
const round = (pixels: number): number => Math.round(pixels * 10) / 10
/** The difference of any two is a number, too. */
const finite = (value: number): number => (Number.isFinite(value) ? Math.max(-1e300, Math.min(1e300, value)) : 0)

const endOf = ({ span }: Asked, at: number): number => nextOf(at, span === 'each' ? 'day' : span)

/** Never empty: a point alone stands in the middle of its day. */
const rangeOf = (asked: Asked): [number, number] => {
  const { points, span, bars } = asked
  const begin = points[0]?.at ?? 0
  const last = points.at(-1)?.at ?? begin
  const close = span === 'each' ? last : endOf(asked, last)
  // A bar is never cut: its span may begin before the range, and end after it.
  const first = bars ? Math.min(asked.from ?? begin, begin) : (asked.from ?? begin)
  const end = bars ? Math.max(asked.before ?? close, close) : (asked.before ?? close)
  return end > first ? [first, end] : [first - 43_200_000, first + 43_200_000]
}

const extremes = ({ points, bars }: Asked): [number, number] => {
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (const point of points) {
    least = Math.min(least, finite(bars ? point.value : point.least))
    most = Math.max(most, finite(bars ? point.value : point.most))
  }
  return least > most ? [0, 1] : [least, most]
}

/** After which points the line breaks: where four times as long as usual nothing was measured. */
export const gapsIn = (points: readonly Point[]): ReadonlySet<number> => {
  const steps = points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at))
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0
  return new Set(steps.flatMap((step, index) => (step > 4 * usual && steps.length > 2 ? [index] : [])))
}

const join = <T>(all: readonly T[], broken: ReadonlySet<number>, draw: (part: T[]) => string | null): string => {
  const parts: T[][] = [[]]
  for (const [index, each] of all.entries()) {
    parts.at(-1)?.push(each)
    if (broken.has(index)) parts.push([])
  }
  return parts.map((part) => (part.length === 0 ? '' : (draw(part) ?? ''))).join('')
}

const bandOf = (
  points: readonly Point[],
  places: readonly Place[],
  broken: ReadonlySet<number>,
  y: (value: number) => number,
): string => {
  if (points.every(({ least, most }) => least === most)) return ''
  const edges = points.map(({ least, most }, index) => ({ x: places[index]?.x ?? 0, least: y(least), most: y(most) }))
  const draw = area<(typeof edges)[number]>(
    ({ x }) => round(x),
    ({ least }) => round(least),
    ({ most }) => round(most),
  )
  return join(edges, broken, (part) => draw(part))
}

/** A quarter of its room stays free, and it is never too thin to be seen. */
const barOf = ([a, b]: [number, number], [top, zero]: [number, number]): Frame['bars'][number] => {
  const room = Math.abs(b - a)
  const width = Math.max(room * 0.76, Math.min(room, 1.5), 0.5)
  return {
    x: round(Math.min(a, b) + (room - width) / 2),
    y: round(Math.min(top, zero)),
    width: round(width),
    height: round(Math.max(Math.abs(zero - top), 1)),
  }
}

/** The point nearest to a place; -1 where there is none. */
export const nearest = (places: readonly Place[], x: number): number => {
  let found = -1
  for (const [index, place] of places.entries())
    if (found < 0 || Math.abs(place.x - x) < Math.abs((places[found]?.x ?? 0) - x)) found = index
  return found
}

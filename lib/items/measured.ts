import type { Series, SeriesView, Span } from '../contract/data-api'
import { instantOf } from '../contract/moment'
import { beginner } from '../contract/spans'
import { type Entry, itemOf } from './entry'
import { pause } from './item-store'
import { addsUp } from './series-kind'

interface Column {
  property: string
  unit: string
  /** The oldest first; `by` is what measured it. */
  points: Point[]
}

interface Point {
  at: number
  value: number
  by: string
}

type Gathered = SeriesView['points'][number]

/** What was measured, kept in columns as long as nothing has changed. */
export interface Measured {
  series(): Promise<Series[]>
  view(asked: {
    property: string
    unit: string
    from: number | null
    before: number | null
    points: number
    total?: boolean
  }): Promise<SeriesView>
}

const MOST_POINTS = 2_000
/** More are no things that somebody measured, and longer names are none of such. */
const MOST_SERIES = 2_000
const LONGEST_NAME = 200

/** Opens the columns of what `all` gives; `version` tells when that is another. */
export const openMeasured = (items: { all(): readonly Entry[]; readonly version: number }): Measured => {
  let columns: Map<string, Column> = new Map()
  let version = -1
  let reading: Promise<void> | null = null

  const read = async (): Promise<void> => {
    const next = new Map<string, Column>()
    const reads = items.version
    let looked = 0
    for (const entry of items.all()) {
      if (entry.type !== 'Measurement' || entry.binned) continue
      if (++looked % 2_000 === 0) await pause()
      add(next, entry)
    }
    for (const { points } of next.values()) points.sort((a, b) => a.at - b.at)
    columns = next
    version = reads
  }
  const fresh = async (): Promise<void> => {
    while (version !== items.version) {
      reading ??= read().finally(() => {
        reading = null
      })
      await reading
    }
  }

  return {
    series: async () => {
      await fresh()
      return [...columns.values()]
        .map(({ property, unit, points }) => ({
          ...{ property, unit, count: points.length, total: addsUp(property, unit) },
          ...{ from: points[0]?.at ?? 0, to: points.at(-1)?.at ?? 0, last: points.at(-1)?.value ?? 0 },
        }))
        .sort((a, b) => b.count - a.count || (keyOf(a.property, a.unit) < keyOf(b.property, b.unit) ? -1 : 1))
        .slice(0, MOST_SERIES)
    },
    view: async ({ property, unit, from, before, points: most, total = addsUp(property, unit) }) => {
      await fresh()
      const all = columns.get(keyOf(property, unit))?.points ?? []
      const within = all.filter(({ at }) => (from === null || at >= from) && (before === null || at < before))
      return { property, unit, total, ...spread(within, total, Math.min(Math.max(most, 2), MOST_POINTS)) }
    },
  }
}

const keyOf = (property: string, unit: string): string => `${property}\n${unit}`

const add = (columns: Map<string, Column>, entry: Entry): void => {
  const { measuredProperty: property, value, unitText: unit = '', startTime, instrument } = itemOf(entry).fields
  if (typeof property !== 'string' || typeof value !== 'number' || typeof unit !== 'string') return
  if (!Number.isFinite(value) || property.length > LONGEST_NAME || unit.length > LONGEST_NAME) return
  const at = typeof startTime === 'string' ? (instantOf(startTime) ?? entry.at) : entry.at
  const key = keyOf(property, unit)
  const column = columns.get(key) ?? { property, unit, points: [] }
  column.points.push({ at, value, by: typeof instrument === 'string' ? instrument : '' })
  columns.set(key, column)
}

const SPANS: readonly Span[] = ['day', 'week', 'month', 'year']

/** As many points as are wanted and no more: each by itself, else the shortest span that makes them few enough. */
const spread = (points: readonly Point[], total: boolean, most: number): Pick<SeriesView, 'span' | 'points'> => {
  if (!total && points.length <= most)
    return { span: 'each', points: points.map(({ at, value }) => ({ at, value, least: value, most: value, count: 1 })) }
  const days = total ? dayTotals(points) : points.map((point) => ({ ...point, count: 1 }))
  for (const span of SPANS) {
    const gathered = gather(days, span, total)
    if (gathered.length <= most) return { span, points: gathered }
  }
  return { span: 'year', points: gather(days, 'year', total).slice(-most) }
}

/** What a day adds up to. A telephone and a watch count the same steps: of several instruments, the one that counted most. */
const dayTotals = (points: readonly Point[]): { at: number; value: number; count: number }[] => {
  const days = new Map<number, { count: number; sums: Map<string, number> }>()
  const begin = beginner('day')
  for (const { at, value, by } of points) {
    const key = begin(at)
    const day = days.get(key) ?? { count: 0, sums: new Map<string, number>() }
    day.count++
    day.sums.set(by, (day.sums.get(by) ?? 0) + value)
    days.set(key, day)
  }
  return [...days].map(([at, { count, sums }]) => ({ at, count, value: bounded([...sums.values()].reduce(further)) }))
}

const further = (a: number, b: number): number => (Math.abs(b) > Math.abs(a) ? b : a)

const gather = (
  points: readonly { at: number; value: number; count: number }[],
  span: Span,
  total: boolean,
): Gathered[] => {
  const gathered = new Map<number, Gathered>()
  const begin = beginner(span)
  for (const { at, value, count } of points) {
    const key = begin(at)
    const point = gathered.get(key)
    if (!point) gathered.set(key, { at: key, value, least: value, most: value, count })
    else {
      point.count += count
      // A mean that moves does not overflow as a sum would.
      point.value = total ? point.value + value : point.value + (value / point.count - point.value / point.count)
      point.least = Math.min(point.least, value)
      point.most = Math.max(point.most, value)
    }
  }
  return [...gathered.values()].map((point) => ({ ...point, value: bounded(point.value) }))
}

// JSON knows no infinity, and panels are spoken to in JSON.
const bounded = (value: number): number => Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE)

import type { Series, SeriesView, Span } from '../contract/data-api'
import { instantOf } from '../contract/moment'
import { type Entry, itemOf } from './entry'
import { pause } from './item-store'
import { beginner } from './spans'

interface Column {
  property: string
  unit: string
  /** Pairs of when and what, the oldest first. */
  points: { at: number; value: number }[]
}

/** What was measured, kept in columns as long as nothing has changed. */
export interface Measured {
  series(): Promise<Series[]>
  view(asked: {
    property: string
    unit: string
    from: number | null
    before: number | null
    points: number
  }): Promise<SeriesView>
}

// What is counted adds up over a day; what is measured does not.
const COUNTED =
  /step|distance|energy|calor|flight|exercise|stand|minute|sleep|water|intake|count|km|walk|swim|cycl|hour/i
const STATE = /weight|mass|height|rate|pressure|temperature|saturation|percent|index|glucose|vo2|speed|level|%|\/|per /i

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
          ...{ property, unit, count: points.length },
          ...{ from: points[0]?.at ?? 0, to: points.at(-1)?.at ?? 0, last: points.at(-1)?.value ?? 0 },
        }))
        .sort((a, b) => b.count - a.count)
    },
    view: async ({ property, unit, from, before, points: most }) => {
      await fresh()
      const all = columns.get(keyOf(property, unit))?.points ?? []
      const within = all.filter(({ at }) => (from === null || at >= from) && (before === null || at < before))
      return { property, unit, ...spread(property, unit, within, Math.min(Math.max(most, 2), 1_000)) }
    },
  }
}

const keyOf = (property: string, unit: string): string => `${property}\n${unit}`

const add = (columns: Map<string, Column>, entry: Entry): void => {
  const { measuredProperty: property, value, unitText: unit = '', startTime } = itemOf(entry).fields
  if (typeof property !== 'string' || typeof value !== 'number' || typeof unit !== 'string') return
  const at = typeof startTime === 'string' ? (instantOf(startTime) ?? entry.at) : entry.at
  const key = keyOf(property, unit)
  const column = columns.get(key) ?? { property, unit, points: [] }
  column.points.push({ at, value })
  columns.set(key, column)
}

const SPANS: readonly Span[] = ['day', 'week', 'month', 'year']

/** As many points as are wanted and no more: each by itself, else the shortest span that makes them few enough. */
const spread = (
  property: string,
  unit: string,
  points: Column['points'],
  most: number,
): Pick<SeriesView, 'span' | 'total' | 'points'> => {
  const total = COUNTED.test(`${property} ${unit}`) && !STATE.test(`${property} ${unit}`)
  if (!total && points.length <= most)
    return {
      span: 'each',
      total,
      points: points.map(({ at, value }) => ({ at, value, least: value, most: value, count: 1 })),
    }
  for (const span of SPANS) {
    const spread = gather(points, span, total)
    if (spread.length <= most || span === 'year') return { span, total, points: spread }
  }
  return { span: 'year', total, points: [] }
}

const gather = (points: Column['points'], span: Span, total: boolean): SeriesView['points'] => {
  const gathered = new Map<number, SeriesView['points'][number]>()
  const begin = beginner(span)
  for (const { at, value } of points) {
    const key = begin(at)
    const point = gathered.get(key)
    if (!point) gathered.set(key, { at: key, value, least: value, most: value, count: 1 })
    else {
      point.value += value
      point.least = Math.min(point.least, value)
      point.most = Math.max(point.most, value)
      point.count++
    }
  }
  const found = [...gathered.values()]
  return total ? found : found.map((point) => ({ ...point, value: point.value / point.count }))
}

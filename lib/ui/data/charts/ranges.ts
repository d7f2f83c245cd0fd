import type { Series } from '../../../contract/data-api'
import { beginOf, nextOf } from '../../../contract/spans'

/** How much of the time a chart shows. */
export const RANGES = ['week', 'month', 'quarter', 'year', 'all'] as const
export type Range = (typeof RANGES)[number]

/** From the beginning of a day to the end of another; both null: all there is. */
export interface Window {
  from: number | null
  before: number | null
}

const DAYS = { week: 7, month: 31, quarter: 84, year: 365 } as const

/** The last so much that was measured, to the end of its last day, but not beyond today. */
export const windowOf = (range: Range, { to }: Pick<Series, 'to'>, now = Date.now()): Window => {
  if (range === 'all') return { from: null, before: null }
  const last = beginOf(Math.min(to, now), 'day')
  const from = new Date(last)
  if (range === 'year') from.setFullYear(from.getFullYear() - 1)
  else from.setDate(from.getDate() - DAYS[range] + 1)
  if (range === 'year') from.setDate(from.getDate() + 1)
  // Longer ranges are drawn week by week: the first is a whole one.
  const first = range === 'quarter' || range === 'year' ? beginOf(from.getTime(), 'week') : from.getTime()
  return { from: first, before: nextOf(last, 'day') }
}

/** As much as makes a picture: a month of what is counted, else twelve weeks, else a year, else all. */
export const firstRange = ({ count, from, to, total }: Pick<Series, 'count' | 'from' | 'to' | 'total'>): Range => {
  const days = Math.max((to - from) / 864e5, 1)
  const ranges = total ? (['month', 'quarter', 'year'] as const) : (['quarter', 'year'] as const)
  return ranges.find((range) => days > DAYS[range] && (count / days) * DAYS[range] >= 6) ?? 'all'
}

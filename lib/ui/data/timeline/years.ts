import type { TimelineView } from '../../../contract/data-api'

/** Bars that are shown side by side at most. */
const MOST = 60

/** One bar: when it begins and ends, and how many items it holds. */
export interface Column {
  at: number
  before: number
  count: number
}

const yearBegins = (year: number): number => {
  const date = new Date(2000, 0, 1)
  date.setFullYear(year)
  return date.getTime()
}

/** The years that fit a picture: up to next year. A wrong century must not push this one out. */
export const yearsInSight = (now: number): { from: number; before: number } => {
  const year = new Date(now).getFullYear()
  return { from: yearBegins(year + 2 - MOST), before: yearBegins(year + 2) }
}

/** A bar for each year from the first with something in it to the last. */
export const yearColumns = ({ spans }: TimelineView): Column[] => {
  const counts = new Map(
    spans.filter(({ count }) => count > 0).map(({ at, count }) => [new Date(at).getFullYear(), count]),
  )
  const years = [...counts.keys()].sort((a, b) => a - b)
  const [first, last] = [years[0], years.at(-1)]
  if (first === undefined || last === undefined) return []
  return Array.from({ length: last - first + 1 }, (_, n) => ({
    at: yearBegins(first + n),
    before: yearBegins(first + n + 1),
    count: counts.get(first + n) ?? 0,
  }))
}

/** The twelve months of a year. */
export const monthColumns = ({ spans }: TimelineView, year: number): Column[] => {
  const counts = new Map(spans.map(({ at, count }) => [new Date(at).getMonth(), count]))
  const begin = (month: number) => {
    const date = new Date(2000, 0, 1)
    date.setFullYear(year, month)
    return date.getTime()
  }
  return Array.from({ length: 12 }, (_, month) => ({
    at: begin(month),
    before: begin(month + 1),
    count: counts.get(month) ?? 0,
  }))
}

/** The year to begin with: this one, else the last before it with something in it, else the first after. */
export const firstYear = (columns: readonly Column[], now: number): number | null => {
  const full = columns.filter(({ count }) => count > 0)
  const found = full.findLast(({ at }) => at <= now) ?? full[0]
  return found ? new Date(found.at).getFullYear() : null
}

import '../english'
import { describe, expect, it } from 'vitest'
import type { ItemSummary } from '../../../lib/contract/data-api'
import { daysOf } from '../../../lib/ui/data/timeline/by-day'
import { firstYear, monthColumns, yearColumns, yearsInSight } from '../../../lib/ui/data/timeline/years'

const day = (text: string) => new Date(`${text}T00:00`).getTime()
const now = day('2026-11-23')

describe('the bars of a timeline', () => {
  it('are every year from the first to the last', () => {
    const spans = [
      { at: day('2019-01-01'), count: 2 },
      { at: day('2020-01-01'), count: 0 },
      { at: day('2022-01-01'), count: 1 },
    ]
    expect(yearColumns({ span: 'year', spans }).map(({ at, count }) => [new Date(at).getFullYear(), count])).toEqual([
      [2019, 2],
      [2020, 0],
      [2021, 0],
      [2022, 1],
    ])
    expect(yearColumns({ span: 'year', spans: [] })).toEqual([])
  })

  it('are twelve months that follow one another', () => {
    const columns = monthColumns({ span: 'month', spans: [{ at: day('2024-02-01'), count: 3 }] }, 2024)
    expect(columns.map(({ count }) => count)).toEqual([0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    for (const [index, { at }] of columns.entries()) if (index > 0) expect(columns[index - 1]?.before).toBe(at)
    expect(columns[11]?.before).toBe(day('2025-01-01'))
    expect(new Date(monthColumns({ span: 'month', spans: [] }, 33)[0]?.at ?? 0).getFullYear()).toBe(33)
  })

  it('see this year and the next, and as many before as there is room for', () => {
    const { from, before } = yearsInSight(now)
    expect([new Date(from).getFullYear(), new Date(before).getFullYear()]).toEqual([1968, 2028])
  })

  it('begin with this year, else with the nearest that has something', () => {
    const years = (...list: number[]) => list.map((year) => ({ at: day(`${year}-01-01`), before: 0, count: 1 }))
    expect(firstYear(years(2019, 2026, 2027), now)).toBe(2026)
    expect(firstYear(years(2019), now)).toBe(2019)
    expect(firstYear(years(2027), now)).toBe(2027)
    expect(firstYear([], now)).toBeNull()
  })
})

describe('the days of a timeline', () => {
  const item = (at: number): ItemSummary => ({
    id: '' as ItemSummary['id'],
    type: 'Note',
    fields: {},
    tags: [],
    at,
    preview: null,
  })

  it('change where the day does', () => {
    const items = [now + 5, now, now - 1, now - 2 * 86_400_000].map(item)
    expect(daysOf(items).map((each) => each.items.length)).toEqual([2, 1, 1])
    expect(daysOf([])).toEqual([])
  })
})

import type { Query, QueryResult, Span, TimelineView } from '../contract/data-api'
import type { Fields, Labelled, Value } from '../contract/item'
import { isList, textsOf } from '../contract/item-text'
import { beginner, spansBetween } from '../contract/spans'
import { type Entry, itemOf } from './entry'
import { pause } from './item-store'

const MOST_ROWS = 1_000

interface Group {
  label: string
  at: number | null
  count: number
  sum: number
  least: number
  most: number
}

/** Works a query out over the entries of its filter. */
export const answer = async (query: Query, entries: readonly Entry[]): Promise<QueryResult> => {
  const { group, measure } = query
  const groups = new Map<string | number, Group>()
  const begin = group?.by === 'time' ? beginner(group.span) : null
  // A count by type, tag or time needs no look into the items.
  const only = query.only ?? []
  const opens = group?.by === 'field' || measure.of !== 'count' || only.length > 0
  let without = 0
  for (const [index, entry] of entries.entries()) {
    if (index % 2_000 === 1_999) await pause()
    const fields = opens ? itemOf(entry).fields : {}
    if (!only.every(({ field, is }) => says(valueIn(fields, field), is))) continue
    const number = measure.of === 'count' ? 0 : numberOf(valueIn(fields, measure.field))
    if (number === null) {
      without++
      continue
    }
    const keys = keysOf(query, entry, begin, group?.by === 'field' ? valueIn(fields, group.field) : undefined)
    if (keys.length === 0) without++
    for (const key of keys) count(groups, key, number)
  }
  const rows = [...groups.values()].map((each) => ({
    ...{ label: each.label, at: each.at, count: each.count },
    value: figureOf(measure.of, each),
  }))
  const span = group?.by === 'time' ? group.span : null
  const sorted = span ? filled(rows, span) : rows.sort((a, b) => b.value - a.value || (a.label < b.label ? -1 : 1))
  const shown = sorted.slice(0, MOST_ROWS)
  return { rows: shown, more: rows.length - shown.filter((row) => row.count > 0).length, without }
}

const says = (value: Value | Labelled[] | undefined, is: string): boolean => {
  const texts = textsOf(value)
  return texts.length === 0 ? is === '' : texts.some((text) => text.trim() === is.trim())
}

const valueIn = (fields: Fields, name: string): Fields[string] | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined

const keysOf = (
  { group }: Query,
  entry: Entry,
  begin: ((at: number) => number) | null,
  value: Value | Labelled[] | undefined,
): (string | number)[] => {
  if (group === null) return ['']
  if (group.by === 'type') return [entry.type]
  if (group.by === 'tag') return [...entry.tags]
  if (begin) return [begin(entry.at)]
  return [...new Set(textsOf(value).map((text) => text.trim().slice(0, 200)))].filter((text) => text !== '')
}

const numberOf = (value: Value | Labelled[] | undefined): number | null => {
  if (typeof value === 'number') return value
  if (value !== undefined && isList(value)) return numberOf(value[0]?.value)
  return typeof value === 'object' && 'size' in value ? value.size : null
}

const count = (groups: Map<string | number, Group>, key: string | number, number: number): void => {
  const group = groups.get(key)
  if (group) {
    group.count++
    group.sum += number
    group.least = Math.min(group.least, number)
    group.most = Math.max(group.most, number)
    return
  }
  const at = typeof key === 'number' ? key : null
  groups.set(key, { label: at === null ? String(key) : '', at, count: 1, sum: number, least: number, most: number })
}

const figureOf = (of: Query['measure']['of'], { count: n, sum, least, most }: Group): number =>
  of === 'count' ? n : of === 'sum' ? bounded(sum) : of === 'mean' ? bounded(sum) / n : of === 'least' ? least : most

// JSON knows no infinity, and panels are spoken to in JSON.
const bounded = (sum: number): number => Math.min(Math.max(sum, -Number.MAX_VALUE), Number.MAX_VALUE)

const LENGTHS: Record<Span, number> = { day: 864e5, week: 6048e5, month: 26_298e5, year: 315_576e5 }

/** The oldest first, with every span in between; where there are too many, those around most of the items: centuries may be wrong. */
const filled = (rows: QueryResult['rows'], span: Span): QueryResult['rows'] => {
  const sorted = rows.sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
  const times = sorted.map(({ at }) => at ?? 0)
  let [first, last, best] = [0, -1, -1]
  let left = 0
  let held = 0
  for (const [right, row] of sorted.entries()) {
    held += row.count
    while ((times[right] ?? 0) - (times[left] ?? 0) > (MOST_ROWS - 2) * LENGTHS[span])
      held -= sorted[left++]?.count ?? 0
    if (held >= best) [first, last, best] = [left, right, held]
  }
  const [from, to] = [times[first], times[last]]
  if (from === undefined || to === undefined) return []
  const there = new Map(sorted.map((row) => [row.at, row]))
  return spansBetween(from, to, span, MOST_ROWS).map((at) => there.get(at) ?? { label: '', at, value: 0, count: 0 })
}

/** How many entries happened in each span between the first and the last. */
export const timelineOf = (entries: readonly Entry[], span: TimelineView['span']): TimelineView => {
  const counts = new Map<number, number>()
  const begin = beginner(span)
  for (const { at } of entries) counts.set(begin(at), (counts.get(begin(at)) ?? 0) + 1)
  if (counts.size === 0) return { span, spans: [] }
  const all = [...counts.keys()]
  const first = all.reduce((a, b) => Math.min(a, b))
  const last = all.reduce((a, b) => Math.max(a, b))
  return { span, spans: spansBetween(first, last, span, MOST_ROWS).map((at) => ({ at, count: counts.get(at) ?? 0 })) }
}

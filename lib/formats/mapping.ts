import { itemType } from '../contract/item-types'
import { COLUMN_NAMES, foldName, MONEY } from './column-names'
import { ADDRESS_PARTS, type Column, GEO_PARTS, resolve, resolved } from './columns'
import { type DateOrder, needsOrder, orderOf, readMoment } from './dates'
import { type Decimal, decimalOf, readQuantity } from './numbers'

/** How the rows of a table become items: a guess that the person changes. */
export interface Mapping {
  type: string
  /** What the columns are called in the file; for a table without names `#1` and so on. */
  names: string[]
  /** Null: goes nowhere. */
  columns: (Column | null)[]
  /** Rows before the first that counts: the names, and what stands above them. */
  skip: number
  /** Null where the file does not settle it and it matters: ask. */
  dateOrder: DateOrder | null
  /** Dates are days since 1900, as spreadsheets count them. */
  serialDates: boolean
  decimal: Decimal
  /** What goes nowhere is listed; or kept as lines of the description. */
  leftovers: 'list' | 'description'
  /** The column that recognises a row in a later file; null: all that it says does. */
  key: number | null
}

/** Rows that a guess looks at. */
export const SAMPLE_ROWS = 200
/** Columns that are looked at: a table with more is none of ours. */
const MOST_COLUMNS = 1000

/** A first mapping of a table by its first rows: by what the columns are called, else by what is in them. `decimal`: where no number settles it. */
export const guessMapping = (sample: string[][], decimal: Decimal = '.'): Mapping => {
  const rows = sample.slice(0, SAMPLE_ROWS)
  const top = topOf(rows)
  const named = hasNames(rows[top] ?? [])
  const width = Math.min(MOST_COLUMNS, Math.max(0, ...rows.slice(top).map(({ length }) => length)))
  const names = Array.from({ length: width }, (_, n) => (named && rows[top]?.[n]?.trim()) || `#${n + 1}`)
  return { ...guessColumns(names, rows.slice(named ? top + 1 : top), decimal), skip: named ? top + 1 : top }
}

/** A first mapping of columns with these names, by some of their rows. */
export const guessColumns = (names: string[], rows: string[][], decimal: Decimal = '.'): Mapping => {
  const kinds = names.map((_, n) => kindOf(rows.map((row) => row[n] ?? '')))
  const said = saidType(names, rows)
  if (!said) return mapTo(guessType(names, kinds), names, rows, decimal)
  const mapping = mapTo(said.type, names.with(said.at, ''), rows, decimal)
  return { ...mapping, names, columns: mapping.columns.with(said.at, { field: 'type' }) }
}

/** The mapping of the same columns to another type, as far as their names and contents tell. */
export const mapTo = (type: string, names: string[], rows: string[][], decimal: Decimal = '.'): Mapping => {
  const kinds = names.map((_, n) => kindOf(rows.map((row) => row[n] ?? '')))
  const known = resolved(type, names)
  const columns = type === 'Measurement' && !measures(known) ? wide(known, names, kinds) : byContent(type, known, kinds)
  const dates = cellsOf(rows, columns, isTime(type))
  const dateOrder = orderOf(dates)
  return {
    type,
    names,
    columns: dateOrder ? columns : withOrders(type, columns, rows),
    skip: 0,
    dateOrder: dateOrder ?? (dates.some(needsOrder) ? null : 'dmy'),
    serialDates: false,
    decimal: decimalOf(cellsOf(rows, columns, isNumber(type))) ?? decimal,
    leftovers: 'list',
    key: keyOf(names, columns, rows),
  }
}

type Content = 'email' | 'url' | 'date' | 'number' | 'phone' | 'text' | 'none'

const LOOKS: readonly [Content, (text: string) => boolean][] = [
  ['email', (text) => /^[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}$/.test(text)],
  ['url', (text) => /^https?:\/\/\S+$/i.test(text)],
  ['date', (text) => (/[^\d.,]/.test(text) || /^\d{1,4}\.\d\d?\.\d{2,4}$/.test(text) ? isDated(text) : false)],
  ['number', (text) => readQuantity(text, '.') !== null || readQuantity(text, ',') !== null],
  ['phone', (text) => /^\+?[\d\s()/.-]{6,24}$/.test(text)],
]

const isDated = (text: string): boolean => text.length < 60 && readMoment(text, { order: 'dmy' }) !== null

/** What most of the texts look like. A number with a plus in front is a phone's. */
const kindOf = (texts: string[]): Content => {
  const filled = texts.map((text) => text.trim()).filter((text) => text !== '')
  if (!filled.length) return 'none'
  if (filled.every((text) => /^\+\d[\d\s()/.-]{6,}$/.test(text))) return 'phone'
  const found = LOOKS.find(([, looks]) => filled.filter(looks).length >= 0.8 * filled.length)
  return found ? found[0] : 'text'
}

/** The first row as wide as most: what stands above is no part of the table. */
const topOf = (rows: string[][]): number => {
  const counts = new Map<number, number>()
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1)
  const usual = Math.max(...[...counts].filter(([, count]) => count >= rows.length / 2).map(([width]) => width), 0)
  return Math.max(
    0,
    rows.findIndex(({ length }) => length >= usual),
  )
}

const isKnown = (name: string): boolean => Object.keys(COLUMN_NAMES).some((type) => resolve(type, name) !== null)

const hasNames = (cells: string[]): boolean => {
  const values = cells.slice(0, MOST_COLUMNS).filter((cell) => cell.trim() && kindOf([cell]) !== 'text')
  return cells.slice(0, MOST_COLUMNS).filter(isKnown).length > values.length || values.length === 0
}

/** What a type asks of the columns that go to it. */
const ASKS: readonly [string, (has: (...fields: string[]) => boolean) => boolean][] = [
  [
    'Contact',
    (has) =>
      has('name', 'givenName', 'familyName', 'email', 'worksFor') &&
      has('email', 'telephone', 'address', 'birthDate', 'familyName'),
  ],
  [
    'Event',
    (has) =>
      has('name') && has('startDate') && has('endDate', 'location', 'attendee', 'organizer', 'calendar', 'duration'),
  ],
  ['Task', (has) => has('name') && has('dueDate', 'completedDate', 'percentComplete', 'status')],
  ['Bookmark', (has) => has('url') && has('name', 'folder', 'dateCreated', 'tags')],
  ['Place', (has) => has('geo')],
  ['Measurement', (has) => has('value') && has('measuredProperty', 'unitText')],
]
const WEAKLY: typeof ASKS = [
  ['Note', (has) => has('text')],
  ['Activity', (has) => has('name') && has('startTime')],
]

const guessType = (names: string[], kinds: Content[]): string => {
  const best = (asks: typeof ASKS): [string, number] => {
    let found: [string, number] = ['', 0]
    for (const [type, fits] of asks) {
      const fields = resolved(type, names).flatMap((column) => (column ? [column.field] : []))
      if (fits((...any) => any.some((field) => fields.includes(field))) && fields.length > found[1])
        found = [type, fields.length]
    }
    return found
  }
  const [type, count] = best(ASKS)
  const money = names.some((name) => MONEY.split('|').includes(foldName(name)))
  if (money && !(type === 'Contact' && count > 2)) return 'Thing'
  if (type) return type
  const texts = kinds.filter((kind) => kind === 'text').length
  if (kinds.includes('number') && kinds.includes('date') && texts < 2) return 'Measurement'
  const [weak] = best(WEAKLY)
  if (weak) return weak
  return kinds.includes('email') ? 'Contact' : kinds.includes('url') ? 'Bookmark' : 'Thing'
}

/** The type that a column `type` says, as in our own tables. */
const saidType = (names: string[], rows: string[][]): { at: number; type: string } | null => {
  const at = names.indexOf('type')
  const said = new Set(at < 0 ? [] : rows.map((row) => row[at] ?? ''))
  const [type = ''] = said
  return said.size === 1 && itemType(type) ? { at, type } : null
}

const measures = (columns: (Column | null)[]): boolean => columns.some((column) => column?.field === 'value')

/** A column of numbers for each thing that is measured. */
const wide = (known: (Column | null)[], names: string[], kinds: Content[]): (Column | null)[] => {
  const when = known.some((column) => column?.field === 'startTime') ? -1 : kinds.indexOf('date')
  return names.map((name, n) => {
    if (n === when) return { field: 'startTime' }
    if (known[n] || kinds[n] !== 'number') return known[n] ?? null
    const [, label = name, unit] = /^(.*?)\s*[([]([^()[\]]{1,16})[)\]]\s*$/.exec(name) ?? []
    return { field: 'value', label, ...(unit && { unit }) }
  })
}

/** Columns whose name says nothing, by what is in them; the first text is the name where there is none. */
const byContent = (type: string, known: (Column | null)[], kinds: Content[]): (Column | null)[] => {
  const fields = itemType(type)?.fields ?? []
  const free = (name: string) =>
    fields.some((field) => field.name === name) && !known.some((column) => column?.field === name)
  const [time = ''] = itemType(type)?.time ?? []
  const targets: Partial<Record<Content, string>> = { email: 'email', url: 'url', phone: 'telephone', date: time }
  const columns = [...known]
  for (const [n, kind] of kinds.entries()) {
    const field = targets[kind]
    if (!columns[n] && field && free(field) && !columns.some((column) => column?.field === field))
      columns[n] = { field }
  }
  const named = columns.some((column) => column && ['name', 'givenName', 'familyName', 'text'].includes(column.field))
  const first = kinds.findIndex((kind, n) => kind === 'text' && !columns[n])
  if (!named && free('name') && first >= 0) columns[first] = { field: 'name' }
  return columns
}

const kindIn = (type: string, name: string) => itemType(type)?.fields.find((field) => field.name === name)?.kind
const isTime = (type: string) => (column: Column) => {
  const kind = kindIn(type, column.field)
  return (kind === 'date' || kind === 'moment') && (!column.part || column.part === 'date')
}
const isNumber = (type: string) => (column: Column) =>
  kindIn(type, column.field) === 'number' || (column.field === 'geo' && column.part !== undefined)

/** Where the columns do not agree, the order of each that settles its own. */
const withOrders = (type: string, columns: (Column | null)[], rows: string[][]): (Column | null)[] =>
  columns.map((column, n) => {
    const dateOrder = column && isTime(type)(column) ? orderOf(rows.map((row) => row[n] ?? '')) : null
    return column && dateOrder ? { ...column, dateOrder } : column
  })

const cellsOf = (rows: string[][], columns: (Column | null)[], wanted: (column: Column) => boolean): string[] =>
  columns.flatMap((column, n) => (column && wanted(column) ? rows.flatMap((row) => row[n]?.trim() || []) : []))

/** A column that is called an id, of which every value is long and there once. */
const keyOf = (names: string[], columns: (Column | null)[], rows: string[][]): number | null => {
  const found = names.findIndex((name, n) => {
    const values = rows.map((row) => row[n]?.trim() ?? '')
    const called = !columns[n] && /^(?:.* )?(?:id|uid|guid|uuid)$/.test(foldName(name))
    return (
      called &&
      values.length > 0 &&
      values.every((value) => value.length >= 8) &&
      new Set(values).size === values.length
    )
  })
  return found < 0 ? null : found
}

/** What to choose from for a column of a type, with the parts that one of them may have. */
export const targetsOf = (type: string): { field: string; parts: readonly string[] }[] => [
  ...(itemType(type)?.fields ?? [])
    .filter(({ kind }) => kind !== 'file' && kind !== 'path')
    .map(({ name, kind, many }) => ({ field: name, parts: [...(PARTS[kind] ?? []), ...(many ? ['label'] : [])] })),
  ...(type === 'Event' ? [{ field: 'allDay', parts: [] }] : []),
  { field: 'tags', parts: [] },
]

const PARTS: Partial<Record<string, readonly string[]>> = {
  address: ADDRESS_PARTS,
  geo: GEO_PARTS,
  date: ['year', 'month', 'day'],
  moment: ['date', 'time'],
}

import type { Address, Fields, Geo, Value } from '../contract/item'
import type { FieldType } from '../contract/item-types'
import type { Column } from './columns'
import { type DateStyle, dateOf, readDate, readMoment, readTime } from './dates'
import { LONGEST_TIME, problem } from './imported'
import { isUnsafe } from './links'
import type { Mapping } from './mapping'
import { type Decimal, readNumber, readQuantity } from './numbers'
import type { Read } from './reader'

/** The cells of one value: by part, and of several values in a cell one after the other. */
export interface Entry {
  column: Column
  name: string
  parts: Map<string, string[]>
}

/** What becomes of one row, and of what in it does not become a value. */
export interface Draft {
  line: number
  fields: Fields
  tags: string[]
  unit: string
  reads: Read[]
  /** The times of an event do not count. */
  allDay: boolean
  /** What stays text, by the name of its column. */
  kept: [string, string][]
}

/** The one text of a value without parts. */
export const first = ({ parts }: Entry): string => parts.get('')?.[0] ?? ''

/** What cells mean; what they do not goes to the draft. */
type Values = (entry: Entry, field: FieldType, mapping: Mapping, draft: Draft) => (Value | null)[]

const texts: Values = ({ parts }) => parts.get('') ?? []

const urls: Values = (entry, field, mapping, draft) =>
  texts(entry, field, mapping, draft).map((value) => {
    if (!isUnsafe(String(value))) return value
    draft.reads.push(problem('unsafe-link', String(value), draft.line, entry.name))
    return null
  })

const times: Values = ({ column, name, parts }, field, mapping, draft) => {
  const text = (part: string) => parts.get(part)?.[0] ?? ''
  const whole = text('') || text('date')
  const all = [...parts.values()].flat().join(' ')
  // So empty dates are written by some.
  if (/^[0\s./:-]*$/.test(all)) return []
  const latest = field.name === 'birthDate' ? new Date().getFullYear() : undefined
  const style: DateStyle = {
    order: column.dateOrder ?? mapping.dateOrder,
    serial: mapping.serialDates,
    ...(latest && { latest }),
  }
  const value = whole ? timeOf(whole, text('time'), field, style) : dateOf(text('year'), text('month'), text('day'))
  if (value) return [value]
  draft.reads.push(problem('bad-date', all, draft.line, name))
  if (all.length <= LONGEST_TIME) return [all]
  draft.kept.push([name, all])
  return []
}

const timeOf = (whole: string, time: string, { kind }: FieldType, style: DateStyle): string | null => {
  if (kind === 'date') return readDate(whole, style)
  const moment = readMoment(whole, style)
  if (!moment || !time || moment.includes('T')) return moment
  const read = readTime(time)
  return read && moment.length === 10 ? `${moment}T${read}` : null
}

const numbers: Values = (entry, field, mapping, draft) => {
  const text = first(entry)
  const quantity = readQuantity(text, mapping.decimal)
  if (quantity && field.name === 'value') draft.unit = entry.column.unit ?? quantity.unit
  if (quantity) return [quantity.value]
  draft.reads.push(problem('bad-number', text, draft.line, entry.name))
  draft.kept.push([entry.name, text])
  return []
}

const addresses: Values = ({ parts }) => {
  const count = Math.max(...[...parts.values()].map(({ length }) => length))
  return Array.from({ length: count }, (_, n): Address | null => {
    const said = [...parts].filter(([part, values]) => part !== 'label' && part !== 'formatted' && values[n])
    const formatted = parts.get('formatted')?.[n]
    if (!said.length) return formatted ? { streetAddress: formatted } : null
    return Object.fromEntries(said.map(([part, values]) => [part || 'streetAddress', values[n]]))
  })
}

const points: Values = ({ name, parts }, _, { decimal }, draft) => {
  const [latitudeText = '', longitudeText = ''] = (parts.get('')?.[0] ?? '').split(/(?<=\d)°?[,;]?\s+|,(?=\s*-?\d+\.)/)
  const degrees = (text: string, most: number): number | null => {
    const read = [decimal, '.', ','].map((sign) => readNumber(text, sign as Decimal))
    return read.find((number) => number !== null && Math.abs(number) <= most) ?? null
  }
  const latitude = degrees(parts.get('latitude')?.[0] ?? latitudeText, 90)
  const longitude = degrees((parts.get('longitude')?.[0] ?? longitudeText).replace('°', ''), 180)
  const elevation = readNumber(parts.get('elevation')?.[0] ?? '', decimal)
  if (latitude !== null && longitude !== null) {
    const geo: Geo = { latitude, longitude, ...(elevation !== null && { elevation }) }
    return [geo]
  }
  const all = [...parts.values()].flat().join(' ')
  draft.reads.push(problem('bad-number', all, draft.line, name))
  draft.kept.push([name, all])
  return []
}

/** The values of cells, by the kind of their field. Null: what stands there is none. */
export const VALUES: Partial<Record<FieldType['kind'], Values>> = {
  line: texts,
  text: texts,
  markdown: texts,
  rule: texts,
  email: texts,
  phone: texts,
  url: urls,
  date: times,
  moment: times,
  number: numbers,
  address: addresses,
  geo: points,
}

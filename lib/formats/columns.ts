import { itemType } from '../contract/item-types'
import { COLUMN_NAMES, foldName, LABELS } from './column-names'
import type { DateOrder } from './dates'

/** Where the cells of one column go. */
export interface Column {
  /** A field of the type; `tags`; `allDay`, of an event whose times do not count; `type`, which is not kept. */
  field: string
  /** A part of the value: of an address or a point by its name; `date`, `time`, `year`, `month`, `day`; `label` of the value beside it. */
  part?: string
  /** What the value is called ("work"). Of a measurement's `value`: what is measured, where each column is one thing. */
  label?: string
  /** Columns of one field and group make one value. */
  group?: string
  /** What a measurement is counted in. */
  unit?: string
  /** Of its dates, where other columns have theirs the other way round. */
  dateOrder?: DateOrder
}

/** The parts of an address and of a point that a table has columns for. */
export const ADDRESS_PARTS: readonly string[] = [
  'streetAddress',
  'extendedAddress',
  'postOfficeBoxNumber',
  'postalCode',
  'addressLocality',
  'addressRegion',
  'addressCountry',
]
export const GEO_PARTS: readonly string[] = ['latitude', 'longitude', 'elevation']

const tables = new Map<string, Map<string, Column>>()

/** The columns of a type by their folded names: those of the table, and what the fields are called themselves. */
const tableOf = (type: string): Map<string, Column> => {
  const known = tables.get(type)
  if (known) return known
  const table = new Map<string, Column>()
  const names = COLUMN_NAMES[type === 'Person' ? 'Contact' : type] ?? {}
  for (const [target, words] of Object.entries(names)) {
    const [field = '', part] = target.split('.')
    for (const word of words.split('|')) if (!table.has(word)) table.set(word, { field, ...(part && { part }) })
  }
  for (const { name, kind } of itemType(type)?.fields ?? [])
    if (kind !== 'address' || !table.has(foldName(name))) table.set(foldName(name), { field: name })
  tables.set(type, table)
  return table
}

const PHRASES = Object.entries(LABELS)
  .flatMap(([label, words]) => words.split('|').map((word): [string, string] => [word, label]))
  .sort(([a], [b]) => b.length - a.length)
const CALLED = ['telephone', 'email', 'address', 'url']

/** Where a column of this name goes in a type; null where it says nothing. */
export const resolve = (type: string, name: string): Column | null => {
  const table = tableOf(type)
  const folded = foldName(name)
  const whole = table.get(folded) ?? table.get(folded.replace(/^address /, ''))
  if (whole) return whole
  const own = ownName(type, name)
  if (own) return own
  const [, base = folded, group, rest = ''] = /^(.+?) (\d{1,2})(?: (.+))?$/.exec(folded) ?? []
  const part = /^(?:label|type)$/.test(rest) ? 'label' : undefined
  const phrase = rest && !part && rest !== 'value' ? `${base} ${rest}` : base
  const found = table.get(phrase) ?? labelled(table, phrase)
  if (!found || (part && !CALLED.includes(found.field) && found.field !== 'related')) return null
  // "Street 2" is a second line, "Address 2 - Street" a second address.
  const line = found.field === 'address' && !rest
  const { part: kept, ...bare } = found
  return { ...bare, ...((part ?? kept) && { part: part ?? (kept as string) }), ...(group && !line && { group }) }
}

const PARTS = ['label', ...ADDRESS_PARTS, ...GEO_PARTS]

/** A name of our own tables: "address.postalCode", "email.label". */
const ownName = (type: string, name: string): Column | null => {
  const [field = '', part, more] = name.split('.')
  const known =
    part && PARTS.includes(part) && more === undefined && itemType(type)?.fields.some((each) => each.name === field)
  return known ? { field, part } : null
}

const labelled = (table: Map<string, Column>, phrase: string): Column | null => {
  let rest = ` ${phrase} `
  const labels: string[] = []
  for (const [word, label] of PHRASES)
    if (rest.includes(` ${word} `)) {
      rest = rest.replace(` ${word} `, ' ')
      if (!labels.includes(label)) labels.push(label)
    }
  const bare = rest.replace(/ (?:number|nummer|nr|numero|de|del|do|da|di)(?= )/g, '').trim()
  const label = labels
    .filter((each) => each !== 'main' || labels.length === 1)
    .sort((a) => (a === 'fax' ? 1 : -1))
    .join(' ')
  if (!label) return null
  if (!bare) return /fax|mobile|pager/.test(label) && table.has('telephone') ? { field: 'telephone', label } : null
  const found = table.get(bare) ?? table.get(rest.trim())
  return found && CALLED.includes(found.field) ? { ...found, label } : null
}

/** Where each column goes by its name; of several that go to one place, and may not, the first. */
export const resolved = (type: string, names: string[]): (Column | null)[] => {
  const columns = names.map((name) => resolve(type, name))
  const has = (field: string, part?: string) => columns.some((each) => each?.field === field && each.part === part)
  const turn = (from: [string, string?], to: Column) => {
    for (const [n, each] of columns.entries()) if (each?.field === from[0] && each.part === from[1]) columns[n] = to
  }
  // "Vorname, Name" and "Nombre, Apellidos": what is called by the same word is the other half.
  if (has('givenName') && !has('familyName')) turn(['name'], { field: 'familyName' })
  if (has('familyName') && !has('givenName')) turn(['name'], { field: 'givenName' })
  if (type === 'Thing' && !has('name')) turn(['description'], { field: 'name' })
  if (has('birthDate', 'year')) turn(['birthDate'], { field: 'birthDate', part: 'day' })
  for (const field of ['startDate', 'endDate', 'startTime']) if (!has(field)) turn([field, 'time'], { field })
  const taken = new Set<string>()
  return columns.map((column, n) => {
    if (!column) return null
    const place = JSON.stringify(column)
    const several = !column.part && isMany(type, column.field)
    const again = taken.has(place)
    taken.add(place)
    if (!again || column.part === 'streetAddress') return column
    return several ? { ...column, group: `again ${n}` } : null
  })
}

const isMany = (type: string, name: string): boolean =>
  name === 'tags' || (itemType(type)?.fields.some((field) => field.name === name && field.many) ?? false)

import type { Fields, Labelled } from '../contract/item'
import { type FieldType, itemType } from '../contract/item-types'
import { type Draft, type Entry, first, VALUES } from './cells'
import type { Column } from './columns'
import type { Row } from './csv'
import { unguarded } from './formula'
import { digest, imported, nameOf, problem, tidyTags } from './imported'
import type { Mapping } from './mapping'
import { readQuantity } from './numbers'
import type { Read } from './reader'

/** Stands between several values in one cell. */
export const BETWEEN = ' ::: '

/** The items of one row, and what could not be read of it: a wide row of measurements is many, any other is one. */
export const itemsOf = (row: Row, mapping: Mapping): Read[] => {
  const draft: Draft = { line: row.line, fields: {}, tags: [], unit: '', reads: [], kept: [], allDay: false }
  const measured: [Column, string][] = []
  for (const entry of entriesOf(row, mapping, draft)) {
    const { column } = entry
    if (mapping.type === 'Measurement' && column.field === 'value' && column.label)
      measured.push([column, first(entry)])
    else if (column.field === 'tags') setTags(entry, draft)
    else if (column.field === 'allDay') draft.allDay = YES.test(first(entry).trim())
    else setField(entry, mapping, draft)
  }
  return measured.length
    ? [...draft.reads, ...measuredOf(measured, mapping, draft)]
    : [...draft.reads, ...oneOf(row, mapping, draft)]
}

const entriesOf = ({ cells, raw: json }: Row, mapping: Mapping, draft: Draft): Iterable<Entry> => {
  const entries = new Map<string, Entry>()
  for (const [n, raw] of cells.entries()) {
    // Only tables are guarded against spreadsheets.
    const cell = json === undefined ? unguarded(raw) : raw
    if (cell.trim() === '') continue
    const column = mapping.columns[n]
    const name = mapping.names[n] ?? `#${n + 1}`
    if (!column) {
      if (mapping.type === 'Thing' || mapping.leftovers === 'description') draft.kept.push([name, cell])
      continue
    }
    if (column.field === 'type') continue
    const fixed = column.part === 'label' ? '' : (column.label ?? '')
    const key = JSON.stringify([column.field, fixed, column.group ?? ''])
    const entry = entries.get(key) ??
      entries.get(JSON.stringify([column.field, '', column.group ?? ''])) ?? { column, name, parts: new Map() }
    if (!entry.column.label && fixed) entry.column = column
    entries.set(key, entry)
    addPart(entry, column.part ?? '', isMany(mapping.type, column.field) ? cell.split(BETWEEN) : [cell])
  }
  return new Set(entries.values())
}

const YES = /^(?:true|yes|y|1|x|wahr|ja|vrai|oui|verdadero|s[ií]|vero|verdadeiro|sim|waar|prawda|tak)$/i

/** Two columns of one part are two lines of it. */
const addPart = ({ parts }: Entry, part: string, values: string[]): void => {
  const before = parts.get(part) ?? []
  parts.set(
    part,
    Array.from({ length: Math.max(before.length, values.length) }, (_, n) =>
      [before[n], values[n]?.trim()].filter(Boolean).join('\n'),
    ),
  )
}

const fieldOf = (type: string, name: string): FieldType | undefined =>
  itemType(type)?.fields.find((field) => field.name === name)
const isMany = (type: string, name: string): boolean => fieldOf(type, name)?.many === true

const setTags = ({ name, parts }: Entry, draft: Draft): void => {
  const colons = BETWEEN.trim()
  const all = (parts.get('') ?? []).flatMap((cell) => cell.split(cell.includes(colons) ? colons : /[;,]/))
  // The group in which Google puts everybody says nothing.
  const said = all.map((tag) => tag.replace(/^\s*\* /, '').trim()).filter((tag) => tag !== 'myContacts')
  const { tags, over } = tidyTags([...draft.tags, ...said])
  draft.tags = tags
  if (over.length) draft.reads.push(problem('too-large', over.join(', '), draft.line, name))
}

const setField = (entry: Entry, mapping: Mapping, draft: Draft): void => {
  const field = fieldOf(mapping.type, entry.column.field)
  if (!field) return
  const values = VALUES[field.kind]?.(entry, field, mapping, draft) ?? [...entry.parts.values()].flat()
  const labels = entry.parts.get('label') ?? []
  const labelled = values.flatMap((value, n): Labelled[] => {
    if (value === null || value === '') return []
    const label = calledBy(labels[n] ?? '') || entry.column.label
    return [label ? { value, label } : { value }]
  })
  const [one] = labelled
  if (!one) return
  if (field.many) draft.fields[field.name] = [...((draft.fields[field.name] as Labelled[]) ?? []), ...labelled]
  else draft.fields[field.name] ??= one.value
}

/** "* Work" is Google's for the first of several; Outlook says "SMTP" of every address. */
const calledBy = (label: string): string => {
  const plain = label.replace(/^\* ?/, '').trim()
  if (/^(?:smtp|ex)$/i.test(plain)) return ''
  return /^(?:work|home|mobile|other|main|pager|(?:work |home )?fax)$/i.test(plain) ? plain.toLowerCase() : plain
}

const keyOf = ({ cells }: Row, { key, type }: Mapping): string | undefined => {
  const id = key === null ? '' : (cells[key]?.trim() ?? '')
  return id ? digest([type, id]) : undefined
}

const oneOf = (row: Row, mapping: Mapping, { fields, tags, kept, unit, allDay }: Draft): Read[] => {
  const { type } = mapping
  if (allDay)
    for (const name of ['startDate', 'endDate'])
      if (fields[name] !== undefined) fields[name] = String(fields[name]).replace(/^(\d{4}-\d\d-\d\d)T.*$/, '$1')
  if (type === 'Measurement' && unit) fields.unitText ??= unit
  nameOf(type, fields)
  if (type === 'Thing' && row.raw) fields.data = row.raw
  else keep(type, fields, kept)
  if (!Object.keys(fields).length && !tags.length) return [problem('missing', row.cells.join(' '), row.line)]
  return [{ item: imported(type, fields, tags, keyOf(row, mapping)) }]
}

/** What has no field of its own stays with the item: a Thing has a place for it, others a description. */
const keep = (type: string, fields: Fields, kept: [string, string][]): void => {
  if (!kept.length) return
  if (type === 'Thing' && fields.data === undefined) {
    const names = new Set<string>()
    const apart = kept.map(([name, text], n) => {
      const own = names.has(name) ? `${name} #${n + 1}` : name
      names.add(name)
      return [own, text]
    })
    fields.data = JSON.stringify(Object.fromEntries(apart))
    return
  }
  const field = ['description', 'text'].find((name) => fieldOf(type, name))
  const lines = kept.map(([name, text]) => `${name}: ${text}`)
  if (field) fields[field] = [...(fields[field] ? [fields[field]] : []), ...lines].join('\n')
}

/** An item for each thing that was measured in a row. */
const measuredOf = (measured: [Column, string][], mapping: Mapping, { line, fields, tags, kept }: Draft): Read[] =>
  measured.map(([column, text]) => {
    const quantity = readQuantity(text, mapping.decimal)
    if (!quantity) return problem('bad-number', text, line, column.label ?? null)
    const unit = column.unit || quantity.unit
    const one: Fields = {
      measuredProperty: column.label ?? '',
      value: quantity.value,
      ...(unit && { unitText: unit }),
      ...fields,
    }
    keep(mapping.type, one, kept)
    return { item: imported(mapping.type, one, [...tags]) }
  })

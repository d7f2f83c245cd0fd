import type { Address, Draft, Fields, FileRef, Geo, Labelled, Value } from '../../contract/item'
import { isFile, isList } from '../../contract/item-text'
import { type FieldType, itemType } from '../../contract/item-types'
import { readDate, readMoment } from '../../formats/dates'
import { numberText, readNumber } from './numbers'

/** One value as it is being written: a text, the parts of an address or a place, or a file. */
export interface Entry {
  text: string
  label: string
  parts: Record<string, string>
  file: FileRef | null
}

/** An item as it is being written: each field that can be edited with its values, one at least. */
export interface Form {
  entries: Record<string, Entry[]>
  /** With commas between. */
  tags: string
}

/** Why a field cannot be kept as it is written. Words for each are in `assets/locales` under `editor`. */
export type Fault = 'bad_number' | 'bad_place'

export const ADDRESS_PARTS = [
  'streetAddress',
  'extendedAddress',
  'postOfficeBoxNumber',
  'postalCode',
  'addressLocality',
  'addressRegion',
  'addressCountry',
] as const satisfies readonly (keyof Address)[]

export const GEO_PARTS = ['latitude', 'longitude', 'elevation'] as const satisfies readonly (keyof Geo)[]

/** Nothing written yet. */
export const emptyEntry = (): Entry => ({ text: '', label: '', parts: {}, file: null })

/** The fields that a person writes. */
export const editable = (type: string): FieldType[] =>
  (itemType(type)?.fields ?? []).filter(({ fixed, kind }) => !fixed && kind !== 'path')

/** What is written where nothing was changed yet. */
export const formOf = (type: string, { fields, tags }: Pick<Draft, 'fields' | 'tags'>): Form => {
  const entries: Form['entries'] = {}
  for (const { name } of editable(type)) {
    const value = fields[name]
    const all = value === undefined ? [] : isList(value) ? value : [{ value }]
    entries[name] = all.length === 0 ? [emptyEntry()] : all.map(entryOf)
  }
  return { entries, tags: tags.join(', ') }
}

const entryOf = ({ value, label = '' }: Labelled): Entry => {
  const entry = { ...emptyEntry(), label }
  if (isFile(value)) return { ...entry, file: value }
  if (typeof value === 'number') return { ...entry, text: numberText(value) }
  if (typeof value !== 'object') return { ...entry, text: String(value) }
  const parts = Object.entries(value).map(([part, each]) => [
    part,
    typeof each === 'number' ? numberText(each) : String(each),
  ])
  return { ...entry, parts: Object.fromEntries(parts) }
}

/** The tags that stand in a line of text. */
export const tagsIn = (line: string): string[] => [
  ...new Set(
    line
      .split(',')
      .map((tag) => tag.trim().replace(/^#+/, ''))
      .filter((tag) => tag !== ''),
  ),
]

/** The draft that a form says, or what is wrong with it by field. What the form does not show of `before` stays. */
export const draftFrom = (
  type: string,
  form: Form,
  before: Pick<Draft, 'fields' | 'tags'>,
): { draft: Draft; faults: Record<string, never> } | { draft: null; faults: Record<string, Fault> } => {
  const faults: Record<string, Fault> = {}
  const fields: Fields = {}
  const names = new Set(editable(type).map(({ name }) => name))
  for (const [name, value] of Object.entries(before.fields)) if (!names.has(name)) fields[name] = value
  for (const field of editable(type)) {
    const read = (form.entries[field.name] ?? []).map((entry) => readEntry(field, entry, before.fields[field.name]))
    const fault = read.find((each) => typeof each === 'object' && each !== null && 'fault' in each)
    if (fault) faults[field.name] = (fault as { fault: Fault }).fault
    const values = read.filter((each): each is Labelled => each !== null && 'value' in each)
    const [first] = values
    if (first !== undefined) fields[field.name] = field.many ? values : first.value
  }
  if (Object.keys(faults).length > 0) return { draft: null, faults }
  // A tag may hold a comma itself.
  const tags = form.tags === before.tags.join(', ') ? before.tags : tagsIn(form.tags)
  return { draft: { type, fields, tags }, faults: {} }
}

/** A date or moment as somebody writes it ("28.11.2026 20:00") in the form of moment.ts; as it is where that is not sure. */
export const timeFrom = (kind: 'date' | 'moment', text: string): string =>
  (kind === 'date' ? readDate : readMoment)(text, { order: null }) ?? text

const readEntry = (
  field: FieldType,
  { text, label, parts, file }: Entry,
  before: Fields[string] | undefined,
): Labelled | { fault: Fault } | null => {
  const said = (value: Value): Labelled => ({ value, ...(label.trim() !== '' && { label: label.trim() }) })
  switch (field.kind) {
    case 'file':
      return file && said(file)
    case 'address': {
      const filled = ADDRESS_PARTS.filter((part) => (parts[part] ?? '').trim() !== '')
      return filled.length === 0 ? null : said(Object.fromEntries(filled.map((part) => [part, parts[part]])) as Address)
    }
    case 'geo': {
      const geo = readGeo(parts)
      return geo === null || 'fault' in geo ? geo : said(geo)
    }
    case 'number': {
      if (text.trim() === '') return null
      const number = readNumber(text)
      return number === null ? { fault: 'bad_number' } : said(number)
    }
    case 'date':
    case 'moment':
      if (text.trim() === '') return null
      return said(text === before ? text : timeFrom(field.kind, text))
    default:
      return text.trim() === '' ? null : said(text)
  }
}

const readGeo = (parts: Entry['parts']): Geo | { fault: Fault } | null => {
  const written = GEO_PARTS.map((part) => (parts[part] ?? '').trim())
  if (written.every((text) => text === '')) return null
  const [latitude = null, longitude = null, elevation = null] = written.map(readNumber)
  const high = written[2] === '' || elevation !== null
  if (latitude === null || longitude === null || !high) return { fault: 'bad_place' }
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return { fault: 'bad_place' }
  return { latitude, longitude, ...(elevation !== null && { elevation }) }
}

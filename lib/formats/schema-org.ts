import type { Address, Fields, Geo, Labelled, Value } from '../contract/item'
import { type FieldType, itemType } from '../contract/item-types'
import { readDate, readMoment } from './dates'
import { imported, LONGEST_TIME, nameOf, problem, tidyTags } from './imported'
import { isUnsafe } from './links'
import type { Read } from './reader'

type Node = Record<string, unknown>

/** What a type of schema.org is here; what is not in the table goes by how its name ends. */
const TYPES: Record<string, string> = {
  Person: 'Contact',
  Patient: 'Contact',
  Organization: 'Contact',
  PostalAddress: 'PostalAddress',
  PlanAction: 'Task',
  BookmarkAction: 'Bookmark',
  WebPage: 'Bookmark',
  WebSite: 'Bookmark',
  CreativeWork: 'Note',
  NoteDigitalDocument: 'Note',
  TextDigitalDocument: 'Note',
  Trip: 'Trip',
  TouristTrip: 'Trip',
  Observation: 'Measurement',
  EducationalOccupationalCredential: 'Credential',
  LocalBusiness: 'Place',
  City: 'Place',
  Country: 'Place',
  Restaurant: 'Place',
  Hotel: 'Place',
  Store: 'Place',
}
const ENDINGS: readonly [RegExp, string][] = [
  [/Event$/, 'Event'],
  [/Action$/, 'Activity'],
  [/(?:Article|Posting)$/, 'Note'],
  [/(?:Place|Attraction|Landmark|Store|Business|Restaurant)$/, 'Place'],
  [/Organization$/, 'Contact'],
]

/** Other names of schema.org for what a field holds. */
const ALIASES: Record<string, Record<string, string>> = {
  Contact: {
    legalName: 'name',
    nickname: 'alternateName',
    affiliation: 'worksFor',
    spouse: 'related',
    knows: 'related',
  },
  Note: { headline: 'name', articleBody: 'text', description: 'text', datePublished: 'dateCreated' },
  Task: { endTime: 'completedDate', startTime: 'startDate', scheduledTime: 'dueDate' },
  Bookmark: { headline: 'name', startTime: 'dateCreated' },
  Activity: { endTime: 'startTime' },
  Measurement: { observationDate: 'startTime', variableMeasured: 'measuredProperty' },
  Place: { additionalType: 'category' },
  Event: { organiser: 'organizer' },
}

/** An item of a node of any program that speaks schema.org. What has no field stays text; a type that is none of ours is a Thing. */
export const readSchema = (node: Node, line: number | null): Read[] => {
  const type = typeOf(node)
  const said = named(node)
  const reads: Read[] = []
  const { '@id': id } = node
  const key = typeof id === 'string' && !id.startsWith('_:') ? id : undefined
  const { tags, over } = tidyTags(tagsOf(said))
  if (over.length) reads.push(problem('too-large', over.join(', '), line, 'keywords'))
  if (type === 'Thing') {
    const fields: Fields = {
      ...textField('name', said),
      ...textField('url', said),
      ...textField('description', said),
      data: JSON.stringify(node),
    }
    return [...reads, { item: imported(type, fields, tags, key) }]
  }
  const fields: Fields = {}
  const kept: string[] = []
  for (const [name, value] of said) {
    if (name === 'keywords') continue
    const left = setField(fields, type, name, value, line, reads)
    if (left !== null) kept.push(`${name}: ${left}`)
  }
  const rest = ['description', 'text'].find((field) => fieldOf(type, field))
  if (rest && kept.length) fields[rest] = [...(fields[rest] ? [fields[rest]] : []), ...kept].join('\n')
  nameOf(type, fields)
  if (!Object.keys(fields).length) return [...reads, problem('missing', JSON.stringify(node), line)]
  return [...reads, { item: imported(type, fields, tags, key) }]
}

/** A name without what says that it is of schema.org. */
const bare = (name: string): string => name.replace(/^(?:schema:|https?:\/\/(?:www\.)?schema\.org\/)/, '')

const typeOf = (node: Node): string => {
  const types = [node['@type']]
    .flat()
    .filter((type) => typeof type === 'string')
    .map(bare)
  for (const type of types) {
    const found = Object.hasOwn(TYPES, type) ? TYPES[type] : ENDINGS.find(([ending]) => ending.test(type))?.[1]
    if (found) return found
  }
  return 'Thing'
}

const named = (node: Node): [string, unknown][] => {
  const said = Object.entries(node)
    .filter(([name, value]) => !name.startsWith('@') && value !== null)
    .map(([name, value]): [string, unknown] => [bare(name), value])
  // A bookmark is of something: what that is called, and where it is.
  const object = said.find(([name]) => name === 'object')?.[1]
  return isNode(object) ? [...said.filter(([name]) => name !== 'object'), ...named(object)] : said
}

const tagsOf = (said: [string, unknown][]): string[] =>
  said
    .filter(([name]) => name === 'keywords')
    .flatMap(([, value]) => [value].flat())
    .flatMap((value) => (textOf(value) ?? '').split(','))

const textField = (name: string, said: [string, unknown][]): Fields => {
  const text = textOf(said.find(([each]) => each === name)?.[1])
  return text && !(name === 'url' && isUnsafe(text)) ? { [name]: text } : {}
}

const fieldOf = (type: string, name: string): FieldType | undefined =>
  itemType(type)?.fields.find((field) => field.name === name)

/** Puts a value where it belongs; what has no place is given back as text. */
const setField = (
  fields: Fields,
  type: string,
  said: string,
  value: unknown,
  line: number | null,
  reads: Read[],
): string | null => {
  const alias = Object.hasOwn(ALIASES[type] ?? {}, said) ? ALIASES[type]?.[said] : undefined
  const field = fieldOf(type, said) ?? (alias && fields[alias] === undefined ? fieldOf(type, alias) : undefined)
  const left = () => textOf(value) ?? JSON.stringify(value)
  if (!field) return left()
  const values = [value].flat().flatMap((each): Labelled[] => {
    const { inner, label } = unwrapped(each)
    const read = converted(field, inner)
    return read === null ? [] : [{ value: read, ...(label && { label }) }]
  })
  const unsafe = values.findIndex(({ value: each }) => field.kind === 'url' && isUnsafe(String(each)))
  if (unsafe >= 0) {
    reads.push(problem('unsafe-link', String(values.splice(unsafe, 1)[0]?.value), line, said))
    return null
  }
  const [first] = values
  if (first && (field.kind === 'date' || field.kind === 'moment')) {
    const text = String(first.value)
    const moment = field.kind === 'date' ? readDate(text, { order: null }) : readMoment(text, { order: null })
    if (!moment) reads.push(problem('bad-date', text, line, said))
    first.value = moment ?? text
  }
  if (!first) {
    if (field.kind === 'number') reads.push(problem('bad-number', left(), line, said))
    return left()
  }
  if (field.many) fields[field.name] = [...((fields[field.name] as Labelled[]) ?? []), ...values]
  else if (fields[field.name] === undefined) fields[field.name] = first.value
  else return left()
  return null
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)

const unwrapped = (value: unknown): { inner: unknown; label?: string } => {
  if (!isNode(value)) return { inner: value }
  const said = Object.fromEntries(named(value))
  if (bare(String(value['@type'])) === 'ContactPoint')
    return { inner: said.telephone ?? said.email ?? value, ...labelOf(said.contactType) }
  return value['@type'] === 'PropertyValue' ? { inner: said.value, ...labelOf(said.name) } : { inner: value }
}

const labelOf = (label: unknown): { label?: string } => (typeof label === 'string' && label ? { label } : {})

const converted = (field: FieldType, value: unknown): Value | null => {
  const text = textOf(value)
  switch (field.kind) {
    case 'address':
      return addressOf(value)
    case 'geo':
      return geoOf(value)
    case 'number':
      return text !== null && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : null
    case 'date':
    case 'moment':
      return text !== null && text.length <= LONGEST_TIME ? text : null
    case 'file':
    case 'path':
      return null
    default:
      return field.kind === 'email' ? (text?.replace(/^mailto:/i, '') ?? null) : text
  }
}

/** What a value says as one text: itself, its name, or where it is. */
const textOf = (value: unknown): string | null => {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (!isNode(value)) return null
  const said = Object.fromEntries(named(value))
  for (const found of [value['@value'], said.name, said.url, value['@id']])
    if (typeof found === 'string' || typeof found === 'number') return String(found)
  return null
}

const ADDRESS = [
  'streetAddress',
  'extendedAddress',
  'postOfficeBoxNumber',
  'postalCode',
  'addressLocality',
  'addressRegion',
  'addressCountry',
] as const

const addressOf = (value: unknown): Address | null => {
  if (typeof value === 'string') return value ? { streetAddress: value } : null
  if (!isNode(value)) return null
  const said = Object.fromEntries(named(value))
  const address: Address = {}
  for (const part of ADDRESS) {
    const text = textOf(said[part])
    if (text) address[part] = text
  }
  return Object.keys(address).length ? address : null
}

const geoOf = (value: unknown): Geo | null => {
  if (!isNode(value)) return null
  const said = Object.fromEntries(named(value))
  const [latitude, longitude, elevation] = [said.latitude, said.longitude, said.elevation].map((each) =>
    Number.parseFloat(String(textOf(each))),
  )
  if (latitude === undefined || longitude === undefined || !(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180))
    return null
  return { latitude, longitude, ...(elevation !== undefined && Number.isFinite(elevation) && { elevation }) }
}

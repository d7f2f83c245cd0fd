import { HearthError } from '../contract/errors'
import type { Address, Draft, Fields, FileRef, Geo, Labelled, Path, Value } from '../contract/item'
import { type FieldType, itemType, type Kind } from '../contract/item-types'
import { isDate, isMoment } from '../contract/moment'

const ADDRESS = [
  'streetAddress',
  'extendedAddress',
  'postOfficeBoxNumber',
  'postalCode',
  'addressLocality',
  'addressRegion',
  'addressCountry',
] as const
const ID = /^[0-9a-f]{32}$/
const MAX_TAGS = 100
const MAX_TAG = 100

/**
 * The draft as it may be kept: fields that its type has, each of its kind, without empty ones; tags without doubles. Throws
 * `bad-item` for what is of another kind, so that nothing is lost in silence.
 */
export const checkDraft = ({ type, fields, tags }: Draft): Draft => {
  const described = itemType(type) ?? bad(`no type ${String(type).slice(0, 40)}`)
  const kept: Fields = {}
  for (const [name, value] of Object.entries(fields)) {
    const field =
      described.fields.find((each) => each.name === name) ?? bad(`${type} has no field ${name.slice(0, 40)}`)
    const checked = checkField(field, value)
    if (checked !== null) kept[name] = checked
  }
  return { type, fields: kept, tags: checkTags(tags) }
}

/** Tags without blanks around them and without doubles. Throws `bad-item` for what is none. */
export const checkTags = (tags: readonly string[]): string[] => {
  if (!Array.isArray(tags) || tags.length > MAX_TAGS) bad('too many tags')
  const clean = tags.map((tag) => (typeof tag === 'string' ? tag.trim().replace(/^#+/, '') : bad('a tag is no text')))
  if (clean.some((tag) => tag.length > MAX_TAG)) bad('a tag is too long')
  return [...new Set(clean.filter((tag) => tag !== ''))]
}

/** The value of a field as it is kept; null where it says nothing. Throws `bad-item`. */
export const checkField = (field: FieldType, value: Value | Labelled[]): Value | Labelled[] | null => {
  if (!field.many) return checkValue(field.kind, value as Value)
  if (!Array.isArray(value)) bad(`${field.name} is no list`)
  const list = (value as Labelled[]).flatMap((each) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) bad(`${field.name} is no list of values`)
    const checked = checkValue(field.kind, each.value)
    const label = each.label === undefined ? '' : checkText(each.label).trim()
    return checked === null ? [] : [{ value: checked, ...(label !== '' && { label }) }]
  })
  return list.length === 0 ? null : list
}

const checkValue = (kind: Kind, value: unknown): Value | null => {
  switch (kind) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : bad('not a number')
    case 'date':
    case 'moment':
      return checkTime(kind, checkText(value).trim())
    case 'address':
      return checkAddress(checkRecord(value))
    case 'geo':
      return checkGeo(checkRecord(value))
    case 'path':
      return checkPath(value)
    case 'file':
      return checkFile(checkRecord(value))
    default: {
      const text = checkText(value)
      return text.trim() === '' ? null : text
    }
  }
}

const checkTime = (kind: 'date' | 'moment', text: string): string | null => {
  if (text === '') return null
  // What no calendar knows ("circa 1800") is kept as it was said: it is shown, and not counted with.
  return (kind === 'date' ? isDate(text) : isMoment(text)) || text.length <= 200 ? text : bad('not a date')
}

const checkText = (value: unknown): string => (typeof value === 'string' ? value : bad('not a text'))

const checkRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as never) : bad('of another shape')

const checkAddress = (value: Record<string, unknown>): Address | null => {
  const address: Address = {}
  for (const part of ADDRESS) {
    const text = value[part] === undefined ? '' : checkText(value[part])
    if (text.trim() !== '') address[part] = text
  }
  return Object.keys(address).length === 0 ? null : address
}

const within = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Math.abs(value) <= most && !Number.isNaN(value)

const checkGeo = ({ latitude, longitude, elevation }: Record<string, unknown>): Geo => {
  if (!within(latitude, 90) || !within(longitude, 180)) return bad('not on the earth')
  return { latitude, longitude, ...(within(elevation, 1e6) && { elevation }) }
}

const checkPath = (value: unknown): Path => {
  if (!Array.isArray(value)) return bad('not a way')
  return value.map((point: unknown): Path[number] => {
    const [latitude, longitude, elevation, at]: unknown[] = Array.isArray(point) ? point : []
    if (!within(latitude, 90) || !within(longitude, 180)) return bad('not on the earth')
    return [latitude, longitude, within(elevation, 1e6) ? elevation : null, within(at, 8.64e15) ? at : null]
  })
}

const checkFile = ({ file, size, mediaType, preview }: Record<string, unknown>): FileRef => {
  if (!isId(file) || !within(size, Number.MAX_SAFE_INTEGER)) return bad('not a file')
  return {
    file: file as FileRef['file'],
    size,
    mediaType: checkText(mediaType).slice(0, 200),
    ...(isId(preview) && { preview: preview as FileRef['file'] }),
  }
}

const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value)

const bad = (message: string): never => {
  throw new HearthError('bad-item', message)
}

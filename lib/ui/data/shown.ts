import {
  Activity,
  BadgeCheck,
  Bookmark,
  Box,
  Calendar,
  CircleCheck,
  ContactRound,
  FileText,
  Footprints,
  House,
  type LucideIcon,
  MapPin,
  Paperclip,
  Route,
  User,
} from 'lucide-preact'
import type { Address, Draft, Fields, Geo, Labelled, Value } from '../../contract/item'
import { isFile, isList, textsOf, titleOf } from '../../contract/item-text'
import { type FieldType, ITEM_TYPES, itemType } from '../../contract/item-types'
import { t } from '../words'
import { type Inline, readInline } from './markdown'
import { distanceWords, numberWords, sizeWords } from './numbers'
import { ruleWords } from './rule'
import { momentWords } from './when'

const ICONS: Record<string, LucideIcon> = {
  Contact: ContactRound,
  Person: User,
  PostalAddress: House,
  Event: Calendar,
  Task: CircleCheck,
  Note: FileText,
  Place: MapPin,
  Trip: Route,
  Bookmark,
  Activity: Footprints,
  Measurement: Activity,
  File: Paperclip,
  Credential: BadgeCheck,
}

/** The picture of a type. */
export const typeIcon = (type: string): LucideIcon => ICONS[type] ?? Box

/** A type in words; one of a newer version by its own name. */
export const typeName = (type: string): string => (itemType(type) ? t(`type.${type as 'Contact'}`) : type)

/** The types in the order in which they are offered. */
export const TYPE_NAMES: readonly string[] = ITEM_TYPES.map(({ name }) => name)

/** A field in words. */
export const fieldName = (field: string): string => t(`field.${field as 'name'}`) || field

/** What an item is called where it has to be called something. */
export const shownTitle = (type: string, fields: Fields): string => {
  if (type === 'Measurement') return measurementWords(fields)
  const title = type === 'Note' ? plainLine(titleOf(type, fields)) : firstLine(titleOf(type, fields))
  return title || geoWords(fields.geo) || t('items.nameless', { type: typeName(type) })
}

const measurementWords = ({ measuredProperty, value, unitText }: Fields): string =>
  [measuredProperty, typeof value === 'number' ? numberWords(value) : value, unitText]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ') || typeName('Measurement')

const firstLine = (text: string): string => /\S.*/.exec(text)?.[0].trim().slice(0, 200) ?? ''

/** The first line of a note without the signs of its formatting. */
const plainLine = (text: string): string =>
  wordsOf(readInline(firstLine(text).replace(/^(?:#{1,6}|[-*+>]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?/, '')))

const wordsOf = (pieces: readonly Inline[]): string =>
  pieces.map((piece) => ('inside' in piece ? wordsOf(piece.inside) : piece.text)).join('')

/** The line below the name of an item in a list: its type, one thing about it, its tags. */
export const detailWords = ({ type, fields, tags }: Draft): string => {
  const title = shownTitle(type, fields)
  const about = aboutWords(type, fields).find((words) => words !== '' && words !== title)
  return [typeName(type), about, tags.map((tag) => `#${tag}`).join(' ')].filter(Boolean).join(' · ')
}

const aboutWords = (type: string, fields: Fields): string[] => {
  const described = itemType(type)
  const words = (described?.detail ?? []).map((name) => {
    const field = described?.fields.find((each) => each.name === name)
    const value = fields[name]
    return field === undefined || value === undefined ? '' : valueWords(field, value)
  })
  return type === 'Note'
    ? [plainLine(restOf(String(fields.text ?? ''), fields.name === undefined))]
    : words.map(firstLine)
}

/** What of a note is not its name. */
const restOf = (text: string, named: boolean): string => (named ? text.trim().split('\n').slice(1).join('\n') : text)

/** The first value of a field on one line. */
export const valueWords = (field: FieldType, value: Value | Labelled[]): string => {
  if (isList(value)) return value[0] === undefined ? '' : valueWords(field, value[0].value)
  if (typeof value === 'number') return numberIn(field, value)
  // In a look at what would come in, nothing of a file is counted yet.
  if (isFile(value)) return value.size === 0 ? '' : sizeWords(value.size)
  if (field.kind === 'date' || field.kind === 'moment') return momentWords(String(value))
  if (field.kind === 'rule') return ruleWords(String(value))
  if (field.kind === 'geo') return geoWords(value)
  if (field.kind === 'address') return addressLines(value as Address).join(', ')
  if (field.choices) return choiceWords(String(value))
  return textsOf(value)[0] ?? ''
}

/** A number with what its field counts in. */
const numberIn = ({ name }: FieldType, value: number): string =>
  name === 'distance'
    ? distanceWords(value)
    : name === 'percentComplete'
      ? `${numberWords(value)} %`
      : numberWords(value)

/** One of the words that calendars know ("NEEDS-ACTION"), to read. */
export const choiceWords = (choice: string): string =>
  /^[A-Z-]+$/.test(choice) ? choice.charAt(0) + choice.slice(1).toLowerCase().replaceAll('-', ' ') : choice

/** An address as it stands on a letter. */
export const addressLines = (address: Address): string[] => {
  const { streetAddress, extendedAddress, postOfficeBoxNumber, postalCode, addressLocality } = address
  return [
    [streetAddress, extendedAddress].filter(Boolean).join(', '),
    postOfficeBoxNumber ?? '',
    [postalCode, addressLocality].filter(Boolean).join(' '),
    address.addressRegion ?? '',
    address.addressCountry ?? '',
  ].filter((line) => line !== '')
}

/** A place on the map: latitude, longitude, and how high it lies. */
export const geoWords = (value: Value | Labelled[] | undefined): string => {
  if (typeof value !== 'object' || !('latitude' in value)) return ''
  const { latitude, longitude, elevation } = value as Geo
  const place = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`
  return elevation === undefined ? place : `${place}, ${distanceWords(elevation)}`
}

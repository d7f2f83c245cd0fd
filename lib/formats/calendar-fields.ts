import ICAL from 'ical.js'
import type { ProblemReason } from '../contract/data-api'
import { stampOf } from './card-date'
import type { Line } from './lines'
import { isUnsafe } from './links'
import { paramsOf, rawValue } from './property'
import { type Finding, tagsOf } from './reading'
import { type FileZone, zoneNameOf } from './vtimezone'
import { offsetOfLocal, offsetText, zoneOf } from './zone'

export type CalendarType = 'Event' | 'Task' | 'Note'
/** A zone of the calendar's own. */
export type Zones = (name: string) => FileZone | undefined

interface Said {
  line: Line
  /** All lines of the entry. */
  lines: readonly Line[]
  zones: Zones
  /** The value as a list of texts. */
  text: readonly string[]
}

type LineReader = (said: Said) => Omit<Finding, 'line'>[] | ProblemReason

const text =
  (field: string): LineReader =>
  ({ text: [said = ''] }) => {
    const value = said.trim()
    return value === '' ? [] : [{ field, value }]
  }

const word =
  (field: string): LineReader =>
  ({ line }) => [{ field, value: rawValue(line).toUpperCase() }]

const link: LineReader = ({ line }) => {
  const value = rawValue(line)
  return isUnsafe(value) ? 'unsafe-link' : [{ field: 'url', value }]
}

const tags: LineReader = ({ text: list }) => tagsOf(list)

const moment =
  (field: string): LineReader =>
  ({ line, zones }) => {
    const value = momentOf(line, zones)
    return value === null ? 'bad-date' : [{ field, value }]
  }

/** The moment that a line says, or null. A local time of a zone that nobody knows stays without an offset. */
const momentOf = (line: Line, zones: Zones): string | null => {
  const stamp = stampOf(rawValue(line))
  if (!stamp) return null
  const { day, time, offset } = stamp
  if (time === null) return day
  const local = `${day}T${time}`
  const name = zoneNameOf(line)
  if (offset !== null || name === undefined) return local + (offset ?? '')
  const zone = zoneOf(name)
  if (zone === 'UTC') return `${local}Z`
  const seconds = zone ? offsetOfLocal(zone, localInstant(day, time)) : (zones(name)?.(day, time) ?? null)
  return local + (seconds === null ? '' : (offsetText(seconds) ?? '')) + (zone ? `[${zone}]` : '')
}

/** A local time as if it were in UTC, in milliseconds since 1970. */
export const localInstant = (day: string, time: string): number => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  return new Date(Date.UTC(2000, month - 1, date, hours, minutes, seconds)).setUTCFullYear(year, month - 1, date)
}

/** The day so many days later. */
export const dayAfter = (day: string, days: number): string =>
  new Date(localInstant(day, '12:00') + days * 86_400_000).toISOString().slice(0, 10)

// The end of whole days is the day after the last of them (RFC 5545 3.6.1); here it is the last one.
const end: LineReader = ({ line, lines, zones }) => {
  const value = momentOf(line, zones)
  if (value === null) return 'bad-date'
  if (value.includes('T')) return [{ field: 'endDate', value }]
  const start = lines.find(({ name }) => name === 'DTSTART')
  const first = start && stampOf(rawValue(start))?.day
  const last = dayAfter(value, -1)
  return [{ field: 'endDate', value: first && last < first ? first : last }]
}

// A note of no day was written on some day.
const created: LineReader = (said) =>
  said.lines.some(({ name }) => name === 'DTSTART') ? [] : moment('dateCreated')(said)

const rule: LineReader = ({ line }) => {
  const value = rawValue(line)
  try {
    ICAL.Recur.fromString(value)
    return [{ field: 'repeats', value }]
  } catch {
    return 'not-understood'
  }
}

const duration: LineReader = ({ line }) => {
  const value = rawValue(line).toUpperCase()
  return /^[+-]?P(?=[\dT])(?:\d+W)?(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/.test(value)
    ? [{ field: 'duration', value }]
    : 'not-understood'
}

const geo: LineReader = ({ line }) => {
  const [, latitude, longitude] = /^([+-]?\d+(?:\.\d+)?)\\?;([+-]?\d+(?:\.\d+)?)$/.exec(rawValue(line)) ?? []
  const value = { latitude: Number(latitude), longitude: Number(longitude) }
  return Math.abs(value.latitude) <= 90 && Math.abs(value.longitude) <= 180 ? [{ field: 'geo', value }] : 'bad-number'
}

const percent: LineReader = ({ line }) => {
  const said = rawValue(line)
  return /^\d{1,3}$/.test(said) && Number(said) <= 100
    ? [{ field: 'percentComplete', value: Number(said) }]
    : 'bad-number'
}

/** Nobody's address: for whoever has but a name. */
export const NO_ADDRESS = 'invalid:nomail'

const person =
  (field: string): LineReader =>
  ({ line }) => {
    const address = rawValue(line).replace(/^mailto:/i, '')
    const name = paramsOf(line).get('CN')?.join(', ').trim()
    const known = address.toLowerCase() !== NO_ADDRESS
    const value = name && name !== address ? (known ? `${name} <${address}>` : name) : known ? address : ''
    return value === '' ? [] : [{ field, value }]
  }

const COMMON: [string, LineReader][] = [
  ['SUMMARY', text('name')],
  ['URL', link],
  ['CATEGORIES', tags],
]

const READERS: Record<CalendarType, Map<string, LineReader>> = {
  Event: new Map([
    ...COMMON,
    ['DTSTART', moment('startDate')],
    ['X-HEARTH-DTSTART', text('startDate')],
    ['DTEND', end],
    ['X-HEARTH-DTEND', text('endDate')],
    ['DURATION', duration],
    ['LOCATION', text('location')],
    ['GEO', geo],
    ['RRULE', rule],
    ['ORGANIZER', person('organizer')],
    ['ATTENDEE', person('attendee')],
    ['STATUS', word('eventStatus')],
    ['X-WR-CALNAME', text('calendar')],
    ['DESCRIPTION', text('description')],
  ]),
  Task: new Map([
    ...COMMON,
    ['DTSTART', moment('startDate')],
    ['X-HEARTH-DTSTART', text('startDate')],
    ['DUE', moment('dueDate')],
    ['X-HEARTH-DUE', text('dueDate')],
    ['COMPLETED', moment('completedDate')],
    ['X-HEARTH-COMPLETED', text('completedDate')],
    ['STATUS', word('status')],
    ['PERCENT-COMPLETE', percent],
    ['RRULE', rule],
    ['X-WR-CALNAME', text('calendar')],
    ['DESCRIPTION', text('description')],
  ]),
  Note: new Map([
    ...COMMON,
    ['DESCRIPTION', text('text')],
    ['DTSTART', moment('dateCreated')],
    ['X-HEARTH-DTSTART', text('dateCreated')],
    ['CREATED', created],
  ]),
}

/** Every property that says something of an entry of this type. All others stay in the original. */
export const calendarReaders = (type: CalendarType): ReadonlyMap<string, LineReader> => READERS[type]

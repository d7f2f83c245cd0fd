import type { Fields, Labelled } from '../contract/item'
import { instantOf, isMoment } from '../contract/moment'
import { type CalendarType, dayAfter, localInstant, NO_ADDRESS } from './calendar-fields'
import { writeLine, writeText } from './property'
import { TAGS } from './reading'
import type { Writer } from './rewrite'
import { offsetOfLocal, offsetText, zoneOf } from './zone'

/** How each field of an entry is written. */
export const calendarWriters = (type: CalendarType): Writer[] => WRITERS[type]

const textOf = (fields: Fields, field: string): string => {
  const value = fields[field]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

const text = (field: string, property: string): Writer => ({
  fields: [field],
  lines: (fields) => {
    const value = textOf(fields, field)
    return value === '' ? [] : [writeText(property, {}, [value], 'icalendar')]
  },
})

const raw = (field: string, property: string): Writer => ({
  fields: [field],
  lines: (fields) => {
    const value = textOf(fields, field).replace(/\p{Cc}/gu, '')
    return value === '' ? [] : [writeLine(property, {}, value)]
  },
})

/** An instant as calendars write it in UTC. */
export const utcStamp = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')

const compact = (text: string): string => text.replace(/[-:]/g, '')
const DAY = /^\d{4}-\d\d-\d\d$/
const LOCAL = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?(?:\[(.+)\])?$/

/** A moment as a line: in its zone, where its offset is the one that a calendar would take there, else in UTC. */
const momentLine = (property: string, moment: string): string[] => {
  if (moment === '') return []
  if (DAY.test(moment) && isMoment(moment)) return [writeLine(property, { VALUE: ['DATE'] }, compact(moment))]
  const [, day, minutes, seconds = '00', offset, named] = LOCAL.exec(isMoment(moment) ? moment : '') ?? []
  // Less than a day, or words: no calendar has a form for it.
  if (day === undefined || minutes === undefined) return [writeText(`X-HEARTH-${property}`, {}, [moment], 'icalendar')]
  const time = `${minutes}:${seconds}`
  const local = compact(`${day}T${time}`)
  const zone = named === undefined ? null : zoneOf(named)
  if (zone && zone !== 'UTC') {
    const usual = offsetText(offsetOfLocal(zone, localInstant(day, time)))
    if (offset === undefined || offset === usual) return [writeLine(property, { TZID: [zone] }, local)]
  }
  if (offset === undefined) return [writeLine(property, {}, local + (zone === 'UTC' ? 'Z' : ''))]
  const at = instantOf(moment)
  return at === null ? [] : [writeLine(property, {}, utcStamp(at))]
}

const moment = (field: string, property: string): Writer => ({
  fields: [field],
  lines: (fields) => momentLine(property, textOf(fields, field)),
})

// RFC 5545 allows no other.
const completed: Writer = {
  fields: ['completedDate'],
  lines: (fields) => {
    const value = textOf(fields, 'completedDate')
    const at = /T.*(?:Z|[+-]\d\d:\d\d)/.test(value) ? instantOf(value) : null
    return at === null ? momentLine('COMPLETED', value) : [writeLine('COMPLETED', {}, utcStamp(at))]
  },
}

// An event has an end or a duration (RFC 5545 3.6.1). The end of whole days is the day after the last.
const ends: Writer = {
  fields: ['endDate', 'duration'],
  lines: (fields) => {
    const last = textOf(fields, 'endDate')
    const length = textOf(fields, 'duration').replace(/\p{Cc}/gu, '')
    if (last !== '') return momentLine('DTEND', DAY.test(last) && isMoment(last) ? dayAfter(last, 1) : last)
    return length === '' ? [] : [writeLine('DURATION', {}, length)]
  },
}

const decimal = (value: number): string => value.toFixed(9).replace(/\.?0+$/, '')

const geo: Writer = {
  fields: ['geo'],
  lines: ({ geo: value }) =>
    typeof value === 'object' && 'latitude' in value
      ? [writeLine('GEO', {}, `${decimal(value.latitude)};${decimal(value.longitude)}`)]
      : [],
}

const personLine = (property: string, value: string): string => {
  const [, name = '', address = value] = /^([\s\S]*?)\s*<([^<>]+)>$/.exec(value) ?? []
  const uri = address.replace(/\p{Cc}/gu, '')
  if (!/^\S+[@:]\S+$/.test(uri)) return writeLine(property, { CN: [value] }, NO_ADDRESS)
  return writeLine(property, { CN: name === '' ? [] : [name] }, uri.includes(':') ? uri : `mailto:${uri}`)
}

const person = (field: string, property: string): Writer => ({
  fields: [field],
  lines: (fields) => {
    const value = textOf(fields, field)
    return value === '' ? [] : [personLine(property, value)]
  },
})

const attendees: Writer = { field: 'attendee', entry: ({ value }) => [personLine('ATTENDEE', String(value))] }

const tags: Writer = {
  fields: [TAGS],
  lines: (fields) => {
    const list = ((fields[TAGS] ?? []) as Labelled[]).map(({ value }) => String(value))
    return list.length === 0 ? [] : [writeText('CATEGORIES', {}, list, 'icalendar', ',')]
  },
}

const COMMON = [text('name', 'SUMMARY'), raw('url', 'URL'), tags]

const WRITERS: Record<CalendarType, Writer[]> = {
  Event: [
    moment('startDate', 'DTSTART'),
    ends,
    ...COMMON,
    text('location', 'LOCATION'),
    geo,
    raw('repeats', 'RRULE'),
    person('organizer', 'ORGANIZER'),
    attendees,
    raw('eventStatus', 'STATUS'),
    // A calendar has one name; in an export of several each entry says its own.
    text('calendar', 'X-WR-CALNAME'),
    text('description', 'DESCRIPTION'),
  ],
  Task: [
    moment('startDate', 'DTSTART'),
    moment('dueDate', 'DUE'),
    completed,
    ...COMMON,
    raw('status', 'STATUS'),
    raw('percentComplete', 'PERCENT-COMPLETE'),
    raw('repeats', 'RRULE'),
    text('calendar', 'X-WR-CALNAME'),
    text('description', 'DESCRIPTION'),
  ],
  Note: [moment('dateCreated', 'DTSTART'), ...COMMON, text('text', 'DESCRIPTION')],
}

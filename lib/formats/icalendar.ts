import type { Problem } from '../contract/data-api'
import type { Imported } from '../contract/item'
import { type CalendarType, calendarReaders, type Zones } from './calendar-fields'
import { type Component, type Line, ownLines, problemAt, readComponents } from './lines'
import { propertyOf, rawValue } from './property'
import type { Read, Reader, ReaderContext } from './reader'
import { apart, type Finding, fieldsOf, keepBytes, textOf } from './reading'
import { keyOf } from './vcard'
import { type FileZone, fileZone, zoneName, zoneNameOf } from './vtimezone'
import { zoneOf } from './zone'

/** What each component of a calendar is here. */
export const CALENDAR_TYPES = new Map<string, CalendarType>([
  ['VEVENT', 'Event'],
  ['VTODO', 'Task'],
  ['VJOURNAL', 'Note'],
])

/** Zones of its own that a calendar may have: hundreds are no calendar. */
const MAX_ZONES = 500

interface Calendar {
  name: string
  zones: Map<string, { component: Component; zone: FileZone }>
  /** Names of zones that are in use and were looked for. */
  looked: Set<string>
}

const newCalendar = (): Calendar => ({ name: '', zones: new Map(), looked: new Set() })

/** Reads iCalendar: an event, task or note for each VEVENT, VTODO and VJOURNAL. Nothing is expanded: a rule stays a rule. */
export const readCalendar: Reader = async function* (chunks, context) {
  let calendar = newCalendar()
  let empty = true
  for await (const found of readComponents(chunks)) {
    if ('problem' in found) {
      yield found
      continue
    }
    empty = false
    if ('calendar' in found) calendar = newCalendar()
    else if ('line' in found) nameCalendar(calendar, found.line)
    else if (found.component.name === 'VTIMEZONE') yield* learnZone(calendar, found.component)
    else yield* entry(found.component, calendar, context)
  }
  if (empty) yield { problem: { line: null, where: null, reason: 'missing', what: 'BEGIN:VCALENDAR' } }
}

const nameCalendar = (calendar: Calendar, line: Line): void => {
  if (line.name !== 'X-WR-CALNAME' && line.name !== 'NAME') return
  calendar.name ||= propertyOf(line, 'icalendar')?.values[0]?.[0]?.trim() ?? ''
}

function* learnZone({ zones }: Calendar, component: Component): Generator<Read> {
  const name = zoneName(component)
  if (zoneOf(name)) return
  const at = { at: component.at, text: `TZID:${name}` }
  if (zones.size >= MAX_ZONES) return yield problemAt(at, 'too-many')
  const zone = fileZone(component)
  if (zone) zones.set(name, { component, zone })
  else yield problemAt(at, 'not-understood')
}

async function* entry(whole: Component, calendar: Calendar, context: ReaderContext): AsyncGenerator<Read> {
  const type = CALENDAR_TYPES.get(whole.name)
  if (!type) return yield problemAt({ at: whole.at, text: `BEGIN:${whole.name}` }, 'unknown-kind')
  const { component, problems, version } = await keepBytes(whole, context)
  const read = readEntry(component, type, (name) => calendar.zones.get(name)?.zone)
  yield* [...problems, ...read.problems].map((problem) => ({ problem }))
  yield* strangeZones(component, calendar)
  const fields = fieldsOf(read.findings, type)
  if (type !== 'Note' && calendar.name !== '') fields.calendar ??= calendar.name
  const item: Imported = {
    type,
    ...apart(fields),
    key: keyOf(component, version),
    version,
    original: { format: 'icalendar', text: withZones(component, calendar) },
  }
  yield { item }
}

/** Says once of each zone that nobody knows what its clocks show. */
function* strangeZones(component: Component, { zones, looked }: Calendar): Generator<Read> {
  for (const line of ownLines(component)) {
    const name = zoneNameOf(line)
    if (name === undefined || looked.has(name) || looked.size >= MAX_ZONES || zoneOf(name)) continue
    looked.add(name)
    if ((zones.get(name)?.zone('2026-01-01', '00:00:00') ?? null) === null) yield problemAt(line, 'not-understood')
  }
}

/** The original of an entry: behind the zones that only its own calendar knows, for all others can be written anew. */
const withZones = (component: Component, { zones }: Calendar): string => {
  const names = new Set(ownLines(component).flatMap((line) => zoneNameOf(line) ?? []))
  const own = [...names].flatMap((name) => zones.get(name)?.component ?? [])
  return [...own, component].map(textOf).join('\n')
}

/** What one entry of a calendar says. */
export interface Entry {
  findings: Finding[]
  problems: Problem[]
}

/** What the lines of one entry mean. */
export const readEntry = (component: Component, type: CalendarType, zones: Zones): Entry => {
  const readers = calendarReaders(type)
  const lines = ownLines(component)
  const entry: Entry = { findings: [], problems: [] }
  for (const line of lines) {
    const read = readers.get(line.name)
    if (!read || rawValue(line) === '') continue
    const property = propertyOf(line, 'icalendar')
    const said = property ? read({ line, lines, zones, text: property.values[0] ?? [] }) : 'not-understood'
    if (typeof said === 'string') entry.problems.push(problemAt(line, said).problem)
    else entry.findings.push(...said.map((finding) => ({ ...finding, line })))
  }
  return entry
}

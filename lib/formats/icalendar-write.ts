import type { Item } from '../contract/item'
import { calendarWriters, utcStamp } from './calendar-lines'
import { fold } from './fold'
import { CALENDAR_TYPES, readEntry } from './icalendar'
import { type Component, componentsIn, lineOf } from './lines'
import { type ReadFile, withBytes } from './payload'
import { writeText } from './property'
import { fieldsOf, TAGS, textOf } from './reading'
import { rewrite } from './rewrite'
import { fileZone, zoneName, zoneNameOf } from './vtimezone'
import { writeZone } from './vtimezone-write'
import { zoneOf } from './zone'

/**
 * Writes events, tasks and notes as one calendar: what they came from, with other lines only for what has changed since; new
 * ones by their fields. Items of other types are passed over. The zones that they name stand before the first that needs them:
 * the file's own as they came, others anew.
 */
export async function* writeCalendar(
  items: Iterable<Item> | AsyncIterable<Item>,
  readFile: ReadFile,
): AsyncGenerator<string> {
  const zones = new Map<string, string>()
  for (const line of ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Hearth//Hearth//EN', 'CALSCALE:GREGORIAN'])
    yield fold(line, 'icalendar')
  for await (const item of items) {
    const written = entryOf(item)
    if (!written) continue
    for (const line of withZones(written, zones)) {
      const whole = await withBytes(line, readFile)
      if (whole !== null) yield fold(whole, 'icalendar')
    }
  }
  yield fold('END:VCALENDAR', 'icalendar')
}

interface Written {
  lines: string[]
  /** The zones that came with it, by name. */
  zones: ReadonlyMap<string, Component>
}

const entryOf = (item: Item): Written | null => {
  const [name, type] = [...CALENDAR_TYPES].find(([, each]) => each === item.type) ?? []
  if (!name || !type) return null
  const parts = [...componentsIn(item.original?.format === 'icalendar' ? item.original.text : '')].flatMap((found) =>
    'component' in found ? found.component : [],
  )
  const component = parts.find((part) => part.name === name) ?? blank(name, item)
  const zones = new Map(parts.filter((part) => part.name === 'VTIMEZONE').map((part) => [zoneName(part), part]))
  const known = new Map([...zones].map(([id, zone]) => [id, fileZone(zone) ?? undefined]))
  const { findings } = readEntry(component, type, (id) => known.get(id))
  const after = { ...item.fields, [TAGS]: item.tags.map((value) => ({ value })) }
  return { lines: rewrite(component, findings, fieldsOf(findings, type), after, calendarWriters(type)), zones }
}

const blank = (name: string, { id, updatedAt }: Item): Component => {
  const lines = [`BEGIN:${name}`, `UID:${id}`, `DTSTAMP:${utcStamp(updatedAt)}`, `END:${name}`]
  return { name, at: 1, lines: lines.flatMap((line) => lineOf(line, 1) ?? []) }
}

/** The lines of an entry behind those of zones that were not written yet. `written`: by name, what it is the name of. */
const withZones = ({ lines, zones }: Written, written: Map<string, string>): string[] => {
  const before: string[] = []
  let entry = lines
  for (const name of new Set(lines.flatMap(zonesIn))) {
    const own = zones.get(name)
    const definition = own ? textOf(own) : zoneOf(name)
    if (definition === null) continue
    let as = name
    // Exchange calls every zone that was changed by hand "Customized Time Zone".
    for (let next = 2; written.has(as) && written.get(as) !== definition; next++) as = `${name} (${next})`
    if (!written.has(as)) before.push(...(own ? renamed(own, as) : writeZone(as, definition)))
    written.set(as, definition)
    if (as !== name)
      entry = entry.map((line) => line.replace(new RegExp(`;TZID="?${quoted(name)}"?(?=[;:])`, 'i'), `;TZID="${as}"`))
  }
  return [...before, ...entry]
}

const renamed = (zone: Component, as: string): string[] =>
  zone.lines.map((line) =>
    line.name === 'TZID' && zoneName(zone) !== as ? writeText('TZID', {}, [as], 'icalendar') : line.text,
  )

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const zonesIn = (text: string): string[] => {
  const line = /^[^:]*;TZID=/i.test(text) ? lineOf(text, 0) : null
  const name = line && zoneNameOf(line)
  return name ? [name] : []
}

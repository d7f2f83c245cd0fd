import ICAL from 'ical.js'
import { type Component, type Line, ownLines } from './lines'
import { paramsOf, rawValue } from './property'

/** What a VTIMEZONE of a file says: the offset of a local time (its parts), in seconds; null where it says none. */
export type FileZone = (day: string, time: string) => number | null

const YEARLY =
  /^(?:FREQ=YEARLY|BYMONTH=(?:[1-9]|1[0-2])|BYDAY=[+-]?[1-5]?(?:SU|MO|TU|WE|TH|FR|SA)|BYMONTHDAY=(?:[1-9]|1\d|2[0-8])(?:,(?:[1-9]|1\d|2[0-8]))*|INTERVAL=1|WKST=\w\w|UNTIL=\d{8}(?:T\d{6}Z?)?)$/i

/**
 * Reads a VTIMEZONE by ical.js. Null where it makes nothing of it, and where a rule is of no form that zones have: ical.js would
 * look for the next day of some rules for ever.
 */
export const fileZone = (component: Component): FileZone | null => {
  if (!component.lines.every((line) => line.name !== 'RRULE' || isPlain(rawValue(line)))) return null
  try {
    const text = component.lines.map((line) => line.text).join('\r\n')
    const zone = new ICAL.Timezone(new ICAL.Component(ICAL.parse(text)))
    // It looks at the rules only when it is asked, and may stumble then.
    return (day, time) => {
      try {
        const offset = zone.utcOffset(ICAL.Time.fromDateTimeString(`${day}T${time}`))
        return Number.isFinite(offset) ? offset : null
      } catch {
        return null
      }
    }
  } catch {
    return null
  }
}

const isPlain = (rule: string): boolean => {
  const parts = rule.toUpperCase().split(';')
  const dated = parts.some((part) => part.startsWith('BYMONTHDAY='))
  // The first Sunday is never the 20th.
  return parts.every((part) => YEARLY.test(part) && !(dated && /^BYDAY=[+-]?\d/.test(part)))
}

/** The name that a VTIMEZONE gives itself. */
export const zoneName = (component: Component): string => {
  const line = ownLines(component).find(({ name }) => name === 'TZID')
  return line ? rawValue(line).replace(/\\([,;:\\])/g, '$1') : ''
}

/** The name of the zone that a date or time of a calendar is in. */
export const zoneNameOf = (line: Line): string | undefined => paramsOf(line).get('TZID')?.[0]

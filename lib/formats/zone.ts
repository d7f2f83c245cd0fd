import { windowsZone } from './windows-zones'

/** A file may name as many as it likes. */
const MAX_KEPT = 1000
const clocks = new Map<string, Intl.DateTimeFormat | null>()

const clockOf = (zone: string): Intl.DateTimeFormat | null => {
  const known = clocks.get(zone)
  if (known !== undefined) return known
  if (clocks.size > MAX_KEPT) clocks.clear()
  let clock: Intl.DateTimeFormat | null = null
  try {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    // No zone of that name.
  }
  clocks.set(zone, clock)
  return clock
}

/**
 * The zone of the IANA database that a TZID means: by its own name, behind a prefix ("/citadel.org/20210210_1/Europe/Berlin"),
 * or by the name that Windows gives it. Null for any other.
 */
export const zoneOf = (tzid: string): string | null => {
  const name = tzid.trim().replace(/^"|"$/g, '')
  const parts = name.split('/').slice(-3)
  for (let from = 0; from < parts.length; from++) {
    const candidate = parts.slice(from).join('/')
    // Short names are ambiguous, and offsets are no zones.
    if (/^[A-Za-z][A-Za-z_]+(?:\/[A-Za-z0-9_+-]+){1,2}$/.test(candidate) && clockOf(candidate)) return candidate
  }
  return /^(?:UTC|GMT|Z|Zulu)$/i.test(name) ? 'UTC' : windowsZone(name)
}

/** How far the zone's clocks are ahead of UTC at an instant, in seconds. */
export const offsetAt = (zone: string, at: number): number => {
  const parts = clockOf(zone)?.formatToParts(at) ?? []
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value)
  const local = Date.UTC(2000, part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  // The years 0 to 99 are not 1900 to 1999.
  const shown = new Date(local).setUTCFullYear(part('year'), part('month') - 1, part('day'))
  return (shown - Math.floor(at / 1000) * 1000) / 1000
}

const DAY = 86_400_000
/** Offsets of days on which clocks do not change: most events are on few of them, and asking takes long. */
const days = new Map<string, number>()

/**
 * The offset that a zone's clocks show when they say `local` (milliseconds, read as if in UTC), in seconds. Of two the first; where
 * they jump over it, the one before (RFC 5545 3.3.5).
 */
export const offsetOfLocal = (zone: string, local: number): number => {
  const day = Math.floor(local / DAY)
  const key = `${zone} ${day}`
  const steady = days.get(key)
  if (steady !== undefined) return steady
  const before = offsetAt(zone, (day - 1) * DAY)
  const after = offsetAt(zone, (day + 2) * DAY)
  if (before === after) {
    if (days.size > MAX_KEPT) days.clear()
    days.set(key, before)
    return before
  }
  const fits = [before, after].filter((offset) => offsetAt(zone, local - offset * 1000) === offset)
  return fits.length === 0 ? before : Math.max(...fits)
}

/** `+01:00`; null for what is no whole number of minutes, as before there were zones. */
export const offsetText = (seconds: number): string | null => {
  if (seconds % 60 !== 0) return null
  const minutes = Math.abs(seconds) / 60
  const two = (value: number) => String(value).padStart(2, '0')
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

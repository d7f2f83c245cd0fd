import { instantOf, isMoment } from '../../contract/moment'
import { locale } from '../time'

// Days without an hour are days everywhere.
const format = (options: Intl.DateTimeFormatOptions, timeZone: string | undefined = 'UTC') =>
  new Intl.DateTimeFormat(locale, { ...options, timeZone })
const dayFormat = format({ day: 'numeric', month: 'long', year: 'numeric' })
const monthFormat = format({ month: 'long', year: 'numeric' })
const yearFormat = format({ year: 'numeric' })
const yearlyFormat = format({ day: 'numeric', month: 'long' })
const CLOCK = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
} as const
const clockFormat = format(CLOCK)
const hereFormat = new Intl.DateTimeFormat(locale, CLOCK)

const ZONE = /\[([^\]]+)\]$/
const OFFSET = /(?:Z|[+-]\d\d:\d\d)$/

/**
 * A date or moment of moment.ts in words, as exact as it is known. One with a zone says the hour there and names the zone; one
 * with an offset only says the hour here. What no calendar knows stands as it is.
 */
export const momentWords = (text: string): string => {
  if (!isMoment(text)) return text
  if (text.startsWith('--')) return yearlyFormat.format(Date.parse(`2000-${text.slice(2)}T00:00:00Z`))
  const [year = 0, month = 1, day = 1] = text.slice(0, 10).split('-').map(Number)
  const at = utc(year, month, day)
  if (text.length === 4) return yearFormat.format(at)
  if (text.length === 7) return monthFormat.format(at)
  if (!text.includes('T')) return dayFormat.format(at)
  const zone = ZONE.exec(text)?.[1]
  if (zone === undefined && OFFSET.test(text)) return hereFormat.format(instantOf(text) ?? at)
  const [hours = 0, minutes = 0] = text.slice(11, 16).split(':').map(Number)
  const words = clockFormat.format(at + (hours * 60 + minutes) * 60_000)
  return zone === undefined ? words : `${words} (${zone.replaceAll('_', ' ')})`
}

/** `Date.UTC` takes the years 0 to 99 for 1900 to 1999. */
const utc = (year: number, month: number, day: number): number => {
  const date = new Date(Date.UTC(2000, month - 1, day))
  date.setUTCFullYear(year, month - 1, day)
  return date.getTime()
}

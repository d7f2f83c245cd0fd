/**
 * Dates and times are kept as texts that say as much as is known. A date: `1987-03-03`, `1987-03`, `1987`, `--03-03` (every
 * year). A moment: a date, or `2026-11-27T10:30`, with seconds where they matter, with `Z` or `+01:00` where the offset is
 * known, and with the zone's name behind it (RFC 9557): `2026-11-27T10:30:00+01:00[Europe/Berlin]`.
 */
const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/
const YEARLY = /^--(\d\d)-(\d\d)$/
const MOMENT =
  /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?(?:\[([A-Za-z0-9_+/-]{1,64})\])?$/

/** Whether the text is a date of the form above, and one that the calendar has. */
export const isDate = (text: string): boolean => {
  const yearly = YEARLY.exec(text)
  if (yearly) return inCalendar(2000, Number(yearly[1]), Number(yearly[2]))
  const date = DATE.exec(text)
  return date !== null && inCalendar(Number(date[1]), Number(date[2] ?? 1), Number(date[3] ?? 1))
}

/** Whether the text is a moment of the form above. */
export const isMoment = (text: string): boolean => {
  if (isDate(text)) return true
  const [, date = '', hours, minutes, seconds = '0', , offset] = MOMENT.exec(text) ?? []
  return isDate(date) && Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) <= 60 && isOffset(offset)
}

/** The beginning of a moment or date, milliseconds since 1970; without an offset by this device's clock. Null for what has no year. */
export const instantOf = (text: string): number | null => {
  if (!isMoment(text) || text.startsWith('--')) return null
  const date = DATE.exec(text)
  if (date) return localTime(Number(date[1]), Number(date[2] ?? 1), Number(date[3] ?? 1))
  const [, day = '', hours, minutes, seconds = '0', fraction = '', offset] = MOMENT.exec(text) ?? []
  const [year = 0, month = 0, of = 0] = day.split('-').map(Number)
  const rest = Number(seconds) * 1000 + Math.floor(Number(`0.${fraction || '0'}`) * 1000)
  if (offset === undefined) return localTime(year, month, of, Number(hours), Number(minutes)) + rest
  return Date.UTC(year, month - 1, of, Number(hours), Number(minutes)) + rest - offsetOf(offset)
}

/** The moment of an instant, in UTC. */
export const momentOf = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z')

const inCalendar = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC((year % 400) + 2000, month, 0)).getUTCDate()

const localTime = (year: number, month: number, day: number, hours = 0, minutes = 0): number => {
  const date = new Date(2000, month - 1, day, hours, minutes)
  // The constructor takes the years 0 to 99 for 1900 to 1999.
  date.setFullYear(year, month - 1, day)
  return date.getTime()
}

const isOffset = (offset: string | undefined): boolean =>
  offset === undefined || offset === 'Z' || (Number(offset.slice(1, 3)) < 24 && Number(offset.slice(4)) < 60)

const offsetOf = (offset: string): number =>
  offset === 'Z'
    ? 0
    : (offset[0] === '-' ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))) * 60_000

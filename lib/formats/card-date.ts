import { isDate, isMoment } from '../contract/moment'

/** The date of a vCard property, in the form of moment.ts; null where it is none. `omitted`: the year that stands for no year. */
export const cardDate = (text: string, omitted?: string): string | null => {
  const [, year = '', month = '', day = ''] =
    /^(\d{4}|--)-?(\d\d)?(?:-?(\d\d))?(?:[T ][\d:.,Z+-]*)?$/.exec(text.trim()) ?? []
  if (year === '' || (year === '--' && day === '')) return null
  const date =
    year === '--' || year === omitted ? `--${month}-${day}` : [year, month, day].filter((part) => part !== '').join('-')
  return isDate(date) ? date : null
}

/** A date as vCard writes it, and its parameters; in 2.1 and 3.0, where every date has a year, as Apple's programs do. */
export const writeCardDate = (date: string, syntax: string): { value: string; params: Record<string, string[]> } => {
  if (!isDate(date)) return { value: date, params: { VALUE: ['text'] } }
  if (syntax === '4.0') return { value: /^\d{4}-\d\d$/.test(date) ? date : date.replace(/(?<=\d)-/g, ''), params: {} }
  if (!date.startsWith('--')) return { value: date, params: {} }
  return { value: `1604${date.slice(1)}`, params: { 'X-APPLE-OMIT-YEAR': ['1604'] } }
}

const STAMP = /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i

/** The parts of a date or time of a calendar: `day` as 2026-01-31, `time` with seconds, `offset` where it says one. */
export interface Stamp {
  day: string
  time: string | null
  offset: string | null
}

/** A date or time as calendars write it; null where there is no such day or time. */
export const stampOf = (text: string): Stamp | null => {
  const [, year, month, date, hours, minutes, seconds = '00', zone] = STAMP.exec(text.trim()) ?? []
  if (year === undefined) return null
  const day = `${year}-${month}-${date}`
  const time = hours === undefined ? null : `${hours}:${minutes}:${seconds}`
  const offset =
    zone === undefined ? null : zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()
  const whole = time === null ? day : `${day}T${time}${offset ?? ''}`
  return isMoment(whole) ? { day, time, offset } : null
}

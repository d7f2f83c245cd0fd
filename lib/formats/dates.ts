import { isDate, isMoment, momentOf } from '../contract/moment'
import { folded, isWeekday, monthOf } from './month-names'

/** Whether the day or the month stands first in dates such as 01/02/2026. */
export type DateOrder = 'dmy' | 'mdy'

export interface DateStyle {
  /** Null: not known. What depends on it is not read. */
  order: DateOrder | null
  /** Numbers are days since 1900 as spreadsheets count them. */
  serial?: boolean
  /** Two digits of a year are of the century that ends with this year at the latest; 2049 unless told. */
  latest?: number
}

/** The moment that a text of any style means, in the form of moment.ts. Null where that is not sure: the text is kept as it is. */
export const readMoment = (text: string, style: DateStyle): string | null => {
  const plain = tidy(text)
  if (isMoment(plain)) return plain
  if (/^\d+(?:[.,]\d+)?$/.test(plain)) return numberMoment(plain, style)
  const { rest, time } = splitTime(plain)
  if (time === null) return null
  const date = readDay(rest, style)
  if (!date || !time) return date
  return date.length === 10 ? checked(`${date}T${time}`) : null
}

/** The date that a text means, without the time of day if there is one. Null where that is not sure. */
export const readDate = (text: string, style: DateStyle): string | null => {
  const moment = readMoment(text, style)
  return moment?.replace(/T.*/, '') ?? null
}

/** The time of day that a text means, `10:30` or `10:30:00`, with its offset if it says one. Null where that is not sure. */
export const readTime = (text: string): string | null => {
  const { rest, time } = splitTime(tidy(text))
  return rest === '' && time ? time : null
}

/** The date of a year, a month and a day, as far as they are known. */
export const dateOf = (year: string, month: string, day: string): string | null => {
  const named = /^\d+$/.test(month) ? Number(month) : (monthOf(folded(month)) ?? 0)
  if (!year) return month && day ? checked(`--${two(named)}-${two(Number(day))}`) : null
  return checked(
    [year.padStart(4, '0'), ...(month ? [two(named)] : []), ...(month && day ? [two(Number(day))] : [])].join('-'),
  )
}

/**
 * The order of the dates of a column: any number over 12 settles it, else dots do (they are written after a day).
 * Null where nothing settles it, or some say one and some the other.
 */
export const orderOf = (texts: Iterable<string>): DateOrder | null => {
  let dmy = 0
  let mdy = 0
  let dots = 0
  for (const text of texts) {
    const [, first, sign, second] = NUMERIC.exec(tidy(text)) ?? []
    if (Number(first) > 12) dmy++
    if (Number(second) > 12) mdy++
    if (sign === '.') dots++
  }
  if (dmy && mdy) return null
  if (dmy || mdy) return dmy ? 'dmy' : 'mdy'
  return dots ? 'dmy' : null
}

/** Whether a date in this text would be read otherwise in the other order. */
export const needsOrder = (text: string): boolean =>
  readMoment(text, { order: 'dmy' }) !== readMoment(text, { order: 'mdy' })

const NUMERIC = /^(?:\p{L}+\.?,? ?)?(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)/u
const YEAR_FIRST = /^(\d{4})\s?([./年년-])\s?(\d{1,2})(?:\s?[./月월-]\s?(\d{1,2})[.日일]?|[月월])$/
const BASIC = /^(\d{4})(\d\d)(\d\d)$/
const BASIC_TIME = /^(\d{4})(\d\d)(\d\d)[T ]?(\d\d)(\d\d)(\d\d)?$/
const TIME =
  /(?:^|[T\s:,]|(?<=[日일]))(\d{1,2})(?::|(?<=\s\d\d)\.(?=\d\d(?:\s|$))|h(?=\d\d))(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?([ap]\.?\s?m\b\.?)?(?:\s?uhr)?\s?(.*)$/i

/** 2100: a number that means a later time means none. */
const LAST_EPOCH = Date.UTC(2100)

const two = (number: number): string => String(number).padStart(2, '0')
const checked = (moment: string): string | null => (isMoment(moment) ? moment : null)

/** Digits of every script as ASCII, blanks of every kind as one blank. */
const tidy = (text: string): string => {
  if (text.length > 100) return ''
  return text
    .normalize('NFKC')
    .replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, (digit) =>
      String((digit.charCodeAt(0) & 0xf) - (digit < '\u0966' ? 0 : 6)),
    )
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** A date of numbers only: as digits in a row, seconds or parts of them since 1970, or days as spreadsheets count them. */
const numberMoment = (text: string, { serial }: DateStyle): string | null => {
  const number = Number(text.replace(',', '.'))
  if (serial && number > 0 && number < 2_958_466) return serialMoment(number)
  const basic = BASIC.exec(text)
  if (basic) return checked(basic.slice(1).join('-'))
  const whole = /^\d*/.exec(text)?.[0].length ?? 0
  if (whole === 12 || whole === 14) {
    const [, year, month, day, hours, minutes, seconds] = BASIC_TIME.exec(text) ?? []
    const moment = checked(`${year}-${month}-${day}T${hours}:${minutes}${seconds ? `:${seconds}` : ''}`)
    if (moment && Number(year) > 1900 && Number(year) < 2100) return moment
  }
  if (whole < 9 || whole > 16) return null
  const at = Math.round(whole < 12 ? number * 1000 : whole < 15 ? number : number / 1000)
  return at < LAST_EPOCH ? momentOf(at) : null
}

/** The first two months of 1900 count one less: for spreadsheets it was a leap year, and its 60 is no day. */
const serialMoment = (serial: number): string | null => {
  if (serial >= 60 && serial < 61) return null
  const seconds = Math.round((serial - (serial < 60 ? 25_568 : 25_569)) * 86_400)
  const moment = momentOf(seconds * 1000).slice(0, 19)
  return checked(moment.endsWith('T00:00:00') ? moment.slice(0, 10) : moment.replace(/:00$/, ''))
}

/** The time of day at the end of a text, with its offset; '' where there is none, null where it is not sure. */
const splitTime = (text: string): { rest: string; time: string | null } => {
  const basic = /^(\d{8})T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})?$/.exec(text)
  const said = basic ? [text, basic[2], basic[3], basic[4], '', '', basic[5]] : TIME.exec(text)
  if (!said) return { rest: text, time: '' }
  const [whole = '', hours = '', minutes, seconds, fraction, half, tail = ''] = said
  // Some write the year behind the time: "Thu Jan 01 10:00:00 +0000 2026".
  const [, zone = '', year = ''] = /^(.*?)\s?((?<!\S)\d{4})?(?:\s?\(.*\))?$/.exec(tail) ?? []
  const before = text.slice(0, text.length - whole.length).replace(/[\s,]+$/, '')
  const rest = basic?.[1] ?? (year ? `${before} ${year}` : before)
  const offset = offsetOf(zone)
  const hour = half ? halfDay(Number(hours), half) : Number(hours)
  if (offset === null || hour === null) return { rest, time: null }
  const time = `${two(hour)}:${minutes}${seconds ? `:${seconds}` : ''}${fraction ? `.${fraction}` : ''}${offset}`
  return { rest, time: checked(`2000-01-01T${time}`) && time }
}

const halfDay = (hour: number, half: string): number | null =>
  hour < 1 || hour > 12 ? null : (hour % 12) + (/^p/i.test(half) ? 12 : 0)

/** Names of zones that mean one thing everywhere; another ("BST", "IST") is not sure. */
const ZONES: Record<string, string> = {
  '': '',
  z: 'Z',
  utc: 'Z',
  gmt: 'Z',
  wet: 'Z',
  west: '+01:00',
  cet: '+01:00',
  mez: '+01:00',
  cest: '+02:00',
  mesz: '+02:00',
  eet: '+02:00',
  eest: '+03:00',
}

const offsetOf = (zone: string): string | null => {
  const [, sign, hours, minutes = '00'] = /^(?:utc|gmt)?([+−-])(\d{1,2}):?(\d\d)?$/i.exec(zone) ?? []
  if (sign) return `${sign === '+' ? '+' : '-'}${two(Number(hours))}:${minutes}`
  return Object.hasOwn(ZONES, zone.toLowerCase()) ? (ZONES[zone.toLowerCase()] as string) : null
}

/** A date alone, of numbers or with the name of a month. */
const readDay = (text: string, style: DateStyle): string | null => {
  if (isDate(text)) return text
  const basic = BASIC.exec(text)
  if (basic) return checked(basic.slice(1).join('-'))
  const [, year, , month, day] = YEAR_FIRST.exec(text) ?? []
  if (year) return dateOf(year, month ?? '', day ?? '')
  const yearly = /^--(\d\d)(\d\d)$/.exec(text)
  if (yearly) return dateOf('', yearly[1] ?? '', yearly[2] ?? '')
  return numericDay(text, style) ?? namedDay(text, style)
}

const numericDay = (text: string, style: DateStyle): string | null => {
  const found = NUMERIC.exec(text)
  if (!found || text.slice(found[0].length).replace(/^\./, '')) return null
  const [, first = '', sign, second = '', year = ''] = found
  const weekday = /^\p{L}+/u.exec(text)?.[0]
  if (weekday && !isWeekday(folded(weekday))) return null
  const order = style.order ?? (sign === '.' || first === second ? 'dmy' : orderOf([text]))
  if (!order) return null
  return order === 'dmy' ? dateOf(century(year, style), second, first) : dateOf(century(year, style), first, second)
}

const century = (year: string, { latest = 2049 }: DateStyle): string => {
  if (year.length !== 2) return year
  const full = Math.floor(latest / 100) * 100 + Number(year)
  return String(full > latest ? full - 100 : full)
}

/** Words that stand in dates and say nothing. */
const FILLER = /^(?:de|del|d|of|the|den|der|am|um|at|a|à|o|kl|dnia|г|р|r|st|nd|rd|th|er|º)$/

/** A date in which the month has a name: nothing may be left that is not understood. */
const namedDay = (text: string, style: DateStyle): string | null => {
  const tokens = text.match(/\d+|[\p{L}\p{M}’'º]+|[^\s\d\p{L}]/gu) ?? []
  const numbers = tokens.filter((token) => /^\d/.test(token))
  const words = tokens.filter((token) => /^[\p{L}\p{M}’'º]/u.test(token)).map(folded)
  if (tokens.some((token) => /^[^\p{L}\p{M}\dº’'.,/-]/u.test(token)) || numbers.length > 2) return null
  if (words.some((word) => monthOf(word) === null && !isWeekday(word) && !FILLER.test(word))) return null
  // "mar" is a month and, in Spanish, a day of the week: beside another month it is the day.
  const named = words.filter((word) => monthOf(word) !== null)
  const surely = named.filter((word) => !isWeekday(word))
  const months = new Set((surely.length ? surely : named).map(monthOf))
  return months.size === 1 ? withNumbers(String([...months][0]), numbers, text, style) : null
}

const withNumbers = (month: string, numbers: string[], text: string, style: DateStyle): string | null => {
  const [year, ...years] = numbers.filter((number) => number.length === 4)
  const [day = '', other] = numbers.filter((number) => number.length <= 2)
  if (year) return years.length === 0 && (numbers.length === 1 || day) ? dateOf(year, month, day) : null
  if (!day) return null
  // "4 Mar 26" has its year at the end; "Mar 04" may be a day or a year.
  if (other !== undefined)
    return other.length === 2 && /\d$/.test(text) ? dateOf(century(other, style), month, day) : null
  return /^\d{1,2}\.? \p{L}+\.?$|^\p{L}+\.? \d$/u.test(text) ? dateOf('', month, day) : null
}

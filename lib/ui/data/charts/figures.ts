import type { Span } from '../../../contract/data-api'
import { clock, locale } from '../../time'
import { t } from '../../words'
import type { TimeTick } from './ticks'

const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options)
const whole = number({ maximumFractionDigits: 0 })
const tenths = number({ maximumFractionDigits: 1 })
const fine = number({ maximumFractionDigits: 2 })
const tiny = number({ maximumSignificantDigits: 2 })
const short = number({ notation: 'compact', maximumSignificantDigits: 3 })
const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)
const dayFormat = date({ day: 'numeric', month: 'long' })
const dayOfYearFormat = date({ day: 'numeric', month: 'long', year: 'numeric' })
const weekdayFormat = date({ weekday: 'short' })
const shortDayFormat = date({ day: 'numeric', month: 'short' })
const monthFormat = date({ month: 'long', year: 'numeric' })
const shortMonthFormat = date({ month: 'short' })
const yearFormat = date({ year: 'numeric' })

/** A number as exact as it is worth reading. */
export const figure = (value: number): string => {
  const size = Math.abs(value)
  if (!Number.isFinite(value)) return '–'
  if (size >= 1e12) return short.format(value)
  // What was said with two decimals keeps them; what was worked out gets as many as are worth reading.
  if (size < 1e9 && Number(value.toFixed(2)) === value) return fine.format(value)
  if (size >= 1000) return whole.format(value)
  if (size >= 10) return tenths.format(value)
  return size >= 0.1 || size === 0 ? fine.format(value) : tiny.format(value)
}

/** A number on an axis, where little room is. */
export const shortFigure = (value: number): string => (Math.abs(value) >= 10_000 ? short.format(value) : figure(value))

/** Whether the unit says nothing that the property's name does not. */
export const unitless = (unit: string): boolean => /^(?:count|)$/i.test(unit.trim())

/** A value with its unit; what is counted says what it is: "8,120 steps". */
export const amount = (value: number, unit: string, property: string): string =>
  `${figure(value)} ${unitless(unit) ? property.toLocaleLowerCase(locale) : unit}`.trim()

/** A day of this year without the year. */
export const dayWords = (at: number, now = Date.now()): string =>
  (new Date(at).getFullYear() === new Date(now).getFullYear() ? dayFormat : dayOfYearFormat).format(at)

/** The name of a span, or of a moment. */
export const spanWords = (at: number, span: Span | 'each'): string => {
  if (span === 'year') return yearFormat.format(at)
  if (span === 'month') return monthFormat.format(at)
  if (span === 'week') return t('charts.week_of', { day: dayWords(at) })
  return span === 'day' || new Date(at).getHours() + new Date(at).getMinutes() === 0
    ? dayWords(at)
    : `${dayWords(at)}, ${clock(at)}`
}

/** The words below the axis of time; within a week the days have names. */
export const tickWords = ({ at, names }: TimeTick, days: number): string => {
  if (names === 'year') return yearFormat.format(at)
  if (names === 'month') return new Date(at).getMonth() === 0 ? yearFormat.format(at) : shortMonthFormat.format(at)
  return (days <= 8 ? weekdayFormat : shortDayFormat).format(at)
}

/** The month of an instant, as it stands in a sentence. */
export const monthWords = (at: number, now = Date.now()): string =>
  new Date(at).getFullYear() === new Date(now).getFullYear()
    ? date({ month: 'long' }).format(at)
    : monthFormat.format(at)

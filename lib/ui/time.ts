import { t } from './words'

const DAY = 86_400_000
/** Dates and numbers speak the language of the words around them, in the manner of the person's own country where that fits. */
export const locale = navigator.language.startsWith(t('language')) ? navigator.language : t('language')
const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)
const clockFormat = format({ timeStyle: 'short' })
const weekdayFormat = format({ weekday: 'short' })
const dateFormat = format({ day: 'numeric', month: 'short' })
const yearFormat = format({ day: 'numeric', month: 'short', year: 'numeric' })
const dayFormat = format({ weekday: 'long', day: 'numeric', month: 'long' })
const longWeekdayFormat = format({ weekday: 'long' })
const nearFormat = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0)
// Rounded, because a day on which the clocks change has 23 or 25 hours.
const daysAgo = (at: number, now: number) => Math.round((midnight(now) - midnight(at)) / DAY)

/** Hour and minute, and what stands with them in one piece. */
export const clock = (at: number): string => clockFormat.format(at).replaceAll(' ', '\u00a0')

/** Whether two moments are on the same day here. */
export const sameDay = (a: number, b: number): boolean => midnight(a) === midnight(b)

/** As short as it is clear: the hour today, the weekday this week, the date before. */
export const shortWhen = (at: number, now = Date.now()): string => {
  const days = daysAgo(at, now)
  if (days === 0) return clock(at)
  if (days > 0 && days < 7) return weekdayFormat.format(at)
  return (Math.abs(days) < 300 ? dateFormat : yearFormat).format(at)
}

/** The day as a heading between messages. */
export const dayName = (at: number, now = Date.now()): string => {
  const days = daysAgo(at, now)
  if (days === 0) return t('talk.today')
  if (days === 1) return t('talk.yesterday')
  return (Math.abs(days) < 300 ? dayFormat : yearFormat).format(at)
}

/** A moment within a sentence: "today 14:05", "yesterday", "Tuesday" this week, the date otherwise. */
export const sinceWhen = (at: number, now = Date.now()): string => {
  const days = daysAgo(at, now)
  if (days === 0) return `${nearFormat.format(0, 'day')} ${clock(at)}`
  if (days === 1) return nearFormat.format(-1, 'day')
  return (days > 0 && days < 7 ? longWeekdayFormat : Math.abs(days) < 300 ? dateFormat : yearFormat).format(at)
}

/** Hour and minute, and the day where it is not today. */
export const exactWhen = (at: number, now = Date.now()): string =>
  daysAgo(at, now) === 0 ? clock(at) : `${shortWhen(at, now)} ${clock(at)}`

/** A date to come, in full. */
export const untilWhen = (at: number): string => dayFormat.format(at)

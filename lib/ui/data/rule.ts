import { locale } from '../time'
import { t } from '../words'
import { momentWords } from './when'

const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
const dayFormat = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
const listFormat = new Intl.ListFormat(locale, { type: 'conjunction' })

/** How often something comes again, in words, of a rule of RFC 5545. A rule that says more than there are words for stands as it is. */
export const ruleWords = (rule: string): string => {
  const parts = partsOf(rule)
  const often = parts && oftenWords(parts.FREQ, Number(parts.INTERVAL ?? 1))
  const days = parts?.BYDAY === undefined ? '' : daysWords(parts)
  const end = parts && endWords(parts)
  if (!often || days === null || end === null) return rule
  const repeats = days ? t('rule.on', { often, days }) : often
  return end ? t('rule.end', { repeats, end }) : repeats
}

const KNOWN = new Set(['FREQ', 'INTERVAL', 'BYDAY', 'COUNT', 'UNTIL', 'WKST'])

/** Null where a part says something else than when it begins again and ends. */
const partsOf = (rule: string): Record<string, string> | null => {
  const parts = rule
    .trim()
    .split(';')
    .map((part) => part.split('=') as [string, string])
  return parts.every(([name, value]) => KNOWN.has(name) && value) ? Object.fromEntries(parts) : null
}

const oftenWords = (often: string | undefined, every: number): string | null => {
  if (!Number.isInteger(every) || every < 1) return null
  if (often === 'DAILY') return t('rule.days', every)
  if (often === 'WEEKLY') return t('rule.weeks', every)
  if (often === 'MONTHLY') return t('rule.months', every)
  return often === 'YEARLY' ? t('rule.years', every) : null
}

/** Days of the week say so only where it repeats by weeks: in a month they would each mean all of them. */
const daysWords = ({ FREQ, BYDAY = '' }: Record<string, string>): string | null => {
  const days = BYDAY.split(',').map((day) => DAYS.indexOf(day))
  if (FREQ !== 'WEEKLY' || days.includes(-1)) return null
  // The first day of 2023 was a Sunday.
  return listFormat.format(days.map((day) => dayFormat.format(Date.UTC(2023, 0, 1 + day))))
}

/** Empty where it never ends. */
const endWords = ({ COUNT, UNTIL }: Record<string, string>): string | null => {
  if (COUNT !== undefined) return /^[1-9]\d{0,5}$/.test(COUNT) ? t('rule.times', Number(COUNT)) : null
  if (UNTIL === undefined) return ''
  const day = /^(\d{4})(\d\d)(\d\d)(?:T\d{6}Z?)?$/.exec(UNTIL)
  return day && t('rule.until', { day: momentWords(day.slice(1).join('-')) })
}

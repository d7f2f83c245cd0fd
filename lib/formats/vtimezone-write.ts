import { offsetAt } from './zone'

interface Transition {
  at: number
  before: number
  after: number
}

// Where the rule of a zone begins that calendars agree on; later years follow the last rule.
const FIRST = Date.UTC(1970, 0, 1)
const LAST = Date.UTC(2038, 0, 1)
const DAY = 86_400_000

const transitionsOf = (zone: string): Transition[] => {
  const found: Transition[] = []
  let before = offsetAt(zone, FIRST)
  for (let at = FIRST; at < LAST; at += 14 * DAY) {
    const after = offsetAt(zone, at + 14 * DAY)
    if (after === before) continue
    let [low, high] = [at, at + 14 * DAY]
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2000) * 1000
      if (offsetAt(zone, middle) === before) low = middle
      else high = middle
    }
    found.push({ at: high, before, after })
    before = after
  }
  return found
}

/** Transitions that follow one another year by year by one rule: month, time, and which day of the week of the month. */
interface Run {
  first: Transition
  last: Transition
  years: number
  month: number
  days: string[]
  time: string
}

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
const stamp = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d+Z/g, '')

const runOf = (transition: Transition): Run => {
  const local = new Date(transition.at + transition.before * 1000)
  const date = local.getUTCDate()
  const weekday = WEEKDAYS[local.getUTCDay()] ?? ''
  const last = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate()
  const days = [...(date + 7 > last ? [`-1${weekday}`] : []), `${Math.ceil(date / 7)}${weekday}`]
  const time = stamp(local.getTime()).slice(8)
  return { first: transition, last: transition, years: 1, month: local.getUTCMonth() + 1, days, time }
}

const runsOf = (transitions: readonly Transition[]): Run[] => {
  const runs: Run[] = []
  for (const transition of transitions) {
    const next = runOf(transition)
    const year = new Date(transition.at).getUTCFullYear()
    const run = runs.find(
      (each) =>
        new Date(each.last.at).getUTCFullYear() === year - 1 &&
        each.month === next.month &&
        each.time === next.time &&
        each.last.before === transition.before &&
        each.last.after === transition.after &&
        each.days.some((day) => next.days.includes(day)),
    )
    if (!run) runs.push(next)
    else
      Object.assign(run, {
        last: transition,
        years: run.years + 1,
        days: run.days.filter((day) => next.days.includes(day)),
      })
  }
  return runs
}

const offsetStamp = (seconds: number): string => {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const all = Math.abs(seconds)
  return `${seconds < 0 ? '-' : '+'}${two(all / 3600)}${two((all % 3600) / 60)}${all % 60 ? two(all % 60) : ''}`
}

/** A VTIMEZONE of this name for a zone of the IANA database, with the rules that it has followed since 1970. */
export const writeZone = (name: string, zone: string): string[] => {
  const observed = (from: number, to: number, start: string, rule: string[]) => {
    const kind = to > from ? 'DAYLIGHT' : 'STANDARD'
    const offsets = [`TZOFFSETFROM:${offsetStamp(from)}`, `TZOFFSETTO:${offsetStamp(to)}`]
    return [`BEGIN:${kind}`, `DTSTART:${start}`, ...offsets, ...rule, `END:${kind}`]
  }
  const first = offsetAt(zone, FIRST)
  const rules = runsOf(transitionsOf(zone)).flatMap(
    ({ first: { at, before, after }, last, years, month, days: [day] }) => {
      const until = new Date(last.at).getUTCFullYear() === 2037 ? '' : `;UNTIL=${stamp(last.at)}Z`
      const rule = years > 1 ? [`RRULE:FREQ=YEARLY;BYMONTH=${month};BYDAY=${day}${until}`] : []
      return observed(before, after, stamp(at + before * 1000), rule)
    },
  )
  const lines = [`BEGIN:VTIMEZONE`, `TZID:${name}`, ...observed(first, first, '19700101T000000', []), ...rules]
  return [...lines, 'END:VTIMEZONE']
}

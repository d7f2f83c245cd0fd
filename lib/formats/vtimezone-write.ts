import { groupsOf } from './groups'
import { offsetAt } from './zone'

/** Clocks that change, and by how much: offsets in seconds. */
interface Change {
  at: number
  before: number
  after: number
}

// Older than this, calendars do not agree either; later years follow the last rule.
const FIRST = Date.UTC(1970, 0, 1)
const LAST = 2037
const DAY = 86_400_000
/** Clocks change at most once in so many days: Morocco's do twice in six weeks. */
const STEP = 14 * DAY

const changesOf = (zone: string): Change[] => {
  const found: Change[] = []
  let before = offsetAt(zone, FIRST)
  for (let at = FIRST; at < Date.UTC(LAST + 1, 0, 1); at += STEP) {
    const after = offsetAt(zone, at + STEP)
    if (after === before) continue
    let [low, high] = [at, at + STEP]
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

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
const yearOf = ({ at }: Change): number => new Date(at).getUTCFullYear()
/** What the clocks show when they change. */
const localOf = ({ at, before }: Change): Date => new Date(at + before * 1000)
const stamp = (local: Date): string => local.toISOString().slice(0, 19).replace(/[-:]/g, '')

/** The rules that a change may follow: the last, or the first, second, ... of a day of the week in its month, at its time. */
const rulesOf = (change: Change): string[] => {
  const local = localOf(change)
  const date = local.getUTCDate()
  const last = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate()
  const nth = [...(date + 7 > last ? [-1] : []), Math.ceil(date / 7)]
  const same = `${stamp(local).slice(8)} ${change.before} ${change.after}`
  return nth.map((n) => `BYMONTH=${local.getUTCMonth() + 1};BYDAY=${n}${WEEKDAYS[local.getUTCDay()]} ${same}`)
}

/** The changes that follow one rule every year until the last, longest first, with that rule. */
const ruled = (changes: readonly Change[]): { rule: string; changes: Change[] }[] =>
  changes
    .filter((change) => yearOf(change) === LAST)
    .map((final) => {
      const runs = rulesOf(final).map((rule) => {
        const years = new Map(
          changes.filter((each) => rulesOf(each).includes(rule)).map((each) => [yearOf(each), each]),
        )
        const run: Change[] = []
        for (let year = LAST; years.has(year); year--) run.unshift(years.get(year) ?? final)
        return { rule, changes: run }
      })
      return runs.reduce((best, run) => (run.changes.length > best.changes.length ? run : best))
    })
    // Of fewer years it may be chance.
    .filter((run) => run.changes.length > 3)

const offsetStamp = (seconds: number): string => {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const all = Math.abs(seconds)
  return `${seconds < 0 ? '-' : '+'}${two(all / 3600)}${two((all % 3600) / 60)}${all % 60 ? two(all % 60) : ''}`
}

const observance = ({ before, after }: Change, start: string, again: string[]): string[] => {
  const kind = after > before ? 'DAYLIGHT' : 'STANDARD'
  const offsets = [`TZOFFSETFROM:${offsetStamp(before)}`, `TZOFFSETTO:${offsetStamp(after)}`]
  return [`BEGIN:${kind}`, `DTSTART:${start}`, ...offsets, ...again, `END:${kind}`]
}

/** A VTIMEZONE of this name for a zone of the IANA database: every change since 1970, and the rules that go on. */
export const writeZone = (name: string, zone: string): string[] => {
  const all = changesOf(zone)
  const runs = ruled(all)
  const single = all.filter((change) => !runs.some((run) => run.changes.includes(change)))
  const alike = groupsOf(single, ({ before, after }) => `${before} ${after}`)
  const first = offsetAt(zone, FIRST)
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${name}`,
    ...observance({ at: FIRST, before: first, after: first }, '19700101T000000', []),
    // Dates one by one: not every program takes a rule that ends.
    ...[...alike.values()].flatMap(([change, ...more]) => {
      if (!change) return []
      const again = more.length === 0 ? [] : [`RDATE:${more.map((each) => stamp(localOf(each))).join(',')}`]
      return observance(change, stamp(localOf(change)), again)
    }),
    ...runs.flatMap(({ rule, changes: [change] }) =>
      change ? observance(change, stamp(localOf(change)), [`RRULE:FREQ=YEARLY;${rule.split(' ')[0]}`]) : [],
    ),
    'END:VTIMEZONE',
  ]
}

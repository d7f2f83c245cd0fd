/** Languages whose names of months and days are understood in dates. */
const LANGUAGES =
  'en de fr es it pt nl pl sv da nb fi is et lv lt cs sk hu ro hr sl sr bg ru uk el tr ca eu gl id vi'.split(' ')

/** What is written besides, and Intl does not say. */
const MONTHS: Record<string, number> = {
  mrz: 3,
  maerz: 3,
  okt: 10,
  oct: 10,
  sept: 9,
  jän: 1,
  jänner: 1,
  feber: 2,
  dec: 12,
  dez: 12,
}
const DAYS = ['thur', 'thurs', 'tues', 'weds']

/** A name as it is looked up: lower case, without dots and marks. */
export const folded = (name: string): string =>
  name.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[.’']/g, '').toLowerCase()

let names: { months: Map<string, number>; days: Set<string> } | null = null

/** The month of a {@link folded} name, in any of the languages; null where two of them mean different months by it ("listopad"). */
export const monthOf = (name: string): number | null => known().months.get(name) || null

/** Whether a {@link folded} name is a day of the week. */
export const isWeekday = (name: string): boolean => known().days.has(name)

const known = (): NonNullable<typeof names> => {
  names ??= gather()
  return names
}

const gather = (): NonNullable<typeof names> => {
  const months = new Map<string, number>()
  const days = new Set(DAYS)
  const add = (name: string, month: number) => {
    const key = folded(name)
    // Two months of one name: nobody knows which.
    if (/\p{L}/u.test(key)) months.set(key, (months.get(key) ?? month) === month ? month : 0)
  }
  for (const language of LANGUAGES)
    for (const width of ['long', 'short'] as const) {
      // Alone and beside a day: many languages have a form for each.
      const alone = new Intl.DateTimeFormat(language, { month: width, timeZone: 'UTC' })
      const beside = new Intl.DateTimeFormat(language, { month: width, day: 'numeric', timeZone: 'UTC' })
      for (let month = 1; month <= 12; month++) {
        const date = Date.UTC(2026, month - 1, 1)
        for (const { type, value } of [...alone.formatToParts(date), ...beside.formatToParts(date)])
          if (type === 'month') add(value, month)
      }
      const weekday = new Intl.DateTimeFormat(language, { weekday: width, timeZone: 'UTC' })
      for (let day = 1; day <= 7; day++)
        for (const word of weekday.format(Date.UTC(2026, 1, day)).split(' ')) days.add(folded(word))
    }
  for (const [name, month] of Object.entries(MONTHS)) add(name, month)
  return { months, days }
}

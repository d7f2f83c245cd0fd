/** A text as it is compared: without case, marks, dots and blanks around it. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}|[.’'\u200b-\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()

/** Whether a text means a number, and which. */
export const numberIn = (text: string): number | null => (/^\d{1,4}$/.test(text.trim()) ? Number(text) : null)

/** The languages in which the words of a page may be: its own, the person's, and English. */
export const languagesOf = (page: string): string[] =>
  [page, ...(globalThis.navigator?.languages ?? []), 'en'].flatMap((tag) => {
    try {
      return tag === '' ? [] : Intl.getCanonicalLocales(tag)
    } catch {
      return []
    }
  })

const monthNames = (language: string, month: 'long' | 'short'): string[] => {
  const format = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC', calendar: 'gregory' })
  return Array.from({ length: 12 }, (_, n) => format.format(Date.UTC(2001, n, 15)))
}

/** What a month is called in each of the languages; 1 is January. */
export const namesOfMonth = (month: number, languages: readonly string[]): string[] =>
  languages.flatMap((language) =>
    (['long', 'short'] as const).flatMap((length) => monthNames(language, length)[month - 1] ?? []),
  )

/** The month that a name means in one of the languages. */
export const monthNamed = (name: string, languages: readonly string[]): number | null => {
  const wanted = folded(name)
  const months = Array.from({ length: 12 }, (_, n) => n + 1)
  return months.find((month) => namesOfMonth(month, languages).some((each) => folded(each) === wanted)) ?? null
}

import { folded } from './words'

/** Languages in which people write the names of countries, besides that of the page. */
const LANGUAGES = 'en de fr es it pt nl pl sv da nb fi cs hu ro tr el ru uk ar he fa hi zh ja ko vi id'.split(' ')

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const namesIn = (language: string) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })

let codes: string[] | null = null

/** The codes of ISO 3166-1 that this browser has names for; none that was withdrawn, nor unions. */
const countryCodes = (): string[] => {
  const english = namesIn('en')
  codes ??= LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).filter(
    (code) =>
      !/^(?:EU|EZ|UN|Q[M-Z]|X[A-JL-Z]|ZZ)$/.test(code) &&
      english.of(code) !== undefined &&
      new Intl.Locale(`und-${code}`).region === code,
  )
  return codes
}

const indexes = new Map<string, Map<string, string>>()

const indexOf = (language: string): Map<string, string> => {
  const known = indexes.get(language)
  if (known) return known
  const names = namesIn(language)
  const index = new Map(countryCodes().map((code) => [folded(names.of(code) ?? code), code]))
  indexes.set(language, index)
  return index
}

const OTHERS: Record<string, string> = { uk: 'GB', usa: 'US', 'united states of america': 'US', holland: 'NL' }

/** The two letters of a country that is written as a code, or by name in some language; null where that is not sure. */
export const countryCode = (text: string): string | null => {
  const plain = folded(text)
  const upper = plain.toUpperCase()
  if (Object.hasOwn(OTHERS, plain)) return OTHERS[plain] ?? null
  if (/^[A-Z]{2}$/.test(upper)) return countryCodes().includes(upper) ? upper : null
  for (const language of LANGUAGES) {
    const code = indexOf(language).get(plain)
    if (code !== undefined) return code
  }
  return null
}

/** What a country is called in each of the languages. */
export const namesOfCountry = (code: string, languages: readonly string[]): string[] =>
  languages.flatMap((language) => namesIn(language).of(code) ?? [])

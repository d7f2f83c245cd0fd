import type { Address, Draft, Labelled } from '../contract/item'
import { isList, NAME_PARTS, textsOf } from '../contract/item-text'
import type { Autofill, AutofillField } from './autofill'
import { countryCode, namesOfCountry } from './countries'
import { streetLines } from './lines'
import { type Phone, readPhone, waysToWrite } from './phone'
import { folded, namesOfMonth } from './words'

/** Whom or what a form is filled from. */
export type Profile = Pick<Draft, 'type' | 'fields'>

/** One value that an item has for a field of a form. */
export interface Known {
  /** The item's field that it comes from, and which of its values. */
  source: string
  index: number
  /** What the person calls that value. */
  label: string
  /** Ways to write it, the best first. */
  texts: string[]
  /** Taken out of a name in one piece: it may be wrong. */
  split?: true
}

type Reader = (value: Labelled['value'], languages: readonly string[]) => string[]

const plain: Reader = (value) => textsOf(value)

/** From which field of an item what a form asks for comes, and how it is written. What is not here is never filled. */
const SOURCES: { [F in AutofillField]?: { source: string; read: Reader } } = {
  'honorific-prefix': { source: 'honorificPrefix', read: plain },
  'honorific-suffix': { source: 'honorificSuffix', read: plain },
  'additional-name': { source: 'additionalName', read: plain },
  nickname: { source: 'alternateName', read: plain },
  organization: { source: 'worksFor', read: plain },
  'organization-title': { source: 'jobTitle', read: plain },
  email: { source: 'email', read: plain },
  url: { source: 'url', read: plain },
  language: { source: 'knowsLanguage', read: (value, languages) => languageTexts(String(value), languages) },
  sex: { source: 'gender', read: (value) => genderTexts(String(value)) },
  bday: { source: 'birthDate', read: (value) => (/^\d{4}-\d\d-\d\d$/.test(String(value)) ? [String(value)] : []) },
  'bday-year': { source: 'birthDate', read: (value) => /^\d{4}/.exec(String(value))?.slice() ?? [] },
  'bday-month': { source: 'birthDate', read: (value, languages) => monthTexts(dayParts(value).month, languages) },
  'bday-day': { source: 'birthDate', read: (value) => numberTexts(dayParts(value).day) },
  tel: phone(({ whole }) => waysToWrite(whole)),
  'tel-country-code': phone(({ country }) => (country ? [`+${country}`, country, `00${country}`] : [])),
  'tel-national': phone(({ national }) => (national ? waysToWrite(national) : [])),
  'tel-area-code': phone(({ area }) => (area ? [area] : [])),
  'tel-local': phone(({ local }) => (local ? waysToWrite(local) : [])),
  'tel-local-prefix': phone(({ country, local }) => (country === '1' && local ? [local.slice(0, 3)] : [])),
  'tel-local-suffix': phone(({ country, local }) => (country === '1' && local ? [local.slice(3)] : [])),
  'tel-extension': phone(({ extension }) => (extension ? [extension] : [])),
  'street-address': address((value) => [streetLines(value).join('\n')]),
  'address-line1': address((value) => streetLines(value).slice(0, 1)),
  'address-line2': address((value) => streetLines(value).slice(1, 2)),
  // There is no fourth: the rest stands in the third.
  'address-line3': address((value) => [streetLines(value).slice(2).join(', ')]),
  'address-level1': address(({ addressRegion }) => [addressRegion ?? '']),
  'address-level2': address(({ addressLocality }) => [addressLocality ?? '']),
  'postal-code': address(({ postalCode = '' }) => [postalCode, postalCode.replace(/[\s-]/g, '')]),
  country: address(({ addressCountry = '' }, languages) => {
    const code = countryCode(addressCountry)
    return code === null ? [] : [code, addressCountry, ...namesOfCountry(code, languages)]
  }),
  'country-name': address(({ addressCountry = '' }, languages) => {
    const code = countryCode(addressCountry)
    // Who wrote a code means a name.
    const written = folded(addressCountry).length <= 3 ? [] : [addressCountry]
    return code === null ? [addressCountry] : [...written, ...namesOfCountry(code, languages), code]
  }),
}

function phone(read: (phone: Phone) => string[]): { source: string; read: Reader } {
  return { source: 'telephone', read: (value) => read(readPhone(String(value))) }
}

function address(read: (address: Address, languages: readonly string[]) => string[]): {
  source: string
  read: Reader
} {
  const isAddress = (value: Labelled['value']): value is Address => typeof value === 'object' && !Array.isArray(value)
  return { source: 'address', read: (value, languages) => (isAddress(value) ? read(value, languages) : []) }
}

/** Whether there is anything of the kind that an item could have. */
export const isKnown = (field: AutofillField): boolean =>
  field in SOURCES || field === 'name' || field === 'given-name' || field === 'family-name'

/** All values that an item has for a field of a form, in its order. `languages`: of the page and of the person. */
export const valuesOf = ({ field }: Autofill, profile: Profile, languages: readonly string[]): Known[] => {
  // The name of an address ("Holiday flat") is no name of a person.
  const fields = profile.type === 'PostalAddress' ? { ...profile.fields, name: '' } : profile.fields
  if (field === 'name' || field === 'given-name' || field === 'family-name') return nameOf(field, fields)
  const from = SOURCES[field]
  const value = from && fields[from.source]
  if (from === undefined || value === undefined) return []
  const list: Labelled[] = isList(value) ? value : [{ value }]
  return list.flatMap(({ value: each, label = '' }, index) => {
    const texts = from.read(each, languages).filter((text) => text.trim() !== '')
    return texts.length === 0 ? [] : [{ source: from.source, index, label, texts: [...new Set(texts)] }]
  })
}

const nameOf = (field: 'name' | 'given-name' | 'family-name', fields: Profile['fields']): Known[] => {
  const text = (source: string) => (textsOf(fields[source])[0] ?? '').trim()
  const known = (source: string, value: string, split = false): Known[] =>
    value === '' ? [] : [{ source, index: 0, label: '', texts: [value], ...(split && { split: true }) }]
  if (field === 'name') {
    const parts = NAME_PARTS.map(text).filter((part) => part !== '')
    return known('name', text('name') || parts.join(' '))
  }
  const source = field === 'given-name' ? 'givenName' : 'familyName'
  if (text(source) !== '') return known(source, text(source))
  // One of the two is said: what is not, is not there.
  if (text('givenName') !== '' || text('familyName') !== '') return []
  const words = text('name').split(/\s+/)
  if (words.length < 2) return []
  return known('name', field === 'given-name' ? words.slice(0, -1).join(' ') : (words.at(-1) ?? ''), true)
}

const dayParts = (value: Labelled['value']): { month: number; day: number } => {
  const [, month = '', day = ''] = /^(?:\d{4}|-)-(\d\d)(?:-(\d\d))?$/.exec(String(value)) ?? []
  return { month: Number(month), day: Number(day) }
}

const numberTexts = (number: number): string[] => (number > 0 ? [String(number), String(number).padStart(2, '0')] : [])

const monthTexts = (month: number, languages: readonly string[]): string[] =>
  month > 0 ? [...numberTexts(month), ...namesOfMonth(month, languages)] : []

const languageTexts = (text: string, languages: readonly string[]): string[] => {
  if (!/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(text)) return [text]
  const names = languages.flatMap(
    (language) => new Intl.DisplayNames([language], { type: 'language', fallback: 'none' }).of(text) ?? [],
  )
  return [text, ...names]
}

/** vCards say M and F; forms say either. */
const genderTexts = (text: string): string[] => {
  const known = [
    ['female', 'f'],
    ['male', 'm'],
  ].find((each) => each.includes(folded(text)))
  return known ? [text, ...known] : [text]
}

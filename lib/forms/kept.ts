import type { FormTyped } from '../contract/form-fill'
import type { Address, Fields } from '../contract/item'
import { isDate } from '../contract/moment'
import type { Autofill, AutofillField } from './autofill'
import { countryCode } from './countries'
import { linesToAddress } from './lines'
import { languagesOf, monthNamed, numberIn } from './words'

/** What somebody typed into a field, and what the field is for. */
export interface TypedField extends Pick<FormTyped, 'value' | 'text'> {
  autofill: Autofill
  /** Whether it was chosen from a list. */
  chosen: boolean
}

const PLAIN: { [F in AutofillField]?: string } = {
  name: 'name',
  'honorific-prefix': 'honorificPrefix',
  'given-name': 'givenName',
  'additional-name': 'additionalName',
  'family-name': 'familyName',
  'honorific-suffix': 'honorificSuffix',
  nickname: 'alternateName',
  organization: 'worksFor',
  'organization-title': 'jobTitle',
  sex: 'gender',
}
const LISTED: { [F in AutofillField]?: string } = { email: 'email', url: 'url', language: 'knowsLanguage' }

/** What the fields of one group say, in the fields of a person. Of what is there twice, the first counts. */
export const fieldsTyped = (typed: readonly TypedField[], language: string): Fields => {
  const said = new Map<AutofillField, string>()
  const fields: Fields = {}
  for (const { autofill, value, text, chosen } of typed) {
    const { field, contact } = autofill
    // What was chosen is kept as the person read it, but for what a list of codes means.
    const words = (chosen && field !== 'language' ? text : value).trim()
    if (words === '' || said.has(field)) continue
    said.set(field, words)
    const plain = PLAIN[field]
    const listed = LISTED[field]
    if (plain) fields[plain] = words
    if (listed) fields[listed] = [{ value: words, ...(contact && { label: contact }) }]
  }
  const birthDate = birthDateOf(said, languagesOf(language))
  if (birthDate !== null) fields.birthDate = birthDate
  const telephone = telephoneOf(said)
  const kind = typed.find(({ autofill }) => autofill.field.startsWith('tel'))?.autofill.contact
  if (telephone !== '') fields.telephone = [{ value: telephone, ...(kind && { label: kind }) }]
  const address = addressOf(said)
  const purpose = typed.find(({ autofill }) => autofill.address)?.autofill.address
  if (address !== null) fields.address = [{ value: address, ...(purpose && { label: purpose }) }]
  return fields
}

type Said = ReadonlyMap<AutofillField, string>

const birthDateOf = (said: Said, languages: readonly string[]): string | null => {
  const whole = said.get('bday') ?? ''
  if (isDate(whole)) return whole
  const month = said.get('bday-month') ?? ''
  const parts = [
    numberIn(said.get('bday-year') ?? '') ?? 0,
    numberIn(month) ?? monthNamed(month, languages) ?? 0,
    numberIn(said.get('bday-day') ?? '') ?? 0,
  ] as const
  const [year, named, day] = parts.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0'))
  const date = parts[0] > 0 ? `${year}-${named}-${day}` : `--${named}-${day}`
  return parts[1] > 0 && parts[2] > 0 && isDate(date) ? date : null
}

const telephoneOf = (said: Said): string => {
  const part = (field: AutofillField) => said.get(field) ?? ''
  const extension = part('tel-extension') && ` ext. ${part('tel-extension')}`
  if (part('tel') !== '') return part('tel') + extension
  const local = part('tel-local') || [part('tel-local-prefix'), part('tel-local-suffix')].filter(Boolean).join('-')
  const national = part('tel-national') || [part('tel-area-code'), local].filter(Boolean).join(' ')
  const country = /\+?\d{1,3}(?=\D*$)/.exec(part('tel-country-code'))?.[0].replace(/^\+?/, '+') ?? ''
  if (national === '') return ''
  // Behind the code of a country there is no 0, but in Italy.
  const behind = country === '' || country === '+39' ? national : national.replace(/^0/, '')
  return [country, behind].filter(Boolean).join(' ') + extension
}

/** What was chosen of a list may be its "Choose …". */
const countryOf = (said: Said): string | undefined => {
  const text = said.get('country-name') ?? said.get('country')
  return text !== undefined && (said.has('country-name') || countryCode(text) !== null) ? text : undefined
}

const addressOf = (said: Said): Address | null => {
  const lines = said.has('street-address')
    ? (said.get('street-address') ?? '').split(/\r?\n/)
    : (['address-line1', 'address-line2', 'address-line3'] as const).map((line) => said.get(line) ?? '')
  const parts = {
    ...linesToAddress(lines),
    postalCode: said.get('postal-code'),
    addressLocality: said.get('address-level2'),
    addressRegion: said.get('address-level1'),
    addressCountry: countryOf(said),
  }
  const known = Object.entries(parts).filter(([, text]) => text !== undefined && text !== '')
  // A country alone, as the form had it before anybody typed, is no address.
  return known.every(([part]) => part === 'addressCountry') ? null : (Object.fromEntries(known) as Address)
}

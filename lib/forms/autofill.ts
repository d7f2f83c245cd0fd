const NORMAL = [
  'name',
  'honorific-prefix',
  'given-name',
  'additional-name',
  'family-name',
  'honorific-suffix',
  'nickname',
  'username',
  'new-password',
  'current-password',
  'one-time-code',
  'organization-title',
  'organization',
  'street-address',
  'address-line1',
  'address-line2',
  'address-line3',
  'address-level4',
  'address-level3',
  'address-level2',
  'address-level1',
  'country',
  'country-name',
  'postal-code',
  'cc-name',
  'cc-given-name',
  'cc-additional-name',
  'cc-family-name',
  'cc-number',
  'cc-exp',
  'cc-exp-month',
  'cc-exp-year',
  'cc-csc',
  'cc-type',
  'transaction-currency',
  'transaction-amount',
  'language',
  'bday',
  'bday-day',
  'bday-month',
  'bday-year',
  'sex',
  'url',
  'photo',
] as const
const CONTACT = [
  'tel',
  'tel-country-code',
  'tel-national',
  'tel-area-code',
  'tel-local',
  'tel-local-prefix',
  'tel-local-suffix',
  'tel-extension',
  'email',
  'impp',
] as const
const ADDRESSES = ['shipping', 'billing'] as const
const CONTACTS = ['home', 'work', 'mobile', 'fax', 'pager'] as const

export type AutofillField = (typeof NORMAL)[number] | (typeof CONTACT)[number] | 'webauthn'

/** What an `autocomplete` attribute says of its field. */
export interface Autofill {
  field: AutofillField
  /** The whole token in lower case, as `section-blue`; empty where there is none. */
  section: string
  address: (typeof ADDRESSES)[number] | null
  contact: (typeof CONTACTS)[number] | null
}

const oneOf = <T extends string>(list: readonly T[], token: string | undefined): T | null =>
  list.find((each) => each === token) ?? null

/**
 * Reads an attribute by the rules of HTML ("autofill processing model"), which go through its tokens from the last to the
 * first. `on` and `off` say nothing of what the field is for; null is what the standard does not know.
 */
export const readAutofill = (attribute: string): Autofill | 'on' | 'off' | null => {
  const tokens = attribute.toLowerCase().match(/[^\t\n\f\r ]+/g) ?? []
  const [only] = tokens
  if (tokens.length === 1 && (only === 'on' || only === 'off')) return only
  const webauthn = tokens.at(-1) === 'webauthn'
  if (webauthn) tokens.pop()
  if (webauthn && tokens.length === 0) return { field: 'webauthn', section: '', address: null, contact: null }
  const last = tokens.pop()
  const ofContact = oneOf(CONTACT, last)
  const field = ofContact ?? oneOf(NORMAL, last)
  if (field === null) return null
  const contact = ofContact && oneOf(CONTACTS, tokens.at(-1))
  if (contact) tokens.pop()
  const address = oneOf(ADDRESSES, tokens.at(-1))
  if (address) tokens.pop()
  const section = tokens.pop() ?? ''
  if (tokens.length > 0 || (section !== '' && !section.startsWith('section-'))) return null
  return { field, section, address, contact }
}

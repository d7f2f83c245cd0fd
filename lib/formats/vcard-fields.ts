import type { ProblemReason } from '../contract/data-api'
import type { Address } from '../contract/item'
import { cardDate } from './card-date'
import { type Component, type Line, ownLines } from './lines'
import { isUnsafe } from './links'
import { type Property, propertyOf, rawValue, type Syntax } from './property'
import { type Finding, tagsOf } from './reading'

/** What a property says of a contact, or why it cannot be read. */
type Said = Omit<Finding, 'line'>[] | ProblemReason
type PropertyReader = (property: Property, label: string | undefined, line: Line) => Said

/** The fields of a name in the order of N. */
export const NAME_PARTS = ['familyName', 'givenName', 'additionalName', 'honorificPrefix', 'honorificSuffix'] as const
/** The parts of an address in the order of ADR. */
export const ADDRESS_PARTS = [
  'postOfficeBoxNumber',
  'extendedAddress',
  'streetAddress',
  'addressLocality',
  'addressRegion',
  'postalCode',
  'addressCountry',
] as const
/** The letters of GENDER, and what they stand for. */
export const GENDERS: Record<string, string> = { M: 'Male', F: 'Female', O: 'Other', N: 'Not applicable' }
/** Words of TYPE that name nothing: every other one is a label. */
export const SILENT: ReadonlySet<string> = new Set(['pref', 'internet', 'voice', 'dom', 'intl', 'postal', 'parcel'])

const part = ({ values }: Property, index: number, between = ' '): string =>
  (values[index] ?? [])
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join(between)

const optional = (label: string | undefined): { label?: string } => (label ? { label } : {})

const text =
  (field: string): PropertyReader =>
  (property) => {
    const value = part(property, 0, ', ')
    return value === '' ? [] : [{ field, value }]
  }

const labelled =
  (field: string, scheme = /^$/): PropertyReader =>
  (property, label) => {
    const value = part(property, 0).replace(scheme, '')
    return value === '' ? [] : [{ field, value, ...optional(label) }]
  }

const date =
  (field: string): PropertyReader =>
  (property, _label, line) => {
    const value = cardDate(rawValue(line), property.params.get('X-APPLE-OMIT-YEAR')?.[0])
    if (value !== null) return [{ field, value }]
    // A person may say it in words ("circa 1800").
    return property.params.get('VALUE')?.[0]?.toLowerCase() === 'text'
      ? text(field)(property, undefined, line)
      : 'bad-date'
  }

const account =
  (service: string): PropertyReader =>
  (property) => [{ field: 'sameAs', value: part(property, 0), label: service }]

const link =
  (field: string): PropertyReader =>
  (property, label) => {
    const value = part(property, 0)
    if (isUnsafe(value)) return 'unsafe-link'
    const service = property.params.get('X-SERVICE-TYPE')?.[0]?.toLowerCase()
    return value === '' ? [] : [{ field, value, ...optional(service ?? label) }]
  }

const address: PropertyReader = (property, label) => {
  const value: Address = {}
  for (const [index, name] of ADDRESS_PARTS.entries()) {
    const said = part(property, index, ', ')
    if (said !== '') value[name] = said
  }
  return Object.keys(value).length === 0 ? [] : [{ field: 'address', value, ...optional(label) }]
}

const name: PropertyReader = (property) =>
  NAME_PARTS.flatMap((field, index) => {
    const value = part(property, index, field === 'honorificSuffix' ? ', ' : ' ')
    return value === '' ? [] : [{ field, value }]
  })

const organization: PropertyReader = (property) => {
  const department = property.values.slice(1).map((_, index) => part(property, index + 1, ', '))
  return [
    { field: 'worksFor', value: part(property, 0, ', ') },
    { field: 'department', value: department.filter((each) => each !== '').join(', ') },
  ].filter(({ value }) => value !== '')
}

const gender: PropertyReader = (property) => {
  const value = part(property, 1) || (GENDERS[part(property, 0).toUpperCase()] ?? '')
  return value === '' ? [] : [{ field: 'gender', value }]
}

/** Every property that says something of a contact. All others stay in the original. */
export const READERS = new Map<string, PropertyReader>([
  // What others work out of the rest says nothing new (RFC 9554).
  ['FN', (property, label, line) => (property.params.has('DERIVED') ? [] : text('name')(property, label, line))],
  ['N', name],
  ['NICKNAME', text('alternateName')],
  ['EMAIL', labelled('email', /^mailto:/i)],
  ['TEL', labelled('telephone', /^tel:/i)],
  ['ADR', address],
  ['BDAY', date('birthDate')],
  ['ANNIVERSARY', date('anniversary')],
  ['X-ANNIVERSARY', date('anniversary')],
  ['X-EVOLUTION-ANNIVERSARY', date('anniversary')],
  ['X-ABDATE', (property, label, line) => (label === 'anniversary' ? date('anniversary')(property, label, line) : [])],
  ['ORG', organization],
  ['TITLE', text('jobTitle')],
  ['URL', link('url')],
  ['IMPP', link('sameAs')],
  ['X-SOCIALPROFILE', link('sameAs')],
  ...[
    'AIM',
    'GADUGADU',
    'GOOGLE-TALK',
    'GROUPWISE',
    'GTALK',
    'ICQ',
    'JABBER',
    'MATRIX',
    'MSN',
    'QQ',
    'SKYPE',
    'SKYPE-USERNAME',
    'TWITTER',
    'YAHOO',
  ].map((service): [string, PropertyReader] => [
    `X-${service}`,
    account(service.replace('-USERNAME', '').toLowerCase()),
  ]),
  ['GENDER', gender],
  ['X-GENDER', text('gender')],
  ['LANG', labelled('knowsLanguage')],
  ['RELATED', labelled('related')],
  ['X-ABRELATEDNAMES', labelled('related')],
  ...['ASSISTANT', 'MANAGER', 'SPOUSE'].flatMap((who): [string, PropertyReader][] =>
    ['X-', 'X-EVOLUTION-'].map((prefix) => [
      prefix + who,
      (property) => [{ field: 'related', value: part(property, 0), label: who.toLowerCase() }],
    ]),
  ),
  ['NOTE', text('description')],
  ['CATEGORIES', ({ values }) => tagsOf(values[0] ?? [])],
])

/** What the TYPE of a property calls it. */
export const typeLabel = ({ params }: Property): string | undefined => {
  const words = (params.get('TYPE') ?? []).flatMap((words) => words.split(',')).map((word) => word.trim().toLowerCase())
  return [...new Set(words)].filter((word) => word !== '' && !SILENT.has(word)).join(' ') || undefined
}

/** What Apple's X-ABLabel calls the lines of each group. */
export const groupLabels = (lines: readonly Line[], syntax: Syntax): Map<string, string> => {
  const labels = new Map<string, string>()
  for (const line of lines) {
    if (line.name !== 'X-ABLABEL' || line.group === '') continue
    const label = propertyOf(line, syntax)?.values[0]?.[0]?.trim() ?? ''
    const [, known] = /^_\$!<(.*)>!\$_$/.exec(label) ?? []
    if (label !== '') labels.set(line.group, known?.toLowerCase() ?? label)
  }
  return labels
}

/** The version that a card says it is of; 3.0 where it says none that there is. */
export const syntaxOf = (card: Component): Syntax => {
  const version = ownLines(card).find(({ name: each }) => each === 'VERSION')
  const said = version && rawValue(version)
  return said === '2.1' || said === '4.0' ? said : '3.0'
}

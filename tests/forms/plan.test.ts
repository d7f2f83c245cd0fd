import { describe, expect, it } from 'vitest'
import type { FormField } from '../../lib/contract/form-fill'
import type { Fields } from '../../lib/contract/item'
import { chosen, groupsOf, type Picks, rowsOf } from '../../lib/forms/plan'
import { MARGUERITE } from '../browser/forms/person'
import { field, select } from './form'

const { fields } = MARGUERITE.draft

/** What would go into one field, as it is read; null: nothing. */
const into = (
  asked: FormField,
  of: Fields = fields,
  { language = 'en', picks = {} as Picks, type = 'Person' } = {},
) => {
  const [group] = groupsOf({ fields: [asked], focused: null })
  const [row] = group ? rowsOf(group, { type, fields: of }, language) : []
  return row ? (chosen(row, picks)?.words ?? null) : 'never asked'
}

describe('what goes into a field', () => {
  it.each<[string, string | null]>([
    ['name', 'Dr. Marguerite Okonkwo'],
    ['nickname', 'Maggie'],
    ['street-address', 'Gerberau 14, 2. OG'],
    ['address-line1', 'Gerberau 14'],
    ['address-line2', '2. OG'],
    ['address-line3', null],
    ['address-level1', 'Baden-Württemberg'],
    ['country', 'DE'],
    ['country-name', 'Germany'],
    ['billing country-name', 'United Kingdom'],
    ['billing address-level2', 'Bristol'],
    // The billing address has none, and the other's would be wrong.
    ['billing address-level1', null],
    ['bday', '1987-03-05'],
    ['bday-day', '5'],
    ['bday-month', '3'],
    ['bday-year', '1987'],
    ['email', 'maggie@okonkwo.example'],
    ['work email', 'marguerite@ofenbau.example'],
    ['tel', '+49 761 5550142'],
    ['work tel', '+1 415-555-0142'],
    ['tel-country-code', '+49'],
    ['tel-national', '0761 5550142'],
    ['tel-area-code', '0761'],
    ['tel-local', '5550142'],
    ['tel-local-prefix', null],
    ['work tel-local-suffix', '0142'],
    ['fax tel', null],
  ])('%s: %j', (autocomplete, words) => {
    expect(into(field(autocomplete))).toBe(words)
  })

  it.each([
    'cc-number',
    'cc-csc',
    'cc-exp',
    'current-password',
    'new-password',
    'one-time-code',
    'username',
    'photo',
    'off',
    'on',
    'email nonsense',
  ])('%s is never asked for', (autocomplete) => {
    expect(into(field(autocomplete))).toBe('never asked')
  })

  it('keeps to the type, the length and the pattern of a field, and cuts nothing', () => {
    expect(into(field('bday', { type: 'date' }))).toBe('1987-03-05')
    expect(into(field('bday', { type: 'date' }), { birthDate: '--03-05' })).toBeNull()
    expect(into(field('name', { maxLength: 5 }))).toBeNull()
    expect(into(field('country', { maxLength: 2 }))).toBe('DE')
    expect(into(field('bday-day', { pattern: '[0-9]{2}' }))).toBe('05')
    expect(into(field('tel', { pattern: '\\+?[0-9]+' }))).toBe('+497615550142')
    expect(into(field('email', { type: 'email' }), { email: [{ value: 'none' }] })).toBeNull()
    expect(into(field('url', { type: 'url' }), { url: [{ value: 'javascript:alert(1)' }] })).toBeNull()
  })

  it('tries no pattern that could take long', () => {
    expect(into(field('name', { pattern: '(a+)+$' }), { name: `${'a'.repeat(60)}!` })).toBe(`${'a'.repeat(60)}!`)
    expect(into(field('name', { pattern: '[' }), { name: 'M' })).toBe('M')
  })

  it('takes the address and the number that the person picked, in all their parts', () => {
    expect(into(field('address-level2'), fields, { picks: { 'address ': 1 } })).toBe('Bristol')
    expect(into(field('address-level1'), fields, { picks: { 'address ': 1 } })).toBeNull()
    expect(into(field('tel-country-code'), fields, { picks: { 'telephone ': 1 } })).toBe('+1')
  })

  it('divides a name in one piece only where nothing better is known', () => {
    const name = { name: 'Ana María Ruiz' }
    expect(into(field('given-name'), name)).toBe('Ana María')
    expect(into(field('family-name'), name)).toBe('Ruiz')
    expect(into(field('family-name'), { name: 'Plato' })).toBeNull()
    expect(into(field('family-name'), { name: 'Ana María', givenName: 'Ana' })).toBeNull()
    expect(into(field('name'), { givenName: 'Ana', familyName: 'Ruiz' })).toBe('Ana Ruiz')
  })

  it('does not take the name of an address for that of a person', () => {
    const flat: Fields = { name: 'Holiday flat', address: { addressLocality: 'Bristol' } }
    expect(into(field('name'), flat, { type: 'PostalAddress' })).toBeNull()
    expect(into(field('address-level2'), flat, { type: 'PostalAddress' })).toBe('Bristol')
  })
})

describe('what is chosen from a list', () => {
  it.each<[string, FormField, Partial<{ language: string }>, string | null]>([
    ['a country by code', select('country', ['', 'Choose'], ['de', 'Deutschland']), {}, 'Deutschland'],
    [
      'by name, in the language of the page',
      select('country', ['1', 'France'], ['2', 'Allemagne']),
      { language: 'fr' },
      'Allemagne',
    ],
    ['in another than it says', select('country', ['1', '日本'], ['2', 'ドイツ']), { language: 'en' }, 'ドイツ'],
    ['not what is not there', select('country', ['1', 'France'], ['2', 'Japan']), {}, null],
    ['a month by number', select('bday-month', '01', '02', '03'), {}, '03'],
    ['by short name', select('bday-month', ['a', 'janv.'], ['b', 'mars']), { language: 'fr' }, 'mars'],
    ['by an odd number that is shown', select('bday-month', ['x', ' 2 '], ['y', ' 3 ']), {}, ' 3 '],
    [
      'the code of a country, only where it is one',
      select('tel-country-code', ['a', 'DE +49'], ['b', 'AT +43']),
      {},
      'DE +49',
    ],
    ['not of two that could be meant', select('tel-country-code', ['a', 'x (+49)'], ['b', 'y (+49)']), {}, null],
    ['nothing from an empty option', select('sex', ['', 'female'], ['m', 'male']), {}, null],
    ['a letter for a word', select('sex', ['M', 'm'], ['F', 'w']), {}, 'w'],
    [
      'a region by its name',
      select('address-level1', ['BY', 'Bayern'], ['BW', 'Baden-Wurttemberg']),
      {},
      'Baden-Wurttemberg',
    ],
  ])('%s', (_, asked, options, words) => {
    expect(into(asked, fields, options)).toBe(words)
  })
})

describe('groups', () => {
  const at = (id: number, form: number, autocomplete: string) => field(autocomplete, { id, form })

  it('are by form, section and address, in the order of the page', () => {
    const asked = [
      at(0, 0, 'email'),
      at(1, 0, 'shipping name'),
      at(2, 0, 'billing name'),
      at(3, 0, 'section-b shipping name'),
      at(4, 0, 'shipping country'),
    ]
    const groups = groupsOf({ fields: asked, focused: null })
    expect(groups.map(({ asked: each }) => each.map(({ field: { id } }) => id))).toEqual([[0], [1, 4], [2], [3]])
  })

  it('begin with the form in which the person is, else the largest', () => {
    const asked = [at(0, 0, 'email'), at(1, 1, 'name'), at(2, 1, 'email')]
    expect(groupsOf({ fields: asked, focused: null })[0]?.form).toBe(1)
    expect(groupsOf({ fields: asked, focused: 0 })[0]?.form).toBe(0)
    expect(groupsOf({ fields: asked, focused: 7 })[0]?.form).toBe(1)
  })

  it('are none of what nobody marked', () => {
    expect(groupsOf({ fields: [at(0, 0, 'off'), at(1, 0, 'cc-number'), at(2, 0, 'x')], focused: null })).toEqual([])
  })
})

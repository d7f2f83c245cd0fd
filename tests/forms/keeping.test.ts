import { describe, expect, it } from 'vitest'
import type { Fields } from '../../lib/contract/item'
import { readAutofill } from '../../lib/forms/autofill'
import { changesTo, withChanges } from '../../lib/forms/keeping'
import { fieldsTyped, type TypedField } from '../../lib/forms/kept'
import { checkDraft } from '../../lib/items/check'

const typed = (all: Record<string, string | [value: string, text: string]>): TypedField[] =>
  Object.entries(all).map(([tokens, said]) => {
    const autofill = readAutofill(tokens)
    if (autofill === null || typeof autofill === 'string') throw new Error(`${tokens} says nothing`)
    const [value, text] = typeof said === 'string' ? [said, said] : said
    return { autofill, value, text, chosen: typeof said !== 'string' }
  })

describe('what was typed', () => {
  it('becomes the fields of a person', () => {
    const fields = fieldsTyped(
      typed({
        'given-name': ' Aylin ',
        'family-name': 'Yıldız',
        'work email': 'aylin@work.example',
        'street-address': 'Hauptstr. 1\r\nHinterhaus',
        'postal-code': '79098',
        'address-level2': 'Freiburg',
        country: ['DE', 'Deutschland'],
        'bday-day': ['5', '05'],
        'bday-month': ['m3', 'März'],
        'bday-year': '1987',
        sex: ['F', 'weiblich'],
        language: ['de', 'Deutsch'],
        nickname: '  ',
      }),
      'de',
    )
    expect(fields).toEqual({
      givenName: 'Aylin',
      familyName: 'Yıldız',
      email: [{ value: 'aylin@work.example', label: 'work' }],
      address: [
        {
          value: {
            streetAddress: 'Hauptstr. 1',
            extendedAddress: 'Hinterhaus',
            postalCode: '79098',
            addressLocality: 'Freiburg',
            addressCountry: 'Deutschland',
          },
        },
      ],
      birthDate: '1987-03-05',
      gender: 'weiblich',
      knowsLanguage: [{ value: 'de' }],
    })
    expect(checkDraft({ type: 'Person', fields, tags: [] }).fields).toEqual(fields)
  })

  it.each<[Record<string, string | [string, string]>, string | undefined]>([
    [{ tel: '0761 1' }, '0761 1'],
    [{ 'tel-country-code': ['de', 'Germany (+49)'], 'tel-national': '0761 555' }, '+49 761 555'],
    [{ 'tel-country-code': '49', 'tel-area-code': '0761', 'tel-local': '555' }, '+49 761 555'],
    [
      {
        'tel-country-code': '+1',
        'tel-area-code': '415',
        'tel-local-prefix': '555',
        'tel-local-suffix': '0142',
        'tel-extension': '7',
      },
      '+1 415 555-0142 ext. 7',
    ],
    [{ 'tel-country-code': '+39', 'tel-national': '06 1234' }, '+39 06 1234'],
    [{ 'tel-country-code': '+49' }, undefined],
  ])('puts a number together: %j', (all, number) => {
    const [telephone] = (fieldsTyped(typed(all), 'en').telephone ?? []) as { value: string }[]
    expect(telephone?.value).toBe(number)
  })

  it.each<[Record<string, string>, string | undefined]>([
    [{ bday: '1987-03-05' }, '1987-03-05'],
    [{ bday: '5.3.87' }, undefined],
    [{ 'bday-day': '5', 'bday-month': '3' }, '--03-05'],
    [{ 'bday-day': '31', 'bday-month': '2', 'bday-year': '1987' }, undefined],
    [{ 'bday-year': '1987' }, undefined],
  ])('takes only a day that there is: %j', (all, date) => {
    expect(fieldsTyped(typed(all), 'en').birthDate).toBe(date)
  })

  it('is no country where one was still to be chosen', () => {
    const said = typed({ 'postal-code': '1', country: ['17', 'Bitte wählen'] })
    expect(fieldsTyped(said, 'de').address).toEqual([{ value: { postalCode: '1' } }])
  })

  it('is no address where only a country was chosen', () => {
    expect(fieldsTyped(typed({ country: ['DE', 'Germany'] }), 'en')).toEqual({})
  })
})

describe('keeping', () => {
  const home = { streetAddress: 'Gerberau 14', postalCode: '79098' }
  const before: Fields = {
    name: 'Marguerite',
    email: [{ value: 'M@x.example', label: 'home' }],
    telephone: [{ value: '+49 761 555' }],
    address: [{ value: home, label: 'home' }],
  }
  const item = { type: 'Person', fields: before }

  it('changes nothing that is said already, however it is written', () => {
    const said: Fields = {
      name: 'marguerite',
      email: [{ value: 'm@x.example' }],
      telephone: [{ value: '+49761555' }],
      address: [{ value: { postalCode: '79098' } }],
    }
    expect(changesTo(item, [said])).toEqual([])
  })

  it('adds to several values, replaces one, and completes an address', () => {
    const said: Fields = {
      name: 'Maggie',
      email: [{ value: 'new@x.example' }],
      address: [{ value: { ...home, addressLocality: 'Freiburg' } }],
    }
    const changes = changesTo(item, [said])
    expect(changes.map(({ field, before: was }) => [field, was])).toEqual([
      ['name', 'Marguerite'],
      ['email', null],
      ['address', home],
    ])
    expect(withChanges(item, changes)).toEqual({
      ...before,
      name: 'Maggie',
      email: [...(before.email as []), { value: 'new@x.example' }],
      address: [{ value: { ...home, addressLocality: 'Freiburg' }, label: 'home' }],
    })
  })

  it('leaves out what is left out, also of two to the same field', () => {
    const said: Fields[] = [
      { address: [{ value: { streetAddress: 'One', postalCode: '1' }, label: 'shipping' }] },
      { address: [{ value: { streetAddress: 'Two', postalCode: '2' }, label: 'billing' }] },
    ]
    const changes = changesTo({ type: 'Person', fields: {} }, said)
    expect(changes).toHaveLength(2)
    expect(withChanges({ type: 'Person', fields: {} }, changes.slice(1)).address).toEqual(said[1]?.address)
  })

  it('keeps only what the type has', () => {
    const said: Fields = { name: 'Marguerite', email: [{ value: 'm@x' }], address: [{ value: home }] }
    const address = { type: 'PostalAddress', fields: { name: 'Flat' } }
    const changes = changesTo(address, [said])
    expect(withChanges(address, changes)).toEqual({ name: 'Flat', address: home })
  })
})

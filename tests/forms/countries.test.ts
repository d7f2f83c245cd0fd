import { describe, expect, it } from 'vitest'
import { countryCode, namesOfCountry } from '../../lib/forms/countries'
import { readPhone } from '../../lib/forms/phone'

describe('a country', () => {
  it.each([
    ['DE', 'DE'],
    ['de', 'DE'],
    ['Germany', 'DE'],
    ['  Österreich ', 'AT'],
    ['Côte d’Ivoire', 'CI'],
    ['الجزائر', 'DZ'],
    ['日本', 'JP'],
    ['UK', 'GB'],
    ['USA', 'US'],
    ['XA', null],
    ['EU', null],
    ['ZZ', null],
    ['Atlantis', null],
    ['', null],
    ['constructor', null],
  ])('%j is %j', (text, code) => {
    expect(countryCode(text)).toBe(code)
  })

  it('has a name in each language', () => {
    expect(namesOfCountry('DE', ['fr', 'en'])).toEqual(['Allemagne', 'Germany'])
  })
})

describe('a telephone number', () => {
  it.each([
    ['+49 761 5550142', { country: '49', national: '0761 5550142', area: '0761', local: '5550142', extension: null }],
    ['+49 (0)761 555', { country: '49', national: '0761 555', area: '0761', local: '555', extension: null }],
    ['0049 761 555', { country: '49', national: '0761 555', area: '0761', local: '555', extension: null }],
    [
      '+1 415-555-0142 ext. 7',
      { country: '1', national: '415-555-0142', area: '415', local: '5550142', extension: '7' },
    ],
    ['+39 06 1234', { country: '39', national: '06 1234', area: '06', local: '1234', extension: null }],
    ['+34 912345678', { country: '34', national: '912345678', area: null, local: null, extension: null }],
    ['+353 1 2345678', { country: '353', national: '01 2345678', area: null, local: null, extension: null }],
    ['(0761) 555 01', { country: null, national: '(0761) 555 01', area: '0761', local: '555 01', extension: null }],
    ['+', { country: null, national: '+', area: null, local: null, extension: null }],
  ])('%j', (text, parts) => {
    expect(readPhone(text)).toMatchObject(parts)
  })
})

import { describe, expect, it } from 'vitest'
import { titleOf } from '../../lib/contract/item-text'

describe('the name of an item', () => {
  it.each([
    ['Contact', { name: 'Kati', givenName: 'Katrin' }, 'Kati'],
    [
      'Contact',
      { honorificPrefix: 'Dr.', familyName: 'Okafor', givenName: 'Ngozi', alternateName: 'Go' },
      'Dr. Ngozi Okafor',
    ],
    ['Person', { familyName: 'Berg', email: [{ value: 'jonas@example.org' }] }, 'Berg'],
    ['Contact', { worksFor: 'Fahrradladen Nord', telephone: [{ value: '0431' }] }, 'Fahrradladen Nord'],
    ['Event', { location: 'Kiel' }, 'Kiel'],
    ['Contact', {}, ''],
  ])('of a %s with %o is %s', (type, fields, title) => {
    expect(titleOf(type, fields)).toBe(title)
  })
})

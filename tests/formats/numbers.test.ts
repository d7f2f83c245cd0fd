import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Decimal, decimalOf, readNumber, readQuantity } from '../../lib/formats/numbers'

describe('a number', () => {
  it.each<[string, Decimal, number | null]>([
    ['1', '.', 1],
    ['-5', '.', -5],
    ['−5', '.', -5],
    ['5-', '.', -5],
    ['+5', '.', 5],
    ['1.5', '.', 1.5],
    ['1,5', ',', 1.5],
    ['1,234.5', '.', 1234.5],
    ['1.234,5', ',', 1234.5],
    ['1 234 567,5', ',', 1234567.5],
    ['1\u202f234,5', ',', 1234.5],
    ["1'234.50", '.', 1234.5],
    ['1e3', '.', 1000],
    ['.5', '.', 0.5],
    ['１２', '.', 12],
    ['1,5', '.', null],
    ['1.5', ',', null],
    ['12.34.56', '.', null],
    ['1,23,456', '.', null],
    ['1e400', '.', null],
    ['NaN', '.', null],
    ['0x10', '.', null],
    ['', '.', null],
    ['5 kg', '.', null],
  ])('%s with %s is %s', (text, decimal, number) => {
    expect(readNumber(text, decimal)).toBe(number)
  })

  it('comes back from how languages write it', () => {
    const numbers = fc
      .double({ min: -1e9, max: 1e9, noNaN: true })
      .map((number) => Math.round(number * 1000) / 1000 || 0)
    fc.assert(
      fc.property(numbers, (number) => {
        expect(readNumber(number.toLocaleString('en', { maximumFractionDigits: 3 }), '.')).toBe(number)
        for (const language of ['de', 'fr', 'pl', 'de-AT'])
          expect(readNumber(number.toLocaleString(language, { maximumFractionDigits: 3 }), ',')).toBe(number)
      }),
    )
  })

  it.each([
    ['72,5 kg', ',', { value: 72.5, unit: 'kg' }],
    ['98%', '.', { value: 98, unit: '%' }],
    ['36.6°C', '.', { value: 36.6, unit: '°C' }],
    ['120', '.', { value: 120, unit: '' }],
    ['kg', '.', null],
    ['12 of 15', '.', null],
  ] as const)('with a unit: %s', (text, decimal, quantity) => {
    expect(readQuantity(text, decimal)).toEqual(quantity)
  })
})

it.each<[string[], Decimal | null]>([
  [['1.5', '2'], '.'],
  [['1,5', '1.234'], ','],
  [['1.234'], null],
  [['1.234,56'], ','],
  [['1.234.567'], ','],
  [['1,234,567'], '.'],
  [['0.125'], '.'],
  [['1234.567'], '.'],
  [['x', ''], null],
])('the fraction in %j is behind %s', (texts, decimal) => {
  expect(decimalOf(texts)).toBe(decimal)
})

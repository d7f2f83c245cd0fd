import '../english'
import { describe, expect, it } from 'vitest'
import { distanceWords, numberText, numberWords, readNumber, sizeWords } from '../../../lib/ui/data/numbers'
import { mailLink, phoneLink, safeLink } from '../../../lib/ui/data/safe-link'
import { momentWords } from '../../../lib/ui/data/when'

describe('numbers', () => {
  it.each([
    ['71.4', 71.4],
    ['71,4', 71.4],
    [' 1 140 ', 1140],
    ['1,140', 1140],
    ['1,140.5', 1140.5],
    ['1.140,5', 1140.5],
    ['1,234,567', 1234567],
    ['-3', -3],
    ['\u22123.5', -3.5],
    ['1e3', 1000],
    ['.5', 0.5],
    ['٣', null],
    ['', null],
    ['12 kg', null],
    ['1e999', null],
    ['0x10', null],
    ['Infinity', null],
  ])('%j is %j', (typed, value) => {
    expect(readNumber(typed)).toBe(value)
  })

  it.each([0, 71.4, -1.25, 1234567.891, 1e-7, 0.1])('%d is the same after it was shown to be edited', (value) => {
    expect(readNumber(numberText(value))).toBe(value)
  })

  it('are said in words with their units', () => {
    expect(numberWords(1140.25)).toBe('1,140.25')
    expect([0, 1, 999, 2_100_000, 5e12].map(sizeWords)).toEqual(['0 bytes', '1 byte', '999 bytes', '2.1 MB', '5 TB'])
    expect([12, 999.6, 12_345].map(distanceWords)).toEqual(['12 m', '1,000 m', '12.3 km'])
  })
})

describe('dates', () => {
  it.each([
    ['1987-03-03', 'March 3, 1987'],
    ['1987-03', 'March 1987'],
    ['1987', '1987'],
    ['--03-03', 'March 3'],
    ['0044-03-15', 'March 15, 44'],
    ['2026-11-27T10:30', 'Fri, Nov 27, 2026, 10:30 AM'],
    ['2026-11-27T10:30:00+01:00[Europe/Berlin]', 'Fri, Nov 27, 2026, 10:30 AM (Europe/Berlin)'],
    ['circa 1800', 'circa 1800'],
    ['2026-02-30', '2026-02-30'],
  ])('%s', (text, words) => {
    expect(momentWords(text).replaceAll('\u202f', ' ')).toBe(words)
  })

  it('with an offset are said by the clock here', () => {
    const at = Date.UTC(2026, 10, 27, 9, 30)
    const minute = String(new Date(at).getMinutes()).padStart(2, '0')
    expect(momentWords('2026-11-27T10:30:00+01:00')).toContain(`:${minute}`)
    expect(momentWords('2026-11-27T10:30:00+01:00')).toBe(momentWords('2026-11-27T09:30:00Z'))
  })
})

describe('links', () => {
  it.each([
    ['https://example.org/a?b#c', 'https://example.org/a?b#c'],
    ['mailto:a@example.org', 'mailto:a@example.org'],
    ['tel:+49 761 1', 'tel:+497611'],
    ['javascript:alert(1)', null],
    ['JAVASCRIPT:alert(1)', null],
    [' javascript:alert(1)', null],
    ['java\nscript:alert(1)', null],
    ['data:text/html,x', null],
    ['blob:https://example.org/x', null],
    ['file:///etc/passwd', null],
    ['https://user@example.org/', null],
    ['https://exаmple.org/', null],
    ['example.org', null],
    ['mailto:a@example.org?body=y', 'mailto:a@example.org%3Fbody%3Dy'],
    ['mailto:a@example.org?bcc=x@evil.example', null],
  ])('%j', (address, link) => {
    expect(safeLink(address)).toBe(link)
  })

  it('write and call', () => {
    expect(mailLink('max@castellane.example')).toBe('mailto:max@castellane.example')
    expect(mailLink('no address')).toBeNull()
    expect(phoneLink('+49 (0)761 555-0142')).toBe('tel:+4907615550142')
    expect(phoneLink('ask Bob')).toBeNull()
  })
})

import './english'
import { describe, expect, it } from 'vitest'
import { initials, shownName } from '../../lib/ui/names'

describe('a name that somebody else chose', () => {
  it.each([
    ['Bob Marsh', 'Bob Marsh'],
    ['  Bob \t\n Marsh ', 'Bob Marsh'],
    ['\u202eevil\u202c', 'evil'],
    ['a\u2066b\u2069c\u200fd', 'a b c d'],
    ['one\u2028two\u2029three\u0000four', 'one two three four'],
    ['مريم', 'مريم'],
    ['👩‍👩‍👧', '👩‍👩‍👧'],
    ['', 'Someone without a name'],
    ['\u202e \u200e', 'Someone without a name'],
    ['<b>Bob</b>', '<b>Bob</b>'],
  ])('%j', (name, shown) => {
    expect(shownName(name)).toBe(shown)
  })

  it('is cut at 64 characters, never within one', () => {
    expect([...shownName('🌲'.repeat(10_000))]).toHaveLength(64)
    expect(shownName('🌲'.repeat(10_000))).toMatch(/^(🌲)+…$/u)
    expect(shownName('x'.repeat(64))).toBe('x'.repeat(64))
    expect(shownName('x'.repeat(65))).toBe(`${'x'.repeat(63)}…`)
  })
})

describe('initials', () => {
  it.each([
    ['Bob Marsh', 'BM'],
    ['Maximiliane von Hohenberg-Castellane', 'MH'],
    ['jonas 🌲', 'J'],
    ['🌲', '🌲'],
    ['مريم الخطيب', 'م'],
    ['ßilke ört', 'SSÖ'],
    ['李小龍', '李'],
    ['', 'SN'],
    ['127.0.0.1', '#'],
    ['[::1]', '#'],
    ['1st Example', '1E'],
  ])('%s', (name, letters) => {
    expect(initials(name)).toBe(letters)
  })
})

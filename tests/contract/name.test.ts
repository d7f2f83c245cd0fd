import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanName, MAX_NAME } from '../../lib/contract/name'
import { thrown } from '../crypto/thrown'

describe('a name', () => {
  it.each([
    ['Alice', 'Alice'],
    ['  Alice \t B.\n', 'Alice B.'],
    ['Alice \u202e B.', 'Alice B.'],
    ['Zoe\u0308', 'Zoë'],
    ['\u202eecilA\u2066', 'ecilA'],
    ['A\u0000l\u0007ice', 'Alice'],
    ['Al\ud800ice', 'Alice'],
    ['<b>Alice</b>', '<b>Alice</b>'],
    ['B\u200bo\u2060b\u00ad\u3164\u200d', 'Bob'],
    ['\u0646\u0627\u0645\u200c\u0647\u0627', '\u0646\u0627\u0645\u200c\u0647\u0627'],
    ['\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'],
    ['\u05d0\u05dc\u05d9\u05e1', '\u05d0\u05dc\u05d9\u05e1'],
    ['🦊'.repeat(64), '🦊'.repeat(64)],
  ])('%j is shown as %j', (text, clean) => {
    expect(cleanName(text)).toBe(clean)
    expect(cleanName(text, 'x')).toBe(clean)
  })

  it.each(['', ' ', '\u202e', '\u200b\u2060', '\u3164', '\u200d', '\u0000'])('%j is none', (text) => {
    expect(thrown(() => cleanName(text))).toMatchObject({ reason: 'bad-name' })
    expect(cleanName(text, 'as before')).toBe('as before')
  })

  it('of ours has 64 characters at most, of others is shortened', () => {
    expect(thrown(() => cleanName('🦊'.repeat(65)))).toMatchObject({ reason: 'bad-name' })
    expect(cleanName('🦊'.repeat(10_000), '')).toBe('🦊'.repeat(64))
    expect(cleanName('e\u0308'.repeat(10_000), '')).toBe('ë'.repeat(64))
    expect(cleanName(`${'a'.repeat(63)} b`, '')).toBe('a'.repeat(63))
  })

  it('cleaned is clean', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        const once = cleanName(text, 'x')
        expect(cleanName(once)).toBe(once)
        expect([...once].length).toBeLessThanOrEqual(MAX_NAME)
        expect(once).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u)
      }),
    )
  })
})

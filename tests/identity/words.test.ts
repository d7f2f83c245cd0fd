import { describe, expect, it } from 'vitest'
import { reasonOf } from '../../lib/contract/errors'
import { fromHex, toHex } from '../../lib/crypto/hash'
import { newWords, rootOfWords, wordsOfRoot } from '../../lib/identity/words'
import { thrown } from '../crypto/thrown'
import { vectors } from '../crypto/vectors'

const ABOUT = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about'

describe('recovery words', () => {
  it.each(vectors<{ tests: { entropy: string; words: string }[] }>('bip39').tests)('BIP-39: $entropy', (test) => {
    expect(toHex(rootOfWords(test.words))).toBe(test.entropy)
    expect(wordsOfRoot(fromHex(test.entropy)).join(' ')).toBe(test.words)
  })

  it('are twelve, fresh, and give a root', () => {
    const words = newWords()
    expect(words.length).toBe(12)
    expect(words).not.toEqual(newWords())
    expect(wordsOfRoot(rootOfWords(words.join(' ')))).toEqual(words)
  })

  it.each([
    ['upper case', ABOUT.toUpperCase()],
    ['white space', `\n\t ${ABOUT.replaceAll(' ', '  \r\n')}\u00a0`],
    ['commas', ABOUT.replaceAll(' ', ', ')],
    [
      'numbering',
      ABOUT.split(' ')
        .map((word, n) => `${n + 1}. ${word}`)
        .join('\n'),
    ],
    ['full-width letters', ABOUT.replace('about', 'ａｂｏｕｔ')],
  ])('do not mind %s', (_, typed) => {
    expect(toHex(rootOfWords(typed))).toBe('00'.repeat(16))
  })

  it.each([
    ['nothing', ''],
    ['eleven words', ABOUT.replace(' about', '')],
    ['thirteen words', `${ABOUT} about`],
    ['a wrong checksum', ABOUT.replace('about', 'abandon')],
    ['two words swapped', 'legal winner thank year wave sausage worth useful legal winner yellow thank'],
    ['an unknown word', ABOUT.replace('about', 'hearth')],
    ['words run together', ABOUT.replaceAll(' ', '')],
    ['the valid 24 words of another wallet', `${'abandon '.repeat(23)}art`],
    ['a name that objects have', ABOUT.replace('about', 'constructor')],
    ['a very long text', `${ABOUT} `.repeat(100_000)],
  ])('throws wrong-words for %s', (_, typed) => {
    expect(reasonOf(thrown(() => rootOfWords(typed)))).toBe('wrong-words')
  })

  it('never repeats in an error what was typed', () => {
    const error = thrown(() => rootOfWords(ABOUT.replace('about', 'mysecret')))
    expect(`${error} ${(error as Error).cause}`).not.toContain('mysecret')
  })

  it.each([0, 15, 17, 32])('refuses a root of %i bytes', (length) => {
    expect(reasonOf(thrown(() => wordsOfRoot(new Uint8Array(length))))).toBe('damaged')
  })
})

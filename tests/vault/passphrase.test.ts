import { wordlist } from '@scure/bip39/wordlists/english.js'
import { describe, expect, it } from 'vitest'
import { checkPassphrase, normalise, suggestPassphrase } from '../../lib/vault/passphrase'
import { thrown } from '../crypto/thrown'

describe('a suggested passphrase', () => {
  it('is five words of the list, fresh, and strong enough', () => {
    const seen = Array.from({ length: 200 }, suggestPassphrase)
    for (const passphrase of seen) {
      expect(passphrase.split(' ').length).toBe(5)
      expect(passphrase.split(' ').every((word) => wordlist.includes(word))).toBe(true)
      expect(() => checkPassphrase(passphrase), passphrase).not.toThrow()
    }
    expect(new Set(seen.flatMap((passphrase) => passphrase.split(' '))).size).toBeGreaterThan(600)
  })
})

describe('the floor', () => {
  it.each([
    'correct horse battery stable',
    'Zwölf Boxkämpfer jagen',
    'k3#vQ9!xLw',
    'ich wohne am fluss',
    '東京の夜は静かに更けてゆく',
    'my password is a purple tractor',
  ])('lets %j pass', (passphrase) => {
    expect(() => checkPassphrase(passphrase)).not.toThrow()
  })

  it.each([
    '',
    'short',
    'k3#vQ9!xL',
    '          ',
    'k3#vQ9          ',
    'aaaaaaaaaaaa',
    'abcdefghijkl',
    'zyxwvutsrqpo',
    '12345678901234',
    '0987654321',
    'qwertyuiop',
    'QWERTYuiop123',
    'asdfghjklasdfghjkl',
    'password123',
    'P@ssw0rd2024',
    'PasswordPassword',
    'passwordpassphrase',
    'iloveyou1234',
    'abcabcabcabc',
    'k3#k3#k3#k3#',
    'correct horse battery staple',
    '🏠🏠🏠🏠🏠🏠🏠🏠🏠🏠',
    '1q2w3e4r1q2w3e4r',
    'letmein!letmein!',
    'welcome2hearth',
  ])('refuses %j', (passphrase) => {
    expect(thrown(() => checkPassphrase(passphrase))).toMatchObject({ reason: 'weak-passphrase' })
  })

  it('says that a novel is too large', () => {
    expect(thrown(() => checkPassphrase('novel '.repeat(200)))).toMatchObject({ reason: 'too-large' })
  })
})

describe('normalising', () => {
  it.each([
    ['composed and decomposed', 'u\u0308ber', '\u00fcber'],
    ['full-width', 'ａｂｃ', 'abc'],
    ['ligatures', 'ﬁre', 'fire'],
    ['white space', '  one\u00a0 two\n', 'one two'],
    ['letter case is kept', 'One', 'One'],
  ])('%s', (_, typed, expected) => {
    expect(normalise(typed)).toBe(expected)
  })
})

import { describe, expect, it } from 'vitest'
import { strengthOf } from '../../lib/ui/first-run/strength'

describe('the strength of a passphrase', () => {
  it.each([
    ...['', 'password', 'password1', 'P@ssw0rd', 'qwertyuiop', 'aaaaaaaaaaaaaaaa', '123456789', 'dragon1987'],
    ...['kathleen123', 'Savannah1!', 'shamrockshamrock'],
  ])('is little: %s', (passphrase) => {
    expect(strengthOf(passphrase, '')).toBeLessThan(2)
  })

  it.each(['copper kitchen ladder olive pony', 'Mein Onkel pfeift montags Walzer', '文字化け七転八倒魑魅魍魎'])(
    'is much: %s',
    (passphrase) => {
      expect(strengthOf(passphrase, '')).toBe(4)
    },
  )

  it.each(['cubicle moonlit', 'Pfeift-montags', 'unlisted  words'])(
    'is no more than that of two words: %s',
    (passphrase) => {
      expect(strengthOf(passphrase, '')).toBeLessThan(3)
    },
  )

  it('is less for a guesser who knows the name', () => {
    expect(strengthOf('okonkwo.marguerite', 'Marguerite Okonkwo')).toBeLessThan(strengthOf('okonkwo.marguerite', ''))
  })

  it('takes any length', () => {
    expect(strengthOf('a b'.repeat(50_000), 'x')).toBeLessThan(3)
  })
})

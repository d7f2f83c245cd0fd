import { describe, expect, it } from 'vitest'
import { HearthError } from '../../lib/contract/errors'
import { concat } from '../../lib/contract/wire'
import { open, seal, TAG } from '../../lib/crypto/aead'
import { fromHex, toHex } from '../../lib/crypto/hash'
import { random } from '../../lib/crypto/random'
import { surprises, wycheproof } from './vectors'

describe('XChaCha20-Poly1305', () => {
  const tests = wycheproof<Record<'key' | 'iv' | 'aad' | 'msg' | 'ct' | 'tag', string> & { ivSize: number }>(
    'xchacha20-poly1305',
  )

  it('opens exactly what Wycheproof says', () => {
    expect(tests.length).toBe(284)
    const unexpected = surprises(tests, (t) => {
      const [key, nonce, aad] = [fromHex(t.key), fromHex(t.iv), fromHex(t.aad)]
      try {
        return toHex(open(key, nonce, concat(fromHex(t.ct), fromHex(t.tag)), aad)) === t.msg && t.result === 'valid'
      } catch {
        return t.result === 'invalid'
      }
    })
    expect(unexpected).toEqual([])
  })

  it('seals exactly what Wycheproof says', () => {
    const valid = tests.filter((t) => t.result === 'valid')
    const unexpected = surprises(
      valid,
      (t) => toHex(seal(fromHex(t.key), fromHex(t.iv), fromHex(t.msg), fromHex(t.aad))) === t.ct + t.tag,
    )
    expect(unexpected).toEqual([])
  })

  const [key, nonce, plaintext, ad] = [random(32), random(24), random(50), random(9)]
  const sealed = seal(key, nonce, plaintext, ad)

  it('adds the tag and opens again', () => {
    expect(sealed.length).toBe(plaintext.length + TAG)
    expect(open(key, nonce, sealed, ad)).toEqual(plaintext)
  })

  const flip = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((b, i) => (i === at ? b ^ 1 : b))

  it.each<[string, () => Uint8Array]>([
    ['a flipped bit at the beginning', () => open(key, nonce, flip(sealed, 0), ad)],
    ['a flipped bit in the tag', () => open(key, nonce, flip(sealed, sealed.length - 1), ad)],
    ['a truncated tag', () => open(key, nonce, sealed.slice(0, -1), ad)],
    ['a byte too many', () => open(key, nonce, concat(sealed, Uint8Array.of(0)), ad)],
    ['nothing at all', () => open(key, nonce, new Uint8Array(0), ad)],
    ['less than a tag', () => open(key, nonce, new Uint8Array(TAG - 1), ad)],
    ['other associated data', () => open(key, nonce, sealed, flip(ad, 0))],
    ['another nonce', () => open(key, flip(nonce, 23), sealed, ad)],
    ['a short nonce', () => open(key, nonce.slice(1), sealed, ad)],
    ['another key', () => open(flip(key, 31), nonce, sealed, ad)],
  ])('%s is damaged', (_, attempt) => {
    expect(attempt).toThrow(HearthError)
    expect(attempt).toThrow('does not open')
  })
})

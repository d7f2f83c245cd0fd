import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fromHex, hkdf, hmac, sameSecret, sha256, toHex } from '../../lib/crypto/hash'
import { surprises, vectors, wycheproof } from './vectors'

type Hkdf = Record<'ikm' | 'salt' | 'info' | 'okm', string>

describe('HKDF-SHA-256', () => {
  it.each(vectors<{ tests: Hkdf[] }>('rfc5869').tests)('RFC 5869: $okm', ({ ikm, salt, info, okm }) => {
    expect(toHex(hkdf(fromHex(ikm), fromHex(salt), fromHex(info), okm.length / 2))).toBe(okm)
  })

  it('agrees with Wycheproof', () => {
    const tests = wycheproof<Hkdf & { size: number }>('hkdf-sha256')
    expect(tests.length).toBe(105)
    const unexpected = surprises(tests, (t) => {
      try {
        return toHex(hkdf(fromHex(t.ikm), fromHex(t.salt), fromHex(t.info), t.size)) === t.okm && t.result === 'valid'
      } catch {
        return t.result === 'invalid'
      }
    })
    expect(unexpected).toEqual([])
  })

  it('takes a text as its UTF-8, and agrees with OpenSSL', () => {
    const ikm = randomBytes(32)
    const salt = randomBytes(16)
    const expected = Buffer.from(hkdfSync('sha256', ikm, salt, 'hearth/v1/ü', 56)).toString('hex')
    expect(toHex(hkdf(ikm, salt, 'hearth/v1/ü', 56))).toBe(expected)
  })
})

describe('HMAC-SHA-256 and SHA-256', () => {
  it('agrees with Wycheproof', () => {
    const tests = wycheproof<Record<'key' | 'msg' | 'tag', string> & { tagSize: number }>('hmac-sha256')
    expect(tests.length).toBe(174)
    const unexpected = surprises(tests, (t) => {
      const tag = toHex(hmac(fromHex(t.key), fromHex(t.msg)).slice(0, t.tagSize / 8))
      return (tag === t.tag) === (t.result === 'valid')
    })
    expect(unexpected).toEqual([])
  })

  it('joins its parts, and agrees with OpenSSL', () => {
    const [a, b] = [randomBytes(40), randomBytes(70)]
    const both = Buffer.concat([a, b])
    expect(toHex(sha256(a, b))).toBe(createHash('sha256').update(both).digest('hex'))
    expect(toHex(hmac(a, a, b))).toBe(createHmac('sha256', a).update(both).digest('hex'))
  })
})

describe('sameSecret', () => {
  it.each([
    ['', '', true],
    ['0102', '0102', true],
    ['0102', '0103', false],
    ['0102', '8102', false],
    ['0102', '010200', false],
    ['', '00', false],
  ])('%s and %s: %s', (a, b, same) => {
    expect(sameSecret(fromHex(a), fromHex(b))).toBe(same)
  })
})

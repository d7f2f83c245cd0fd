import { createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { agree, agreementKey, newAgreementKey } from '../../lib/crypto/agreement'
import { fromHex, toHex } from '../../lib/crypto/hash'
import { surprises, vectors, wycheproof } from './vectors'

interface Rfc {
  tests: Record<'secret' | 'other' | 'shared', string>[]
  pairs: Record<'secret' | 'public', string>[]
  iterated: Record<'start' | 'once' | 'thousand', string>
}

describe('X25519', () => {
  const rfc = vectors<Rfc>('rfc7748')

  it.each(rfc.tests)('RFC 7748: $shared', ({ secret, other, shared }) => {
    expect(toHex(agree(fromHex(secret), fromHex(other)))).toBe(shared)
  })

  it.each(rfc.pairs)('RFC 7748: public key $public', (pair) => {
    expect(toHex(agreementKey(fromHex(pair.secret)).public)).toBe(pair.public)
  })

  it('RFC 7748: a thousand times over its own result', () => {
    let secret: Uint8Array = fromHex(rfc.iterated.start)
    let other: Uint8Array = fromHex(rfc.iterated.start)
    for (let n = 1; n <= 1000; n++) {
      const shared = agree(secret, other)
      other = secret
      secret = shared
      if (n === 1) expect(toHex(secret)).toBe(rfc.iterated.once)
    }
    expect(toHex(secret)).toBe(rfc.iterated.thousand)
  })

  it('agrees with Wycheproof, and refuses every all-zero result', () => {
    const tests = wycheproof<Record<'public' | 'private' | 'shared', string>>('x25519')
    expect(tests.length).toBe(518)
    const unexpected = surprises(tests, (t) => {
      const zero = /^0*$/.test(t.shared)
      try {
        return toHex(agree(fromHex(t.private), fromHex(t.public))) === t.shared && !zero
      } catch {
        return zero
      }
    })
    expect(unexpected).toEqual([])
  })

  it.each([
    ['zero', '00'.repeat(32)],
    ['one', `01${'00'.repeat(31)}`],
    ['order eight', 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'],
    ['order eight', '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157'],
    ['minus one', `ec${'ff'.repeat(30)}7f`],
    ['the prime', `ed${'ff'.repeat(30)}7f`],
    ['the prime and one', `ee${'ff'.repeat(30)}7f`],
  ])('refuses a key of small order: %s', (_, key) => {
    expect(() => agree(newAgreementKey().secret, fromHex(key))).toThrow('contributes nothing')
  })

  it.each([0, 31, 33])('refuses a key of %i bytes', (length) => {
    expect(() => agree(newAgreementKey().secret, new Uint8Array(length).fill(9))).toThrow('contributes nothing')
  })

  it('agrees with OpenSSL', () => {
    const jwk = (key: { secret: Uint8Array; public: Uint8Array }) => ({
      kty: 'OKP',
      crv: 'X25519',
      x: Buffer.from(key.public).toString('base64url'),
      d: Buffer.from(key.secret).toString('base64url'),
    })
    for (let n = 0; n < 5; n++) {
      const [a, b] = [newAgreementKey(), newAgreementKey()]
      const shared = diffieHellman({
        privateKey: createPrivateKey({ key: jwk(a), format: 'jwk' }),
        publicKey: createPublicKey({ key: jwk(b), format: 'jwk' }),
      })
      expect(toHex(agree(b.secret, a.public))).toBe(shared.toString('hex'))
    }
  })
})

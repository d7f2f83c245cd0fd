import { createPrivateKey, createPublicKey, sign as nodeSign, verify as nodeVerify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../lib/crypto/hash'
import { newSigningKey, sign, signingKey, verify } from '../../lib/crypto/signature'
import { surprises, vectors, wycheproof } from './vectors'

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n

const littleEndian = (bytes: Uint8Array): bigint => BigInt(`0x${toHex(bytes.toReversed())}`)
const toLittleEndian = (value: bigint): Uint8Array => fromHex(value.toString(16).padStart(64, '0')).toReversed()

describe('Ed25519', () => {
  const rfc = vectors<{ tests: Record<'secret' | 'public' | 'message' | 'signature', string>[] }>('rfc8032').tests

  it.each(rfc)('RFC 8032: $public', (test) => {
    const key = signingKey(fromHex(test.secret))
    expect(toHex(key.public)).toBe(test.public)
    expect(toHex(sign(key.secret, fromHex(test.message)))).toBe(test.signature)
    expect(verify(key.public, fromHex(test.message), fromHex(test.signature))).toBe(true)
  })

  it('agrees with Wycheproof', () => {
    const tests = wycheproof<{ key: { pk: string }; msg: string; sig: string }>('ed25519')
    expect(tests.length).toBe(145)
    const unexpected = surprises(
      tests,
      (t) => verify(fromHex(t.key.pk), fromHex(t.msg), fromHex(t.sig)) === (t.result === 'valid'),
    )
    expect(unexpected).toEqual([])
  })

  it('refuses what ZIP 215 would take: a forgery under a key of small order', () => {
    const one = fromHex(`01${'00'.repeat(31)}`)
    const forged = fromHex(`01${'00'.repeat(63)}`)
    expect(verify(one, Uint8Array.of(1, 2, 3), forged)).toBe(false)
  })

  it('refuses S beyond the group order', () => {
    const key = newSigningKey()
    const message = Uint8Array.of(1)
    const signature = sign(key.secret, message)
    const high = signature.slice()
    high.set(toLittleEndian(littleEndian(signature.slice(32)) + ORDER), 32)
    expect(verify(key.public, message, signature)).toBe(true)
    expect(verify(key.public, message, high)).toBe(false)
  })

  it.each([
    ['no signature', 32, 0],
    ['a short signature', 32, 63],
    ['a long signature', 32, 65],
    ['a short key', 31, 64],
    ['a long key', 33, 64],
  ])('%s is false, never an exception', (_, key, signature) => {
    expect(verify(new Uint8Array(key).fill(9), Uint8Array.of(1), new Uint8Array(signature).fill(9))).toBe(false)
  })

  it('refuses a signature with any single bit changed', () => {
    const key = newSigningKey()
    const message = Uint8Array.of(5, 6)
    const signature = sign(key.secret, message)
    for (let bit = 0; bit < 512; bit += 37) {
      const changed = signature.slice()
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(verify(key.public, message, changed)).toBe(false)
    }
  })

  it('makes and takes the same signatures as OpenSSL', () => {
    for (let n = 0; n < 5; n++) {
      const { secret, public: publicKey } = newSigningKey()
      const message = secret.slice(0, n * 7)
      const x = Buffer.from(publicKey).toString('base64url')
      const d = Buffer.from(secret).toString('base64url')
      const signature = nodeSign(
        null,
        message,
        createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x, d }, format: 'jwk' }),
      )
      expect(toHex(sign(secret, message))).toBe(toHex(new Uint8Array(signature)))
      const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
      expect(nodeVerify(null, message, key, sign(secret, message))).toBe(true)
    }
  })
})

import { shake128 } from '@noble/hashes/sha3.js'
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js'
import { describe, expect, it } from 'vitest'
import { HearthError } from '../../lib/contract/errors'
import { fromHex, toHex } from '../../lib/crypto/hash'
import { decapsulate, encapsulate, KEM_CIPHERTEXT, KEM_PUBLIC, newKemKey } from '../../lib/crypto/kem'
import { vectors } from './vectors'

interface Vectors {
  accumulated: { rounds: number; digest: string }
  tests: (Record<'seed' | 'publicKey' | 'ciphertext' | 'shared' | 'rejected', string> & { altered: [number, number] })[]
}

describe('ML-KEM-768', () => {
  const { accumulated, tests } = vectors<Vectors>('ml-kem-768')

  it('CCTV: keys, ciphertexts, secrets and rejections of a hundred rounds', () => {
    const source = shake128.create({ dkLen: 32 })
    const digest = shake128.create({ dkLen: 32 })
    for (let n = 0; n < accumulated.rounds; n++) {
      const key = ml_kem768.keygen(source.xof(64))
      digest.update(key.publicKey)
      const { cipherText, sharedSecret } = ml_kem768.encapsulate(key.publicKey, source.xof(32))
      digest.update(cipherText).update(sharedSecret)
      expect(decapsulate(key.secretKey, cipherText)).toEqual(sharedSecret)
      digest.update(decapsulate(key.secretKey, source.xof(KEM_CIPHERTEXT)))
    }
    expect(toHex(digest.digest())).toBe(accumulated.digest)
  })

  it.each(tests)('OpenSSL: $seed', ({ seed, publicKey, ciphertext, shared, altered: [at, mask], rejected }) => {
    const key = ml_kem768.keygen(fromHex(seed))
    expect(toHex(key.publicKey)).toBe(publicKey)
    expect(toHex(decapsulate(key.secretKey, fromHex(ciphertext)))).toBe(shared)
    const changed = fromHex(ciphertext).map((byte, i) => (i === at ? byte ^ mask : byte))
    expect(toHex(decapsulate(key.secretKey, changed))).toBe(rejected)
  })

  it('carries a fresh secret each time', () => {
    const key = newKemKey()
    const [a, b] = [encapsulate(key.public), encapsulate(key.public)]
    expect([key.public.length, a.ciphertext.length, a.shared.length]).toEqual([KEM_PUBLIC, KEM_CIPHERTEXT, 32])
    expect(decapsulate(key.secret, a.ciphertext)).toEqual(a.shared)
    expect(a.shared).not.toEqual(b.shared)
  })

  it('refuses a key with a coefficient beyond the modulus, as FIPS 203 demands', () => {
    const key = newKemKey().public.slice()
    key.set([0x01, 0x0d], 0)
    key[1] = ((key[1] as number) & 0xf0) | 0x0d
    expect(() => encapsulate(key)).toThrow(HearthError)
  })

  it.each([0, KEM_PUBLIC - 1, KEM_PUBLIC + 1])('refuses a key of %i bytes', (length) => {
    expect(() => encapsulate(new Uint8Array(length))).toThrow(HearthError)
  })

  it.each([0, KEM_CIPHERTEXT - 1, KEM_CIPHERTEXT + 1])('refuses a ciphertext of %i bytes', (length) => {
    expect(() => decapsulate(newKemKey().secret, new Uint8Array(length))).toThrow(HearthError)
  })
})

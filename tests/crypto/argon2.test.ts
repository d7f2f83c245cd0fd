import { argon2id as noble } from '@noble/hashes/argon2.js'
import { argon2id } from 'hash-wasm'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../lib/crypto/hash'
import { random } from '../../lib/crypto/random'
import { vectors } from './vectors'

interface Rfc extends Record<'password' | 'salt' | 'secret' | 'associated' | 'tag', string> {
  memory: number
  passes: number
  lanes: number
}

// hash-wasm takes no associated data, which the RFC's vector has: noble is held against the RFC, hash-wasm against noble.
describe('Argon2id', () => {
  it('RFC 9106: noble', () => {
    const rfc = vectors<Rfc>('rfc9106')
    const tag = noble(fromHex(rfc.password), fromHex(rfc.salt), {
      m: rfc.memory,
      t: rfc.passes,
      p: rfc.lanes,
      key: fromHex(rfc.secret),
      personalization: fromHex(rfc.associated),
      dkLen: 32,
    })
    expect(toHex(tag)).toBe(rfc.tag)
  })

  it.each([
    { memory: 8, passes: 1, lanes: 1 },
    { memory: 64, passes: 3, lanes: 1 },
    { memory: 100, passes: 2, lanes: 4 },
    { memory: 1024, passes: 3, lanes: 1 },
  ])('hash-wasm and noble agree at $memory KiB, $passes passes, $lanes lanes', async ({ memory, passes, lanes }) => {
    const [password, salt] = [random(20), random(16)]
    const wasm = await argon2id({
      password,
      salt,
      memorySize: memory,
      iterations: passes,
      parallelism: lanes,
      hashLength: 32,
      outputType: 'hex',
    })
    expect(wasm).toBe(toHex(noble(password, salt, { m: memory, t: passes, p: lanes, dkLen: 32 })))
  })
})

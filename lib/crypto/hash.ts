import { hkdf as nobleHkdf } from '@noble/hashes/hkdf.js'
import { hmac as nobleHmac } from '@noble/hashes/hmac.js'
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { concat, encodeText } from '../contract/wire'

export { bytesToHex as toHex, hexToBytes as fromHex }

/** SHA-256 over the parts joined. */
export const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => nobleSha256(concat(...parts))

/** HMAC-SHA-256, 32 bytes. */
export const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array =>
  nobleHmac(nobleSha256, key, concat(...parts))

/** HKDF-SHA-256 (RFC 5869): `length` bytes. A text as `info` is one of our versioned labels. */
export const hkdf = (ikm: Uint8Array, salt: Uint8Array, info: string | Uint8Array, length: number): Uint8Array =>
  nobleHkdf(nobleSha256, ikm, salt, typeof info === 'string' ? encodeText(info) : info, length)

/** Whether two secrets are the same, in time that depends on their length only. */
export const sameSecret = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number)
  return difference === 0
}

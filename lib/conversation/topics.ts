import type { Topic } from '../contract/topic'
import { concat, encodeText, u32 } from '../contract/wire'
import { hkdf, toHex } from '../crypto/hash'

const LABEL = encodeText('hearth/v1/topic')
const NO_SALT = new Uint8Array(32)

/**
 * Where `from` leaves things for `to` (identity keys, 32 bytes each) on one UTC day, counted from 1970:
 * name || key = HKDF(pair key, 0 × 32, 'hearth/v1/topic' || from || to || u32 day). No two names show that they
 * belong together; asking for some of them at one time, apart from all others, does.
 */
export const topicOf = (pairKey: Uint8Array, from: Uint8Array, to: Uint8Array, day: number): Topic => {
  const bytes = hkdf(pairKey, NO_SALT, concat(LABEL, from, to, u32(day)), 64)
  return { name: toHex(bytes.subarray(0, 32)), key: bytes.slice(32) }
}

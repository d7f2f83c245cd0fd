import { sha512 } from '@noble/hashes/sha2.js'
import { concat } from '../contract/wire'

const ITERATIONS = 5_200
const VERSION = new Uint8Array(2)
const GROUPS = 6

/** 60 digits that two people compare: the same on both sides exactly when each has the other's identity key (32 bytes each). */
export const safetyNumber = (ours: Uint8Array, theirs: Uint8Array): string =>
  [fingerprint(ours, ours), fingerprint(theirs, theirs)].sort().join('')

/** One half: libsignal's numeric fingerprint of a key under a stable id, 30 digits. */
export const fingerprint = (key: Uint8Array, stableId: Uint8Array): string => {
  let digest = sha512(concat(VERSION, key, stableId, key))
  for (let i = 1; i < ITERATIONS; i++) digest = sha512(concat(digest, key))
  return Array.from({ length: GROUPS }, (_, group) => fiveDigits(digest.subarray(group * 5, group * 5 + 5))).join('')
}

const fiveDigits = (bytes: Uint8Array): string =>
  String(bytes.reduce((value, byte) => value * 0x100 + byte, 0) % 100_000).padStart(5, '0')

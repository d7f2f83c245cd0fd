import { base58 } from '@scure/base'
import { HearthError } from '../contract/errors'
import { concat } from '../contract/wire'
import { sha256 } from '../crypto/hash'

// Multicodec 0xed (Ed25519 public key) as a varint, behind `z` for base58btc: https://w3c-ccg.github.io/did-key-spec
const ED25519 = Uint8Array.of(0xed, 0x01)
const PREFIX = 'did:key:z'
const MAX_TEXT = 64

/** The `did:key` of a 32-byte Ed25519 public key. */
export const didOf = (publicKey: Uint8Array): string => PREFIX + base58.encode(concat(ED25519, publicKey))

/** The Ed25519 public key that a `did:key` names; throws `damaged` for anything else. */
export const keyOfDid = (did: string): Uint8Array => {
  if (!did.startsWith(PREFIX) || did.length > MAX_TEXT) throw new HearthError('damaged', 'not a did:key')
  const bytes = decodeBase58(did.slice(PREFIX.length))
  if (bytes.length !== 34 || bytes[0] !== ED25519[0] || bytes[1] !== ED25519[1]) {
    throw new HearthError('damaged', 'not an ed25519 key')
  }
  return bytes.slice(2)
}

/** The hue, 0 to 359, that stands for a key: from the key alone, so that nobody picks a friend's colour by picking a name. */
export const hueOf = (publicKey: Uint8Array): number => {
  const [high = 0, low = 0] = sha256(publicKey)
  return (high * 0x100 + low) % 360
}

const decodeBase58 = (text: string): Uint8Array => {
  try {
    return base58.decode(text)
  } catch (cause) {
    throw new HearthError('damaged', 'not base58', { cause })
  }
}

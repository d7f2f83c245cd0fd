import { HearthError } from '../contract/errors'
import { MAX_FRAME } from '../contract/frame'
import { open, seal } from '../crypto/aead'
import { hkdf, hmac } from '../crypto/hash'

/** Bytes of the random salt in every frame, and of its routing tag. */
export const SALT_BYTES = 16
export const TAG_BYTES = 8

const NO_SALT = new Uint8Array(32)

/** The stateless routing tag of a frame: HMAC(tag key, salt)[0..8]. */
export const tagOf = (tagKey: Uint8Array, salt: Uint8Array): Uint8Array => hmac(tagKey, salt).slice(0, TAG_BYTES)

/** A key for {@link tagOf}. */
export const tagKey = (secret: Uint8Array, info: string | Uint8Array): Uint8Array => hkdf(secret, NO_SALT, info, 32)

/** Seals under key || nonce = HKDF(secret, salt, info): a fresh salt makes a fresh key and nonce, whatever was rolled back. */
export const sealUnder = (
  secret: Uint8Array,
  salt: Uint8Array,
  info: string | Uint8Array,
  plaintext: Uint8Array,
  ad: Uint8Array,
): Uint8Array => {
  const { key, nonce } = keyAndNonce(secret, salt, info)
  return seal(key, nonce, plaintext, ad)
}

/** Opens what {@link sealUnder} made; throws `damaged`. */
export const openUnder = (
  secret: Uint8Array,
  salt: Uint8Array,
  info: string | Uint8Array,
  sealed: Uint8Array,
  ad: Uint8Array,
): Uint8Array => {
  const { key, nonce } = keyAndNonce(secret, salt, info)
  return open(key, nonce, sealed, ad)
}

const keyAndNonce = (secret: Uint8Array, salt: Uint8Array, info: string | Uint8Array) => {
  const keys = hkdf(secret, salt, info, 32 + 24)
  return { key: keys.slice(0, 32), nonce: keys.slice(32) }
}

/** The frame; throws `too-large` over 1 MiB: what was made must travel, what came is bounded before it is parsed. */
export const bounded = (frame: Uint8Array): Uint8Array => {
  if (frame.length > MAX_FRAME) throw new HearthError('too-large', 'frame over 1 MiB')
  return frame
}

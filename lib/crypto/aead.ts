import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { HearthError } from '../contract/errors'

/** Bytes that {@link seal} adds. */
export const TAG = 16

/** XChaCha20-Poly1305: `key` 32 bytes, `nonce` 24 bytes that are never used twice with that key. */
export const seal = (key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, ad: Uint8Array): Uint8Array =>
  xchacha20poly1305(key, nonce, ad).encrypt(plaintext)

/** Opens what {@link seal} made; throws `damaged` for a wrong key, nonce, associated data or any altered bit. */
export const open = (key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, ad: Uint8Array): Uint8Array => {
  try {
    return xchacha20poly1305(key, nonce, ad).decrypt(sealed)
  } catch (cause) {
    throw new HearthError('damaged', 'does not open', { cause })
  }
}

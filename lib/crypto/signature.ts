import * as ed from '@noble/ed25519'
import { sha512 } from '@noble/hashes/sha2.js'
import { random } from './random'

ed.hashes.sha512 = sha512

export interface SigningKey {
  secret: Uint8Array
  public: Uint8Array
}

/** A new Ed25519 key pair (RFC 8032). */
export const newSigningKey = (): SigningKey => signingKey(random(32))

/** The key pair of a 32-byte seed. */
export const signingKey = (secret: Uint8Array): SigningKey => ({ secret, public: ed.getPublicKey(secret) })

/** A 64-byte signature. */
export const sign = (secret: Uint8Array, message: Uint8Array): Uint8Array => ed.sign(message, secret)

/**
 * Whether the signature is the key's, by RFC 8032 and FIPS 186-5: never by the lax rules of ZIP 215, which accept a forgery
 * under a small-order key. Malformed input is false, never an exception.
 */
export const verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  try {
    return ed.verify(signature, message, publicKey, { zip215: false })
  } catch {
    return false
  }
}

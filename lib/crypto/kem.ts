import { ml_kem768 } from '@noble/post-quantum/ml-kem.js'
import { HearthError } from '../contract/errors'

/** Sizes of ML-KEM-768 (FIPS 203) in bytes. */
export const KEM_PUBLIC = 1184
export const KEM_CIPHERTEXT = 1088

export interface KemKey {
  secret: Uint8Array
  public: Uint8Array
}

/** A new ML-KEM-768 key pair. */
export const newKemKey = (): KemKey => {
  const { secretKey, publicKey } = ml_kem768.keygen()
  return { secret: secretKey, public: publicKey }
}

/** A fresh shared secret (32 bytes) for the key, and the ciphertext that carries it. Throws `damaged` for a malformed key. */
export const encapsulate = (publicKey: Uint8Array): { ciphertext: Uint8Array; shared: Uint8Array } => {
  try {
    const { cipherText, sharedSecret } = ml_kem768.encapsulate(publicKey)
    return { ciphertext: cipherText, shared: sharedSecret }
  } catch (cause) {
    throw new HearthError('damaged', 'malformed kem key', { cause })
  }
}

/** The shared secret of a ciphertext; a ciphertext for another key gives an unrelated secret (implicit rejection). */
export const decapsulate = (secret: Uint8Array, ciphertext: Uint8Array): Uint8Array => {
  try {
    return ml_kem768.decapsulate(ciphertext, secret)
  } catch (cause) {
    throw new HearthError('damaged', 'malformed kem ciphertext', { cause })
  }
}

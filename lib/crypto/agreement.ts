import { x25519 } from '@noble/curves/ed25519.js'
import { HearthError } from '../contract/errors'
import { random } from './random'

export interface AgreementKey {
  secret: Uint8Array
  public: Uint8Array
}

/** A new X25519 key pair (RFC 7748). */
export const newAgreementKey = (): AgreementKey => agreementKey(random(32))

/** The key pair of a 32-byte secret. */
export const agreementKey = (secret: Uint8Array): AgreementKey => ({ secret, public: x25519.getPublicKey(secret) })

/** DH: 32 bytes. Throws `damaged` where the other key contributes nothing (small order, all-zero result). */
export const agree = (secret: Uint8Array, other: Uint8Array): Uint8Array => {
  try {
    return x25519.getSharedSecret(secret, other)
  } catch (cause) {
    throw new HearthError('damaged', 'key contributes nothing', { cause })
  }
}

import { HearthError } from '../contract/errors'
import { hkdf } from '../crypto/hash'
import { type SigningKey, signingKey } from '../crypto/signature'
import { ROOT_BYTES } from './words'

/** What the root gives: the identity key, and 32-byte secrets for keys per site, for own-cloud storage and for the vault's words slot. */
export interface RootKeys {
  identity: SigningKey
  pairwiseRoot: Uint8Array
  cloudKey: Uint8Array
  recoveryKey: Uint8Array
}

/** Derives everything that the words stand for: HKDF-SHA-256 of the 16-byte root, one versioned label each. */
export const deriveIdentity = (root: Uint8Array): RootKeys => {
  if (root.length !== ROOT_BYTES) throw new HearthError('damaged', 'a root has 16 bytes')
  const derive = (label: string): Uint8Array => hkdf(root, new Uint8Array(0), label, 32)
  return {
    identity: signingKey(derive('hearth/v1/identity')),
    pairwiseRoot: derive('hearth/v1/pairwise'),
    cloudKey: derive('hearth/v1/cloud'),
    recoveryKey: derive('hearth/v1/recovery'),
  }
}

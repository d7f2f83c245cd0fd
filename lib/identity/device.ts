import type { DeviceId } from '../contract/ids'
import { type AgreementKey, newAgreementKey } from '../crypto/agreement'
import { sha256, toHex } from '../crypto/hash'
import { newSigningKey, type SigningKey } from '../crypto/signature'

/** The keys of one device. They are made on it and never leave it; the identity key certifies their public halves. */
export interface DeviceKeys {
  id: DeviceId
  signing: SigningKey
  agreement: AgreementKey
}

/** Fresh keys for this device. */
export const newDeviceKeys = (): DeviceKeys => {
  const signing = newSigningKey()
  return { id: deviceIdOf(signing.public), signing, agreement: newAgreementKey() }
}

/** The id of the device that signs with this Ed25519 key. */
export const deviceIdOf = (signingPublic: Uint8Array): DeviceId => toHex(sha256(signingPublic).slice(0, 16)) as DeviceId

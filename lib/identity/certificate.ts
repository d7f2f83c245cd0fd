import { HearthError } from '../contract/errors'
import type { DeviceId } from '../contract/ids'
import { Reader, Writer } from '../contract/wire'
import type { SigningKey } from '../crypto/signature'
import { deviceIdOf } from './device'
import { checkSignature, checkVersion, SIGNATURE_BYTES, STATEMENT_VERSION, signStatement } from './statement'

/** Bytes of a certificate: version, three keys, the time in milliseconds since 1970, signature. */
export const CERTIFICATE_BYTES = 1 + 3 * 32 + 8 + SIGNATURE_BYTES

/** An identity's word that a device is its own. `signing` is the device's Ed25519 key, `agreement` its X25519 key. */
export interface Certificate {
  identity: Uint8Array
  signing: Uint8Array
  agreement: Uint8Array
  createdAt: number
  device: DeviceId
  bytes: Uint8Array
}

/** The public halves of a device's keys, all that its certificate needs. */
interface DevicePublic {
  signing: { public: Uint8Array }
  agreement: { public: Uint8Array }
}

/** Certifies a device; `createdAt` in milliseconds since 1970. */
export const certify = (identity: SigningKey, device: DevicePublic, createdAt: number): Uint8Array =>
  signStatement(
    identity,
    'hearth/v1/certificate',
    new Writer()
      .u8(STATEMENT_VERSION)
      .bytes(identity.public)
      .bytes(device.signing.public)
      .bytes(device.agreement.public)
      .u64(createdAt)
      .done(),
  )

/** Reads a certificate and verifies its signature. Throws `damaged`, or `newer-version`. Who the identity is, is for the caller to compare. */
export const readCertificate = (bytes: Uint8Array): Certificate => {
  checkVersion(bytes)
  if (bytes.length !== CERTIFICATE_BYTES) throw new HearthError('damaged', 'wrong length')
  const reader = new Reader(bytes.subarray(1))
  const identity = reader.bytes(32)
  const signing = reader.bytes(32)
  const agreement = reader.bytes(32)
  const createdAt = reader.u64()
  checkSignature(identity, 'hearth/v1/certificate', bytes)
  return { identity, signing, agreement, createdAt, device: deviceIdOf(signing), bytes: bytes.slice() }
}

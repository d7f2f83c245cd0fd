import { HearthError } from '../contract/errors'
import { Reader, Writer } from '../contract/wire'
import { type AgreementKey, newAgreementKey } from '../crypto/agreement'
import { KEM_PUBLIC, type KemKey, newKemKey } from '../crypto/kem'
import { random } from '../crypto/random'
import type { Certificate } from './certificate'
import type { DeviceKeys } from './device'
import { checkSignature, checkVersion, SIGNATURE_BYTES, STATEMENT_VERSION, signStatement } from './statement'

const DAY = 86_400_000
/** A device makes a new prekey when its newest is older than this, in milliseconds. */
export const PREKEY_RENEWAL: number = 7 * DAY
/** The private halves are kept this long, in milliseconds; a record expires with them. */
export const PREKEY_KEPT: number = 90 * DAY

const RECORD_BYTES = 1 + 4 + 32 + KEM_PUBLIC + 8 + SIGNATURE_BYTES

/** What a session can be started towards: an X25519 key and an ML-KEM-768 key under one number. Not signed by itself. */
export interface Bundle {
  id: number
  agreement: Uint8Array
  kem: Uint8Array
}

/** A bundle that a device signed. `expiresAt` in milliseconds since 1970; comparing it with the clock is for the caller. */
export interface PrekeyRecord extends Bundle {
  expiresAt: number
  bytes: Uint8Array
}

/** A bundle with its private halves. */
export interface BundleKeys {
  id: number
  agreement: AgreementKey
  kem: KemKey
}

/** A device's own prekey: the private halves, and the signed record that contacts get. */
export interface Prekey extends BundleKeys {
  createdAt: number
  expiresAt: number
  record: Uint8Array
}

/** Fresh keys for a bundle under a random number: of a prekey, or made for one reply alone. */
export const newBundle = (): BundleKeys => ({
  id: new Reader(random(4)).u32(),
  agreement: newAgreementKey(),
  kem: newKemKey(),
})

/** The public halves of a bundle's keys. */
export const bundleOf = ({ id, agreement, kem }: BundleKeys): Bundle => ({
  id,
  agreement: agreement.public,
  kem: kem.public,
})

/** A new prekey of this device, signed with its Ed25519 key; `now` in milliseconds since 1970. */
export const newPrekey = (device: DeviceKeys, now: number): Prekey => {
  const keys = newBundle()
  const expiresAt = now + PREKEY_KEPT
  const body = new Writer()
    .u8(STATEMENT_VERSION)
    .u32(keys.id)
    .bytes(keys.agreement.public)
    .bytes(keys.kem.public)
    .u64(expiresAt)
    .done()
  return { ...keys, createdAt: now, expiresAt, record: signStatement(device.signing, 'hearth/v1/prekey', body) }
}

/** Reads a record and verifies that the certified device signed it. Throws `damaged`, or `newer-version`. */
export const readPrekeyRecord = (bytes: Uint8Array, certificate: Certificate): PrekeyRecord => {
  checkVersion(bytes)
  if (bytes.length !== RECORD_BYTES) throw new HearthError('damaged', 'wrong length')
  checkSignature(certificate.signing, 'hearth/v1/prekey', bytes)
  const reader = new Reader(bytes.subarray(1))
  return {
    id: reader.u32(),
    agreement: reader.bytes(32),
    kem: reader.bytes(KEM_PUBLIC),
    expiresAt: reader.u64(),
    bytes: bytes.slice(),
  }
}

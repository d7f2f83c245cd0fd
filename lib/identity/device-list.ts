import { HearthError } from '../contract/errors'
import { Reader, sameBytes, Writer } from '../contract/wire'
import { sha256 } from '../crypto/hash'
import type { SigningKey } from '../crypto/signature'
import { CERTIFICATE_BYTES, type Certificate, readCertificate } from './certificate'
import { checkSignature, checkVersion, SIGNATURE_BYTES, STATEMENT_VERSION, signStatement } from './statement'

/** Devices that one identity has at most. */
export const MAX_DEVICES = 8

/** `previous` of the first list of an epoch. */
export const NO_PREVIOUS: Uint8Array = new Uint8Array(32)

/**
 * All devices of one identity at one moment. `epoch` is Unix milliseconds, `version` counts up inside it; `previous` is the
 * `hash` of the version before. The hash leaves the signature out: signing the same list twice makes no fork.
 */
export interface DeviceList {
  epoch: number
  version: number
  previous: Uint8Array
  devices: Certificate[]
  hash: Uint8Array
  bytes: Uint8Array
}

/** Signs a list; `certificates` are those of {@link certify}, 1 to 8. */
export const signDeviceList = (
  identity: SigningKey,
  list: { epoch: number; version: number; previous: Uint8Array; certificates: readonly Uint8Array[] },
): Uint8Array => {
  const writer = new Writer().u8(STATEMENT_VERSION).u64(list.epoch).u32(list.version).bytes(list.previous)
  writer.u8(list.certificates.length)
  for (const certificate of list.certificates) writer.bytes(certificate)
  const bytes = signStatement(identity, 'hearth/v1/device-list', writer.done())
  readDeviceList(bytes, identity.public)
  return bytes
}

/**
 * Reads a list and verifies it and every certificate in it. Throws `newer-version`, or `damaged` where anything is not
 * that identity's, no device or more than 8 are listed, or two share a key.
 */
export const readDeviceList = (bytes: Uint8Array, identityPublic: Uint8Array): DeviceList => {
  checkVersion(bytes)
  const reader = new Reader(bytes.subarray(1))
  const epoch = reader.u64()
  const version = reader.u32()
  const previous = reader.bytes(32)
  const count = reader.u8()
  if (count < 1 || count > MAX_DEVICES) throw new HearthError('damaged', 'too few or too many devices')
  if (reader.left !== count * CERTIFICATE_BYTES + SIGNATURE_BYTES) throw new HearthError('damaged', 'wrong length')
  checkSignature(identityPublic, 'hearth/v1/device-list', bytes)
  const devices = Array.from({ length: count }, () => readCertificate(reader.bytes(CERTIFICATE_BYTES)))
  if (!devices.every((device) => sameBytes(device.identity, identityPublic))) {
    throw new HearthError('damaged', 'a device of somebody else')
  }
  if (new Set(devices.flatMap((d) => [d.signing.join(), d.agreement.join()])).size !== 2 * count) {
    throw new HearthError('damaged', 'two devices share a key')
  }
  const hash = sha256(bytes.subarray(0, -SIGNATURE_BYTES))
  return { epoch, version, previous, devices, hash, bytes: bytes.slice() }
}

/**
 * What a verified list is beside the one that is known. `fork`: the same place in the order with other content, or a
 * successor that was chained to something else. Gaps are no fork: whoever was away never saw what lay between.
 */
export const compareDeviceLists = (
  known: DeviceList | null,
  incoming: DeviceList,
): 'newer' | 'same' | 'older' | 'fork' => {
  if (known === null) return 'newer'
  if (incoming.epoch !== known.epoch) return incoming.epoch > known.epoch ? 'newer' : 'older'
  if (incoming.version < known.version) return 'older'
  if (incoming.version === known.version) return sameBytes(incoming.hash, known.hash) ? 'same' : 'fork'
  const follows = incoming.version === known.version + 1
  return follows && !sameBytes(incoming.previous, known.hash) ? 'fork' : 'newer'
}

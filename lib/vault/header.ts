import { HearthError } from '../contract/errors'
import { concat, Reader, sameBytes, Writer } from '../contract/wire'
import { sha256 } from '../crypto/hash'
import { type Cost, checkCost, SALT_BYTES } from './cost'

const VERSION = 1
const CHECKSUM = 8
const SLOT_OVERHEAD = 24 + 16
const KEY_SLOT = SLOT_OVERHEAD + 32
const ROOT_SLOT = SLOT_OVERHEAD + 16
const HEADER_BYTES = 1 + SALT_BYTES + 4 + 1 + 1 + 32 + 2 * KEY_SLOT + ROOT_SLOT + CHECKSUM

/** What stands before the data, in clear: how the passphrase is stretched, which data key it is, and the slots. */
export interface Header {
  salt: Uint8Array
  cost: Cost
  commitment: Uint8Array
  slots: { passphrase: Uint8Array; words: Uint8Array; root: Uint8Array }
}

/** The header's bytes; a checksum at the end tells a damaged header from a wrong passphrase. */
export const writeHeader = ({ salt, cost, commitment, slots }: Header): Uint8Array => {
  const body = new Writer()
    .u8(VERSION)
    .bytes(salt)
    .u32(cost.memory)
    .u8(cost.passes)
    .u8(cost.lanes)
    .bytes(commitment)
    .bytes(slots.passphrase)
    .bytes(slots.words)
    .bytes(slots.root)
    .done()
  return concat(body, checksum(body))
}

/** Reads a header strictly. Throws `vault-damaged`, also for a cost that would stall the browser, or `newer-version`. */
export const readHeader = (bytes: Uint8Array): Header => {
  const reader = new Reader(bytes, 'vault-damaged')
  const version = reader.u8()
  if (version > VERSION) throw new HearthError('newer-version', 'vault of a newer version')
  if (version !== VERSION || bytes.length !== HEADER_BYTES) throw new HearthError('vault-damaged', 'not a vault header')
  const body = bytes.subarray(0, -CHECKSUM)
  if (!sameBytes(checksum(body), bytes.subarray(-CHECKSUM))) throw new HearthError('vault-damaged', 'checksum differs')
  const salt = reader.bytes(SALT_BYTES)
  const cost = { memory: reader.u32(), passes: reader.u8(), lanes: reader.u8() }
  checkCost(cost)
  return {
    salt,
    cost,
    commitment: reader.bytes(32),
    slots: { passphrase: reader.bytes(KEY_SLOT), words: reader.bytes(KEY_SLOT), root: reader.bytes(ROOT_SLOT) },
  }
}

const checksum = (body: Uint8Array): Uint8Array => sha256(body).subarray(0, CHECKSUM)

import { decode, encode } from '@msgpack/msgpack'
import { HearthError } from '../contract/errors'
import { concat, encodeText, Reader, u32 } from '../contract/wire'
import { open, seal } from '../crypto/aead'
import { random } from '../crypto/random'

const NONCE = 24
// Lengths at rest say a little about content; multiples of this say less.
const BLOCK = 64

/** What a row says in clear; the seal covers it, so that rows cannot be swapped, renumbered or moved to another contact. */
export interface Clear {
  id: string
  rev: number
  [field: string]: string | number
}

/** A value of plain objects, arrays, texts, numbers and byte strings as `u32 length || msgpack || zeros`. */
export const pack = (value: unknown): Uint8Array => {
  const packed = encode(value, { ignoreUndefined: true })
  const padded = new Uint8Array(Math.ceil((4 + packed.length) / BLOCK) * BLOCK)
  padded.set(u32(packed.length))
  padded.set(packed, 4)
  return padded
}

/** Seals a packed value: `nonce || ciphertext`. */
export const sealBox = (key: Uint8Array, table: string, clear: Clear, packed: Uint8Array): Uint8Array => {
  const nonce = random(NONCE)
  return concat(nonce, seal(key, nonce, packed, rowContext(table, clear)))
}

/** The value in what {@link sealBox} made; throws `vault-damaged` for anything else. */
export const openBox = (key: Uint8Array, table: string, clear: Clear, box: unknown): unknown => {
  if (!(box instanceof Uint8Array)) throw new HearthError('vault-damaged', 'no box in the row')
  try {
    const nonce = box.subarray(0, NONCE)
    const reader = new Reader(open(key, nonce, box.subarray(NONCE), rowContext(table, clear)))
    return decode(reader.bytes(reader.u32()))
  } catch (cause) {
    throw new HearthError('vault-damaged', 'row does not open', { cause })
  }
}

const rowContext = (table: string, clear: Clear): Uint8Array =>
  concat(encodeText('hearth/v1/row'), encode([table, clear], { sortKeys: true }))

import { HearthError } from '../contract/errors'
import type { Topic } from '../contract/topic'
import { concat, encodeText, fromBase64, Reader, toBase64, Writer } from '../contract/wire'
import { open, seal, TAG } from '../crypto/aead'
import { MAX_FRAME } from './carrier'

/** The sizes that a relay sees, in bytes before base64. */
export const BUCKETS = [1_024, 4_096, 16_384, 32_768] as const

const NONCE = 24
const LARGEST = BUCKETS[3]
/** Bytes of items that fit into one parcel. */
export const ROOM = LARGEST - NONCE - TAG
const WHOLE_HEAD = 3
const PART_HEAD = 13
const PART = ROOM - PART_HEAD
const PART_ID = 8
/** No parcel holds more items, so that what a parcel costs whoever opens it has a bound. */
export const MAX_ITEMS = 128
export const MAX_PARTS = Math.ceil(MAX_FRAME / PART)
/** The first byte of an item; behind the last one there is nothing but zeros. */
const ITEM = { end: 0, whole: 1, part: 2 } as const

/** What a parcel holds: whole frames, and parts of those that are larger than any parcel. */
export type Item =
  | { kind: 'whole'; frame: Uint8Array }
  | { kind: 'part'; id: Uint8Array; index: number; count: number; data: Uint8Array }

/** The items that carry a frame, written; `id` is 8 random bytes, used where there are several. */
export const itemsOf = (frame: Uint8Array, id: Uint8Array): Uint8Array[] => {
  if (WHOLE_HEAD + frame.length <= ROOM) return [new Writer().u8(ITEM.whole).long(frame).done()]
  const count = Math.ceil(frame.length / PART)
  return Array.from({ length: count }, (_, index) => {
    const data = frame.subarray(index * PART, (index + 1) * PART)
    return new Writer().u8(ITEM.part).bytes(id).u8(index).u8(count).long(data).done()
  })
}

/** `nonce24 || AEAD(items || zeros)` in base64, as large as the smallest bucket that holds it; a nonce is used once. */
export const sealParcel = (topic: Topic, items: readonly Uint8Array[], nonce: Uint8Array): string => {
  const body = concat(...items)
  const bucket = BUCKETS.find((size) => NONCE + body.length + TAG <= size)
  if (bucket === undefined) throw new HearthError('too-large', 'more than a parcel holds')
  const padded = new Uint8Array(bucket - NONCE - TAG)
  padded.set(body)
  return toBase64(concat(nonce, seal(topic.key, nonce, padded, encodeText(topic.name))))
}

const LENGTHS = new Set(BUCKETS.map((size) => 4 * Math.ceil(size / 3)))
const NONCE_CHARACTERS = 32

/** What tells two parcels apart, once they have opened; null for what is no parcel by its length. */
export const parcelId = (content: string): string | null =>
  LENGTHS.has(content.length) ? content.slice(0, NONCE_CHARACTERS) : null

/** The items of a parcel. Throws `damaged` for whatever nobody with the key has sealed so. */
export const openParcel = (topic: Topic, content: string): Item[] => {
  const bytes = fromBase64(content)
  const reader = new Reader(open(topic.key, bytes.subarray(0, NONCE), bytes.subarray(NONCE), encodeText(topic.name)))
  const items: Item[] = []
  while (reader.left > 0) {
    const kind = reader.u8()
    if (kind === ITEM.end) break
    if (items.length === MAX_ITEMS) throw new HearthError('damaged', 'too many items')
    items.push(kind === ITEM.whole ? { kind: 'whole', frame: some(reader.long()) } : partOf(kind, reader))
  }
  if (reader.rest().some((byte) => byte !== 0)) throw new HearthError('damaged', 'padding is not zeros')
  return items
}

const partOf = (kind: number, reader: Reader): Item => {
  if (kind !== ITEM.part) throw new HearthError('damaged', 'unknown item')
  const [id, index, count] = [reader.bytes(PART_ID), reader.u8(), reader.u8()]
  const data = some(reader.long())
  const full = index === count - 1 || data.length === PART
  if (count < 2 || count > MAX_PARTS || index >= count || !full) throw new HearthError('damaged', 'impossible part')
  return { kind: 'part', id, index, count, data }
}

const some = (bytes: Uint8Array): Uint8Array => {
  if (bytes.length === 0) throw new HearthError('damaged', 'empty item')
  return bytes
}

import { decode, encode } from '@msgpack/msgpack'
import { HearthError } from '../contract/errors'
import type { ImportId } from '../contract/ids'
import { type Item, MAX_ITEM } from '../contract/item'

/** A page as it is sealed: packed items one after the other, and where each ends. Many short rows cost thirty times as much. */
export interface PageRow {
  id: string
  /** The import that wrote it: nobody sees its items before that is done. */
  import?: ImportId
  bytes: Uint8Array
  ends: number[]
}

/** A page takes no more items from this many bytes on. */
export const PAGE_FULL = 64 << 10

/** An item as it lies in a page. Throws `too-large` over {@link MAX_ITEM}. */
export const packItem = (item: Item): Uint8Array => {
  const packed = encode(item, { ignoreUndefined: true })
  if (packed.length > MAX_ITEM) throw new HearthError('too-large', `an item of ${packed.length} bytes`)
  return packed
}

/** What {@link packItem} packed. */
export const unpackItem = (bytes: Uint8Array): Item => decode(bytes) as Item

/** The page of these packed items. */
export const bindPage = (id: string, packed: readonly Uint8Array[], of?: ImportId): PageRow => {
  const bytes = new Uint8Array(packed.reduce((sum, { length }) => sum + length, 0))
  const ends: number[] = []
  let at = 0
  for (const each of packed) {
    bytes.set(each, at)
    at += each.length
    ends.push(at)
  }
  return { id, ...(of && { import: of }), bytes, ends }
}

/** The packed items of a page: views of its bytes. */
export const leavesOf = ({ bytes, ends }: PageRow): Uint8Array[] =>
  ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))

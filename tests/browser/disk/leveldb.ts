import { unsnap, varint } from './snappy'

const MAGIC = 0xdb4775248b80fb57n
const FOOTER = 48
const RAW = 0
const SNAPPY = 1

interface Handle {
  offset: number
  size: number
}

const readHandle = (bytes: Uint8Array, at: number): [Handle, end: number] => {
  const [offset, next] = varint(bytes, at)
  const [size, end] = varint(bytes, next)
  return [{ offset, size }, end]
}

const readBlock = (table: Buffer, { offset, size }: Handle): Uint8Array => {
  const block = table.subarray(offset, offset + size)
  const kind = table[offset + size]
  if (kind === RAW) return block
  if (kind === SNAPPY) return unsnap(block)
  throw new Error(`a block of kind ${kind}`)
}

/** The values of a block: of an index, the handles of other blocks. */
const handlesIn = (block: Uint8Array): Handle[] => {
  const restarts = Buffer.from(block).readUInt32LE(block.length - 4)
  const end = block.length - 4 * (restarts + 1)
  const handles: Handle[] = []
  for (let at = 0; at < end; ) {
    const [, afterShared] = varint(block, at)
    const [unshared, afterUnshared] = varint(block, afterShared)
    const [length, begin] = varint(block, afterUnshared)
    handles.push(readHandle(block, begin + unshared)[0])
    at = begin + unshared + length
  }
  return handles
}

/** The data blocks of a LevelDB table, decompressed; none for any other file. A log is not compressed. */
export const leveldbBlocks = (file: Buffer): Uint8Array[] => {
  if (file.length < FOOTER || file.readBigUInt64LE(file.length - 8) !== MAGIC) return []
  const [, afterMeta] = readHandle(file, file.length - FOOTER)
  const [index] = readHandle(file, afterMeta)
  return handlesIn(readBlock(file, index)).map((handle) => readBlock(file, handle))
}

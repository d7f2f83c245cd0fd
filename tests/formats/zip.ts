import { crc32, deflateRawSync } from 'node:zlib'

/** An entry as the test wants it: what the directory says of it may be a lie. */
export interface Packed {
  path: string
  data: Uint8Array | string
  flags?: number
  method?: number
  crc?: number
  size?: number
  /** Points to the entry at this place in the list instead of one of its own. */
  same?: number
}

const UTF8 = 0x800
const bytesOf = (data: Uint8Array | string) => (typeof data === 'string' ? Buffer.from(data) : data)

/** A zip archive of these entries, byte by byte. */
export const zipOf = (entries: readonly Packed[]): Blob => {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  const places: number[] = []
  let offset = 0
  for (const entry of entries) {
    const data = bytesOf(entry.data)
    const packed = entry.method === 0 ? data : deflateRawSync(data)
    const name = Buffer.from(entry.path)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(UTF8 | (entry.flags ?? 0), 2)
    head.writeUInt16LE(entry.method ?? 8, 4)
    head.writeUInt32LE(entry.crc ?? crc32(data), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(entry.size ?? data.length, 18)
    head.writeUInt16LE(name.length, 22)
    const place = entry.same === undefined ? offset : (places[entry.same] ?? 0)
    places.push(place)
    if (entry.same === undefined) {
      parts.push(Buffer.from('PK\x03\x04'), head, name, packed)
      offset += 30 + name.length + packed.length
    }
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(place, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), head, tail, name)
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  const end = Buffer.alloc(18)
  // Over 65,535 entries a real archive says so elsewhere; readers go by the size.
  end.writeUInt16LE(entries.length & 0xffff, 4)
  end.writeUInt16LE(entries.length & 0xffff, 6)
  end.writeUInt32LE(size, 8)
  end.writeUInt32LE(offset, 12)
  return new Blob([Buffer.concat([...parts, ...directory, Buffer.from('PK\x05\x06'), end])])
}

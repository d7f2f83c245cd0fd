/** A number of varying length, as LevelDB and Snappy write it: its value and where it ends. */
export const varint = (bytes: Uint8Array, at: number): [value: number, end: number] => {
  let value = 0
  for (let shift = 1; ; shift *= 128) {
    const byte = bytes[at++]
    if (byte === undefined || shift > 2 ** 35) throw new Error('no varint')
    value += (byte & 127) * shift
    if (byte < 128) return [value, at]
  }
}

/** What Snappy compressed (format_description.txt): literals, and copies of what came before. */
export const unsnap = (bytes: Uint8Array): Uint8Array => {
  const [length, start] = varint(bytes, 0)
  const out = new Uint8Array(length)
  const byte = (at: number): number => bytes[at] ?? 0
  let at = start
  let end = 0
  const copy = (offset: number, count: number) => {
    // Byte by byte: a copy may run into what it writes.
    for (let i = 0; i < count; i++, end++) out[end] = out[end - offset] ?? 0
  }
  while (at < bytes.length) {
    const tag = byte(at++)
    const kind = tag & 3
    if (kind === 0) {
      let count = tag >> 2
      if (count >= 60) {
        const wide = count - 59
        count = 0
        for (let i = 0; i < wide; i++) count += byte(at++) * 256 ** i
      }
      out.set(bytes.subarray(at, at + count + 1), end)
      at += count + 1
      end += count + 1
    } else if (kind === 1) {
      copy(((tag >> 5) << 8) | byte(at++), ((tag >> 2) & 7) + 4)
    } else if (kind === 2) {
      copy(byte(at) | (byte(at + 1) << 8), (tag >> 2) + 1)
      at += 2
    } else {
      copy(byte(at) + byte(at + 1) * 2 ** 8 + byte(at + 2) * 2 ** 16 + byte(at + 3) * 2 ** 24, (tag >> 2) + 1)
      at += 4
    }
  }
  return out
}

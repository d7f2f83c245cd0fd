/** Something that must not be on a disk: what it is, and the bytes that would give it away. */
export interface Secret {
  what: string
  forms: Uint8Array[]
}

/** What bytes look like inside base64, whatever stands before them: the characters that depend on them alone. */
const inBase64 = (bytes: Buffer): Buffer[] =>
  [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '')
    // The first and the last character share bits with their neighbours.
    const from = Math.ceil((before * 8) / 6)
    const own = text.slice(from, Math.floor(((before + bytes.length) * 8) / 6))
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')].map((form) => Buffer.from(form))
  })

const inHex = (bytes: Buffer): Buffer[] => {
  const hex = bytes.toString('hex')
  return [hex, hex.toUpperCase()].map((form) => Buffer.from(form))
}

/** A text as it is, in small letters and as an address escapes it; each in UTF-8 and UTF-16LE, in base64 and in hex of both. */
export const textSecret = (what: string, text: string): Secret => {
  const spelled = [text, text.toLowerCase(), encodeURIComponent(text)]
  const plain = spelled.flatMap((form) => [Buffer.from(form, 'utf8'), Buffer.from(form, 'utf16le')])
  return { what, forms: plain.flatMap((bytes) => [bytes, ...inBase64(bytes), ...inHex(bytes)]) }
}

/** A key as it is, in hex and in base64, and as a `Uint8Array` that became JSON. */
export const keySecret = (what: string, key: Uint8Array): Secret => {
  const bytes = Buffer.from(key)
  const listed = Buffer.from([...bytes].join(','))
  const numbered = Buffer.from(JSON.stringify({ ...bytes }).slice(1, -1))
  return { what, forms: [bytes, listed, numbered, ...inBase64(bytes), ...inHex(bytes)] }
}

const BETWEEN = [' ', '\n', '\0', ',', ', ', '","', '', '-']

/** Recovery words are ordinary ones, and their list ships with every copy: three in their order are no accident. */
export const wordsSecret = (what: string, words: readonly string[]): Secret => {
  const threes = words.slice(2).map((_, i) => words.slice(i, i + 3))
  const joined = threes.flatMap((three) => BETWEEN.map((between) => three.join(between)))
  const packed = threes.map((three) => three.map((word) => String.fromCharCode(0xa0 + word.length) + word).join(''))
  return {
    what,
    forms: [
      ...joined.flatMap((form) => [Buffer.from(form, 'utf8'), Buffer.from(form, 'utf16le')]),
      ...joined.flatMap((form) => inBase64(Buffer.from(form, 'utf8'))),
      ...packed.map((form) => Buffer.from(form, 'latin1')),
    ],
  }
}

import { concat } from '../contract/wire'

/** How bytes are text: a name that TextDecoder knows, and whether it is an even chance ("else windows-1252") rather than known. */
export interface EncodingGuess {
  encoding: string
  sure: boolean
  /** It reads as UTF-8 that was taken for windows-1252 and encoded again ("MÃ¼ller"): {@link undouble} is worth offering. */
  doubled: boolean
}

/** What decoding lost so far: sequences that mean nothing in that encoding, each shown as U+FFFD. */
export interface Malformed {
  count: number
}

const SAMPLE = 64 << 10
const HEAD = 4 << 10

/**
 * Guesses how a file is encoded: byte order mark, zeros at every other place, all of it valid UTF-8 (but for an end that was cut
 * off, or a rare slip), else windows-1252. Reads no further than it has to.
 */
export const guessEncoding = async (stream: ReadableStream<Uint8Array>): Promise<EncodingGuess> => {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let head = true
  let sample = ''
  // Bytes that valid characters took beyond one for each unit of text: there are none in ASCII.
  let beyond = 0
  for await (const bytes of headed(chunksOf(stream))) {
    if (head) {
      head = false
      const encoding = markOf(bytes) ?? zerosOf(bytes.subarray(0, SAMPLE))
      if (encoding) return { encoding, sure: true, doubled: looksDoubled(headText(bytes, encoding)) }
    }
    try {
      const text = utf8.decode(bytes, { stream: true })
      beyond += bytes.length - text.length
      if (sample.length < SAMPLE) sample += text.slice(0, SAMPLE)
    } catch {
      return slipped(bytes, beyond)
    }
  }
  return { encoding: 'utf-8', sure: true, doubled: looksDoubled(sample) }
}

/** Text of a stream of bytes in an encoding, without its byte order mark. Throws a RangeError for a name that TextDecoder does not know. */
export async function* decodeStream(
  stream: ReadableStream<Uint8Array>,
  encoding: string,
  malformed: Malformed = { count: 0 },
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  const counted = (text: string): string => {
    for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) malformed.count++
    return text
  }
  for await (const bytes of chunksOf(stream)) {
    const text = counted(decoder.decode(bytes, { stream: true }))
    if (text) yield text
  }
  const rest = counted(decoder.decode())
  if (rest) yield rest
}

/** Encodings to choose from where the guess was wrong, the commonest first. */
export const ENCODINGS: readonly string[] = [
  'utf-8',
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'macintosh',
  'iso-8859-2',
  'iso-8859-15',
  'koi8-r',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'euc-kr',
  'utf-16le',
  'utf-16be',
]

/** The text with what was encoded twice encoded once; everything else stays. */
export async function* undouble(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let held = ''
  for await (const chunk of chunks) {
    const text = held + chunk
    // A sequence may go on in the next chunk.
    const from = /[\u00c2-\u00f4]\P{ASCII}{0,2}$/u.exec(text)?.index ?? text.length
    held = text.slice(from)
    if (from) yield once(text.slice(0, from))
  }
  if (held) yield once(held)
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  let done = false
  try {
    for (;;) {
      const next = await reader.read()
      done = next.done
      if (next.done) return
      if (next.value.length) yield next.value
    }
  } finally {
    if (!done) await reader.cancel().catch(() => {})
  }
}

/** The first chunk has enough in it to judge by, if the stream has. */
async function* headed(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | null = new Uint8Array()
  for await (const bytes of chunks) {
    if (!head) yield bytes
    else {
      head = concat(head, bytes)
      if (head.length < HEAD) continue
      yield head
      head = null
    }
  }
  if (head?.length) yield head
}

const markOf = ([a, b, c]: Uint8Array): string | null => {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  return a === 0xfe && b === 0xff ? 'utf-16be' : null
}

/** UTF-16 without a mark: in most languages every other byte of much of it is zero. */
const zerosOf = (bytes: Uint8Array): string | null => {
  const zeros: [number, number] = [0, 0]
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0) zeros[(at & 1) as 0 | 1]++
  const [even, odd] = zeros
  const many = bytes.length / 10
  if (odd > many && odd > 8 * even) return 'utf-16le'
  return even > many && even > 8 * odd ? 'utf-16be' : null
}

const headText = (bytes: Uint8Array, encoding: string): string =>
  new TextDecoder(encoding).decode(bytes.subarray(0, SAMPLE), { stream: true })

/** A file of UTF-8 with a slip has many characters that are right for each that is wrong; in one of windows-1252 nearly all are wrong. */
const slipped = (bytes: Uint8Array, beyond: number): EncodingGuess => {
  const text = new TextDecoder().decode(bytes)
  const wrong = text.split('\ufffd').length - 1
  const right = beyond + (text.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0)
  if (right > 10 * wrong) return { encoding: 'utf-8', sure: false, doubled: looksDoubled(text) }
  return { encoding: 'windows-1252', sure: false, doubled: false }
}

/** The signs that windows-1252 has at 0x80 to 0x9f; at the five free places decoders put the control character. */
const HIGH = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'
const TAIL = `[\u0080-\u00bf${HIGH}]`
const TWICE = new RegExp(`[\u00c2-\u00df]${TAIL}|[\u00e0-\u00ef]${TAIL}{2}|[\u00f0-\u00f4]${TAIL}{3}`, 'g')
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const byteOf = (sign: string): number => (HIGH.includes(sign) ? 0x80 + HIGH.indexOf(sign) : sign.charCodeAt(0))

const once = (text: string): string =>
  text.replace(TWICE, (sequence) => {
    try {
      return strict.decode(Uint8Array.from(sequence, byteOf))
    } catch {
      return sequence
    }
  })

/** More of what is not ASCII goes away than stays: names with an accent that are right would stay. */
const looksDoubled = (sample: string): boolean => {
  const before = sample.match(/\P{ASCII}/gu)?.length ?? 0
  const fixed = once(sample)
  return before > 0 && fixed !== sample && 2 * (sample.length - fixed.length) >= before / 2
}

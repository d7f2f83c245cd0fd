import type { FileId } from '../contract/ids'
import { FILE_MARK, type FileRef } from '../contract/item'
import type { Line } from './lines'
import { paramsOf } from './property'
import { holdsBytes } from './unfold'

/** The bytes of a file that an item names, or null where there are none any more. */
export type ReadFile = (file: FileId) => Promise<Uint8Array | null>

/** Characters of base64 that may stay in the line. */
export const MAX_INLINE = 2 << 10

const DATA = /^data:([^;,]*)[^,]*;base64,/i
const IMAGE = /^(?:JPE?G|PNG|GIF|WEBP|BMP|TIFF|HEIC|AVIF)$/i
const MAGIC: [type: string, bytes: RegExp][] = [
  ['image/jpeg', /^ÿØÿ/],
  ['image/png', /^\u0089PNG/],
  ['image/gif', /^GIF8/],
  ['image/webp', /^RIFF[\s\S]{4}WEBP/],
]

/** Where the base64 of a line of bytes begins, or null where it has none. */
const payloadAt = (line: Line): number | null => {
  if (!holdsBytes(line.text)) return null
  const uri = DATA.exec(line.text.slice(line.value, line.value + 200))
  return line.value + (uri?.[0].length ?? 0)
}

/** The id of the file that stands in the place of a line's bytes. */
export const keptFile = ({ text }: Line): FileId | null => {
  const mark = text.indexOf(FILE_MARK)
  return mark < 0 ? null : (text.slice(mark + FILE_MARK.length) as FileId)
}

/** The bytes of a line; null where it has none, or none that are base64. */
export const bytesOf = (line: Line): { bytes: Uint8Array; mediaType: string } | null => {
  const from = payloadAt(line)
  if (from === null) return null
  try {
    // Some programs pad wrongly, and some cut the last character off.
    const payload = line.text.slice(from).replace(/\s+/g, '').replace(/=+$/, '')
    const text = atob(payload.length % 4 === 1 ? payload.slice(0, -1) : payload)
    const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0))
    return { bytes, mediaType: saidType(line) ?? MAGIC.find(([, magic]) => magic.test(text))?.[0] ?? '' }
  } catch {
    return null
  }
}

/** Whether the line carries bytes in base64, and how many characters of it. */
export const payloadLength = (line: Line): number => {
  const from = payloadAt(line)
  return from === null ? 0 : line.text.length - from
}

const saidType = (line: Line): string | undefined => {
  const params = paramsOf(line)
  const type = (params.get('TYPE') ?? []).find((word) => IMAGE.test(word) || word.includes('/'))?.toLowerCase()
  const named = type && !type.includes('/') ? `image/${type.replace(/^jpg$/, 'jpeg')}` : type
  const data = DATA.exec(line.text.slice(line.value, line.value + 200))?.[1]
  return data || params.get('FMTTYPE')?.[0] || params.get('MEDIATYPE')?.[0] || named
}

/** The line with the file in the place of its bytes. */
export const withFile = (line: Line, { file }: FileRef): Line => ({
  ...line,
  text: `${line.text.slice(0, payloadAt(line) ?? line.value)}${FILE_MARK}${file}`,
})

/** The line with the bytes in the place of its file, as it came; null where they are gone. */
export const withBytes = async (text: string, readFile: ReadFile): Promise<string | null> => {
  const mark = text.indexOf(FILE_MARK)
  if (mark < 0) return text
  const bytes = await readFile(text.slice(mark + FILE_MARK.length) as FileId)
  return bytes && text.slice(0, mark) + base64Of(bytes)
}

// A multiple of three: no padding in between. One call for all would be more arguments than a call can have.
const STEP = 3 << 12

const base64Of = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += STEP) text += btoa(String.fromCharCode(...bytes.subarray(at, at + STEP)))
  return text
}

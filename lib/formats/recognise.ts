import { readArchive } from './archive'
import { startOf } from './byte-stream'
import { takeoutKind } from './takeout'
import { isActivityPage } from './takeout-html'

/** What a file of text may be, by itself or in an archive. `takeout`: JSON of Google Takeout; `activity-page`: its HTML. */
export type FileFormat =
  | 'vcard'
  | 'icalendar'
  | 'csv'
  | 'json'
  | 'json-ld'
  | 'bookmarks'
  | 'gpx'
  | 'health'
  | 'takeout'
  | 'activity-page'

/** What a file may be. `health`, `takeout`: one of their files, or their whole archive; `archive`: a zip with something in it that can be read. */
export type Format = FileFormat | 'unknown' | 'backup' | 'export' | 'archive'

/** Enough bytes to tell what a file is. */
export const START = 8 << 10
/** Files of an archive that are looked into before it is just an archive. */
const LOOKED_INTO = 500

/** In our own export: everything, and which file of it has the bytes of which id. */
export const EVERYTHING = 'everything.jsonld'
export const EXPORT_FILES = 'files.json'

/** What a file is by what it holds; its name only decides where that says nothing. */
export const recognise = async (file: Blob, name: string): Promise<Format> => {
  const start = await startOf(file.stream(), START)
  if (/^(?:age-encryption\.org\/v1\n|\s*-----BEGIN AGE ENCRYPTED FILE-----)/.test(latin(start))) return 'backup'
  if (ZIP.some((sign) => latin(start).startsWith(sign))) return recogniseArchive(file)
  return recogniseStart(start, name)
}

/** Before a file of an archive, and the end of an archive without files. */
const ZIP = ['PK\u0003\u0004', 'PK\u0005\u0006']

const latin = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes.subarray(0, 64))

/** What a file that begins so is. */
export const recogniseStart = (start: Uint8Array, name: string): FileFormat | 'unknown' => {
  const text = textOf(start)
  return text === null ? 'unknown' : (LOOKS.find(([, looks]) => looks(text, name))?.[0] ?? 'unknown')
}

/** Names of what an archive holds beside data, and is not worth opening. */
const MEDIA = /\.(?:jpe?g|png|gif|heic|webp|mp4|mov|m4v|avi|mp3|m4a|wav|pdf|docx?|xlsx?|pptx?|zip|gz)$/i
/** Whether the name of a file says that nothing in it can be read. */
export const isMedia = (path: string): boolean => MEDIA.test(path)

/** Whether such a file is text of one encoding: not an archive, nor encrypted, nor nothing that anybody knows. */
export const isText = (format: Format): format is FileFormat =>
  !['unknown', 'backup', 'export', 'archive'].includes(format)

const recogniseArchive = async (file: Blob): Promise<Format> => {
  let found: Format = 'unknown'
  let looked = 0
  for await (const next of readArchive(file)) {
    if ('problem' in next) {
      // An archive that is broken is one all the same: reading it says what is wrong.
      if (next.problem.where === null) return 'archive'
      continue
    }
    const { entry } = next
    if (entry.path === EVERYTHING) return 'export'
    if (isMedia(entry.path)) continue
    if (++looked > LOOKED_INTO) break
    const format = recogniseStart(await entry.start(START).catch(() => new Uint8Array()), entry.path)
    if (format === 'health' || format === 'takeout' || format === 'activity-page') {
      return format === 'health' ? 'health' : 'takeout'
    }
    if (format !== 'unknown') found = /^Takeout\//i.test(entry.path) ? 'takeout' : 'archive'
    if (found === 'takeout') return found
  }
  return found
}

/** The text that a file begins with, or null where it is none: UTF-16 by its mark or its zeros, else each byte below 128 as it is. */
const textOf = (start: Uint8Array): string | null => {
  const [first, second] = start
  const marked = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null
  const encoding =
    marked ?? (first === 0 && second !== 0 ? 'utf-16be' : second === 0 && first !== 0 ? 'utf-16le' : 'utf-8')
  const text = new TextDecoder(encoding).decode(start, { stream: true })
  let strange = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0) return null
    if (code < 32 && code !== 9 && code !== 10 && code !== 13) strange++
  }
  return strange * 50 > text.length ? null : text
}

/** How each of them begins, the more particular first. */
const LOOKS: readonly (readonly [FileFormat, (text: string, name: string) => boolean])[] = [
  ['icalendar', (text) => /^[^\S\r\n]*BEGIN:V(?:CALENDAR|EVENT|TODO|JOURNAL)[^\S\r\n]*$/im.test(text)],
  ['vcard', (text) => /^[^\S\r\n]*BEGIN:VCARD[^\S\r\n]*$/im.test(text)],
  ['bookmarks', (text) => /<!DOCTYPE NETSCAPE-Bookmark-file|<DT>\s*<(?:A\s[^>]*HREF=|H3)/i.test(text)],
  ['health', (text) => /<!DOCTYPE HealthData|<HealthData[\s>]/.test(text)],
  ['gpx', (text) => /<(?:\w+:)?gpx[\s>]/i.test(text)],
  ['activity-page', isActivityPage],
  ['takeout', (text) => takeoutKind(text) !== undefined],
  ['json-ld', (text, name) => isJson(text) && (/"@(?:context|graph|type)"\s*:/.test(text) || /\.jsonld$/i.test(name))],
  ['json', isJson],
  ['csv', isTable],
]

function isJson(text: string): boolean {
  return /^\s*(?:\[\s*(?:[[{"\d\]-]|true|false|null)|\{\s*["}])/.test(text.replace(/^\ufeff/, ''))
}

/** Lines with as many separators each; under its own name also one column, or lines that differ. */
function isTable(text: string, name: string): boolean {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '')
  const whole = lines.length > 2 ? lines.slice(0, -1) : lines
  if (/\.(?:csv|tsv|tab)$/i.test(name)) return whole.length > 0 && !/^\s*</.test(text)
  if (whole.length < 2 || /^\s*</.test(text)) return false
  return [',', ';', '\t', '|'].some((separator) => {
    const counts = whole.slice(0, 20).map((line) => line.replaceAll(/"[^"]*"/g, '').split(separator).length)
    return (counts[0] ?? 0) > (separator === ',' ? 2 : 1) && counts.every((count) => count === counts[0])
  })
}

import type { Problem } from '../contract/data-api'
import type { Imported } from '../contract/item'
import { momentOf } from '../contract/moment'
import { type ArchiveEntry, countedSource, entryProblem, readArchive } from './archive'
import { readBookmarks } from './bookmarks'
import { decodeStream, type EncodingGuess, guessEncoding, type Malformed, undouble } from './encoding'
import { readGpx } from './gpx'
import { readHealth } from './health'
import { readCalendar } from './icalendar'
import { problem } from './imported'
import { itemOf } from './item-of'
import { readJson } from './json'
import { pieces } from './pieces'
import type { Read, Reader } from './reader'
import { type FileFormat, type Format, isMedia, isText, recogniseStart, START } from './recognise'
import { readCsv } from './table'
import { takeoutKind } from './takeout'
import { readActivityPage } from './takeout-html'
import { readVcards } from './vcard'
import type { Page, ReadOptions } from './worker-api'
import { readExport } from './worker-export'
import type { FilesContext } from './worker-files'

/** Encodings are told by so much of what is long and hardly ever anything but UTF-8. */
const SAMPLE = 1 << 20
/** Folders of an archive that are named when nothing in them could be read. */
const MAX_FOLDERS = 200

const READERS: Record<FileFormat, Reader> = {
  vcard: readVcards,
  icalendar: readCalendar,
  csv: readCsv,
  json: readJson,
  'json-ld': readJson,
  bookmarks: readBookmarks,
  gpx: readGpx,
  health: readHealth,
  'activity-page': readActivityPage,
  takeout: readTakeout,
}

/** All that a file holds, as items and problems. What is in an archive says where. */
export async function* readFile(
  file: File,
  format: Format,
  options: ReadOptions,
  context: FilesContext,
  page: Page,
): AsyncGenerator<Read> {
  if (format === 'unknown') {
    yield { item: await wholeFile(file, context) }
  } else if (format === 'export') {
    yield* readExport(file, context, page)
  } else if (isText(format) && !(await isZip(file))) {
    const encoding = options.encoding ?? (await encodingOf(file, format)).encoding
    yield* readText(counted(file, page), format, encoding, options, context)
  } else {
    yield* readEntries(file, format, context, page)
  }
}

/** Whether the file is packed: Takeout and Apple Health come both ways. */
export const isZip = async (file: Blob): Promise<boolean> => (await file.slice(0, 2).text()) === 'PK'

const counted = (file: File, page: Page): ReadableStream<Uint8Array> => {
  let done = 0
  const transform: Transformer<Uint8Array, Uint8Array>['transform'] = (chunk, out) => {
    done += chunk.length
    page.progress(done, file.size)
    out.enqueue(chunk)
  }
  return file.stream().pipeThrough(new TransformStream({ transform }))
}

/** How a text file is encoded. */
export const encodingOf = (file: Blob, format: FileFormat): Promise<EncodingGuess> => {
  const long =
    format === 'health' || format === 'takeout' || format === 'json' || format === 'json-ld' || format === 'gpx'
  return guessEncoding((long ? file.slice(0, SAMPLE) : file).stream())
}

async function* readText(
  bytes: ReadableStream<Uint8Array>,
  format: FileFormat,
  encoding: string,
  options: ReadOptions,
  context: FilesContext,
): AsyncGenerator<Read> {
  const malformed = { count: 0 }
  const text = textOf(bytes, encoding, options, malformed)
  const { mapping, dialect = null } = options.table ?? {}
  if (format === 'csv' && mapping && dialect) yield* readCsv(text, context, { mapping, dialect })
  else if (format === 'json') yield* readJson(text, context, mapping)
  else yield* READERS[format](text, context)
  if (malformed.count > 0) yield problem('bad-encoding', String(malformed.count), null)
}

/** The text of a file, as the person wants it decoded. */
export const textOf = (
  bytes: ReadableStream<Uint8Array>,
  encoding: string,
  { undouble: twice }: ReadOptions,
  malformed?: Malformed,
): AsyncGenerator<string> => {
  const decoded = decodeStream(bytes, encoding, malformed)
  return pieces(twice ? undouble(decoded) : decoded)
}

/** Which file of Takeout it is shows at its beginning. */
async function* readTakeout(chunks: AsyncIterable<string>): AsyncGenerator<Read> {
  let start = ''
  const rest = chunks[Symbol.asyncIterator]()
  while (start.length < START) {
    const next = await rest.next()
    if (next.done) break
    start += next.value
  }
  const kind = takeoutKind(start)
  if (!kind) yield problem('unknown-kind', start, null)
  else yield* kind.read(rejoined(start, rest))
}

async function* rejoined(start: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    yield start
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

/** In the archive of a service these are its settings and lists: nobody calls them data, and nobody knows what they mean. */
const ANYTHING: ReadonlySet<Format> = new Set(['csv', 'json', 'json-ld'])

async function* readEntries(file: File, archive: Format, context: FilesContext, page: Page): AsyncGenerator<Read> {
  const unread = folders()
  for await (const next of readArchive(countedSource(file, (done) => page.progress(done, file.size)))) {
    if ('problem' in next) {
      yield next
      continue
    }
    const { entry } = next
    try {
      const format = isMedia(entry.path) ? 'unknown' : recogniseStart(await entry.start(START), entry.path)
      if (format === 'unknown' || (archive !== 'archive' && ANYTHING.has(format))) unread.add(entry.path)
      else for await (const read of readEntry(entry, format, context)) yield placed(read, entry.path)
    } catch (error) {
      yield { problem: entryProblem(entry.path, error) }
    }
  }
  for (const found of unread.problems()) yield { problem: found }
}

/** What the person said of one file is not meant for each of many: these are guessed. */
async function* readEntry(entry: ArchiveEntry, format: FileFormat, context: FilesContext): AsyncGenerator<Read> {
  const sample = new Blob([(await entry.start(SAMPLE)) as BlobPart])
  const { encoding } = await guessEncoding(sample.stream())
  yield* readText(entry.bytes(), format, encoding, {}, context)
}

const placed = (read: Read, path: string): Read =>
  'problem' in read ? { problem: { ...read.problem, where: read.problem.where ?? path } } : read

/** Files that nobody could read, told by folder: an archive may have thousands. */
const folders = () => {
  const found = new Map<string, { first: string; count: number }>()
  return {
    add: (path: string) => {
      const at = path.lastIndexOf('/')
      const own = path.slice(0, Math.max(0, at))
      const folder = found.has(own) || found.size < MAX_FOLDERS ? own : ''
      const known = found.get(folder)
      found.set(folder, { first: known?.first ?? path.slice(at + 1), count: (known?.count ?? 0) + 1 })
    },
    problems: (): Problem[] =>
      [...found].map(([where, { first, count }]) => {
        const what = count > 1 ? `${first} (+${count - 1})` : first
        return { ...problem('unknown-kind', what, null).problem, where: where || null }
      }),
  }
}

/** A file that is kept as it is: what it holds is its own affair. */
const wholeFile = async (file: File, context: FilesContext): Promise<Imported> => {
  const content = await context.keepStream(file.stream(), file.type || 'application/octet-stream')
  const fields = { name: file.name, content, dateCreated: momentOf(file.lastModified) }
  const item = itemOf('File', fields, [], `file ${file.name} ${file.size} ${file.lastModified}`)
  // The id of its bytes is drawn anew each time; the same file is the same.
  return { ...item, version: `${file.size}-${file.lastModified}` }
}

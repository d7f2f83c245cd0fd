import type { Filter } from '../contract/data-api'
import type { FileId } from '../contract/ids'
import type { Item } from '../contract/item'
import { itemType } from '../contract/item-types'
import { concat } from '../contract/wire'
import { type ArchivePart, writeArchive } from './archive-write'
import { writeBookmarks } from './bookmarks'
import { piecesOf, textStream } from './byte-stream'
import { writeCsv } from './csv-write'
import { endingOf, safeName, uniqueNames } from './file-names'
import { writeGpx } from './gpx-write'
import { writeCalendar } from './icalendar-write'
import { fileRefs, filesIn } from './item-files'
import { writeJsonLd } from './json-ld-write'
import { writeNote } from './note-write'
import { EVERYTHING, EXPORT_FILES } from './recognise'
import { writeVcard } from './vcard-write'

/** Where the data comes from. Asking again gives the same items again. */
export interface ExportSource {
  items(filter: Filter): AsyncIterable<Item>
  bytesOf(file: FileId): ReadableStream<Uint8Array>
}

type Items = AsyncIterable<Item>

const README = `This is everything that Hearth kept for you, in open formats. Any of it can be read without Hearth.

contacts.vcf       contacts, with their pictures (vCard)
calendar.ics       events and tasks (iCalendar)
bookmarks.html     bookmarks, as every browser imports them
notes/             notes (Markdown), their tags and days in the lines at the top
places.gpx         places (GPX)
trips.gpx          trips with their ways (GPX)
*.csv              a table for each type of data (measurements.csv, contacts.csv and so on)
files/             your files, under their names
files.json         which of them is meant where something names a file by its id
everything.jsonld  all of it in one file, with everything that the others have no place for (JSON-LD, schema.org)

What you had nothing of is not there. Hearth reads this file again as it is: "Import file".
`

/** Bytes of a picture that is written into a card: a larger one stays among the files only. */
const MAX_INLINE = 8 << 20

/** Files for several items each: of which types, and how they are written. */
const WRITTEN: readonly (readonly [
  path: string,
  types: readonly string[],
  write: (items: Items, source: ExportSource) => AsyncIterable<string>,
])[] = [
  ['contacts.vcf', ['Contact', 'Person'], writeCards],
  ['calendar.ics', ['Event', 'Task'], (items, source) => writeCalendar(items, inline(source))],
  ['bookmarks.html', ['Bookmark'], (items) => writeBookmarks(items)],
  ['places.gpx', ['Place'], (items) => writeGpx(items, [])],
  ['trips.gpx', ['Trip'], (items) => writeGpx([], items)],
]

/** The tables, by type. */
const TABLES: readonly (readonly [type: string, path: string])[] = [
  ['Contact', 'contacts.csv'],
  ['Person', 'people.csv'],
  ['PostalAddress', 'addresses.csv'],
  ['Event', 'events.csv'],
  ['Task', 'tasks.csv'],
  ['Note', 'notes.csv'],
  ['Place', 'places.csv'],
  ['Trip', 'trips.csv'],
  ['Bookmark', 'bookmarks.csv'],
  ['Activity', 'activities.csv'],
  ['Measurement', 'measurements.csv'],
  ['File', 'files.csv'],
  ['Credential', 'credentials.csv'],
  ['Thing', 'things.csv'],
]

/** Everything as open formats in one zip. What is in the bin is left out. `at`: milliseconds since 1970, for its files. */
export const writeExport = (source: ExportSource, at: number): ReadableStream<Uint8Array> =>
  writeArchive(parts(source), at)

async function* parts(source: ExportSource): AsyncGenerator<ArchivePart> {
  yield { path: 'README.txt', bytes: new Blob([README]).stream() }
  const paths = new Map<FileId, string>()
  yield* fileParts(source, paths)
  yield { path: EXPORT_FILES, bytes: new Blob([JSON.stringify(Object.fromEntries(paths), null, 1)]).stream() }
  for (const [path, types, write] of WRITTEN) {
    const items = await some(ofTypes(source, types))
    if (items) yield { path, bytes: textStream(write(items, source)) }
  }
  const name = uniqueNames()
  for await (const note of source.items({ type: 'Note' })) {
    const path = `notes/${name(safeName(titleOf(note), '.md', true))}`
    yield { path, bytes: new Blob([writeNote(note)]).stream() }
  }
  for (const [type, path] of TABLES) {
    const items = await some(source.items({ type }))
    if (items) yield { path, bytes: textStream(writeCsv(type, items)) }
  }
  yield { path: EVERYTHING, bytes: textStream(writeJsonLd(source.items({}))) }
}

async function* fileParts(source: ExportSource, paths: Map<FileId, string>): AsyncGenerator<ArchivePart> {
  const name = uniqueNames()
  for await (const item of source.items({})) {
    const refs = new Map(fileRefs(item).map((ref) => [ref.file, ref]))
    // A preview is made again from what it shows.
    const previews = new Set(fileRefs(item).map(({ preview }) => preview))
    for (const file of filesIn(item)) {
      if (paths.has(file) || previews.has(file)) continue
      const ref = refs.get(file)
      const path = `files/${name(safeName(titleOf(item), endingOf(ref?.mediaType ?? '')))}`
      paths.set(file, path)
      yield { path, bytes: source.bytesOf(file), stored: { size: ref?.size ?? 0 } }
    }
  }
}

const titleOf = ({ type, fields }: Item): string => {
  const titles = (itemType(type)?.title ?? []).map((field) => fields[field])
  return titles.find((title): title is string => typeof title === 'string')?.split('\n', 1)[0] ?? type
}

async function* ofTypes(source: ExportSource, types: readonly string[]): AsyncGenerator<Item> {
  for (const type of types) yield* source.items({ type })
}

/** The same items, or null where there are none. */
const some = async (items: Items): Promise<Items | null> => {
  const rest = items[Symbol.asyncIterator]()
  const first = await rest.next()
  return first.done ? null : preceded(first.value, rest)
}

async function* preceded(first: Item, rest: AsyncIterator<Item>): AsyncGenerator<Item> {
  yield first
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

async function* writeCards(items: Items, source: ExportSource): AsyncGenerator<string> {
  for await (const item of items) yield* writeVcard(item, inline(source))
}

/** Bytes of a file that is written into a text; null for one that is too large for that, or has none. */
const inline =
  ({ bytesOf }: ExportSource) =>
  async (file: FileId): Promise<Uint8Array | null> => {
    const pieces: Uint8Array[] = []
    let size = 0
    for await (const piece of piecesOf(bytesOf(file))) {
      size += piece.length
      if (size > MAX_INLINE) return null
      pieces.push(piece)
    }
    return size > 0 ? concat(...pieces) : null
  }

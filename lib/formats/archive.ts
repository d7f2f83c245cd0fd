import {
  BlobReader,
  configure,
  type Entry,
  type FileEntry,
  ZipReader,
  type Reader as ZipSource,
} from '@zip.js/zip.js/lib/zip-core-custom.js'
import type { Problem, ProblemReason } from '../contract/data-api'
import { HearthError, reasonOf } from '../contract/errors'
import { startOf } from './byte-stream'

configure({ useWebWorkers: false, useCompressionStream: true })

/** One file of an archive. It can be read until the next one is asked for. */
export interface ArchiveEntry {
  /** Its name with its folders, composed (NFC): a hint of what it is, never a place to write to. */
  path: string
  /** Its size in bytes, as the archive says. */
  size: number
  /** Its bytes. The stream fails with a {@link HearthError}: damaged, or too-large beyond the limits. */
  bytes(): ReadableStream<Uint8Array>
  /** Its first bytes, up to that many. Errors: damaged. */
  start(length: number): Promise<Uint8Array>
}

/** What an archive may unfold to, in bytes; `ratio` counts once an entry has more than a few megabytes. */
export interface ArchiveLimits {
  entries: number
  entry: number
  all: number
  ratio: number
}

const GIGABYTE = 1 << 30
/** Text packs 10 to 50 times smaller, zeros a thousand times. */
export const LIMITS: ArchiveLimits = { entries: 100_000, entry: 16 * GIGABYTE, all: 64 * GIGABYTE, ratio: 200 }
const RATIO_FROM = 16 << 20

/** Bytes that have been unfolded so far, of all entries. */
interface Unfolded {
  bytes: number
}

/**
 * The files of a zip archive, in the order of its directory. What cannot be read is a problem: an archive that was cut off, entries
 * that are encrypted or share bytes with another one, more entries than the limit.
 */
export async function* readArchive(
  archive: Blob | ZipSource<unknown>,
  limits: ArchiveLimits = LIMITS,
): AsyncGenerator<{ entry: ArchiveEntry } | { problem: Problem }> {
  const source = archive instanceof Blob ? new BlobReader(archive) : archive
  const zip = new ZipReader(source, { filenameValidation: 'tolerant', checkSignature: true })
  const entries = zip.getEntriesGenerator()
  const taken = spans()
  const unfolded: Unfolded = { bytes: 0 }
  for (let count = 1; ; count++) {
    const next = await entries.next().catch(cutOff)
    if ('problem' in next) yield next
    if ('problem' in next || next.done) return
    const { value } = next
    if (count > limits.entries) {
      yield problem('too-many', null, String(limits.entries))
      return
    }
    if (value.directory) continue
    const path = value.filename.normalize('NFC')
    // Checked here and not by the library, which would keep each entry that was read, with all that it knows of it.
    if (!taken.take(value.offset, value.offset + value.compressedSize)) yield problem('damaged', path, 'overlap')
    else if (value.encrypted) yield problem('encrypted', path, '')
    else yield { entry: archiveEntry(value, path, limits, unfolded) }
  }
}

/** An archive that tells how many bytes of it have been read. */
export const countedSource = (archive: Blob, onRead: (done: number) => void): ZipSource<unknown> => {
  const source = new BlobReader(archive)
  const read = source.readUint8Array.bind(source)
  let done = 0
  source.readUint8Array = (index, length) => {
    // The directory at the end comes first: what counts is how far the files are.
    if (index + length < archive.size) done = Math.max(done, index + length)
    onRead(done)
    return read(index, length)
  }
  return source
}

/** What went wrong with an entry, as a problem. */
export const entryProblem = (path: string, error: unknown): Problem => {
  const reason = reasonOf(error)
  return problem(reason === 'too-large' ? reason : 'damaged', path, '').problem
}

const problem = (reason: ProblemReason, where: string | null, what: string): { problem: Problem } => ({
  problem: { line: null, where, reason, what },
})

const cutOff = (error: unknown): { problem: Problem } => {
  if (error instanceof HearthError) throw error
  const found = /central directory not found/i.test(String(error))
  return problem(found ? 'cut-off' : 'damaged', null, '')
}

const archiveEntry = (entry: FileEntry, path: string, limits: ArchiveLimits, unfolded: Unfolded): ArchiveEntry => {
  const bytes = () => {
    const through = new TransformStream<Uint8Array, Uint8Array>(counting(entry, limits, unfolded), undefined, {
      highWaterMark: 0,
    })
    const writer = through.writable.getWriter()
    const fail = (error: unknown) => writer.abort(error instanceof HearthError ? error : new HearthError('damaged'))
    const into = new WritableStream<Uint8Array>({
      write: (chunk) => writer.write(chunk),
      close: () => writer.close(),
      abort: fail,
    })
    entry.getData(into).catch((error) => fail(error).catch(() => {}))
    return through.readable
  }
  return { path, size: entry.uncompressedSize, bytes, start: (length) => startOf(bytes(), length) }
}

const counting = (entry: Entry, limits: ArchiveLimits, unfolded: Unfolded): Transformer<Uint8Array, Uint8Array> => {
  let size = 0
  return {
    transform: (chunk, out) => {
      size += chunk.length
      unfolded.bytes += chunk.length
      const dense = size > RATIO_FROM && size > entry.compressedSize * limits.ratio
      if (dense || size > limits.entry || unfolded.bytes > limits.all) {
        throw new HearthError('too-large', 'an entry unfolds beyond the limits')
      }
      out.enqueue(chunk)
    },
  }
}

/** Spans of bytes that are taken, none of them twice. */
const spans = (): { take(start: number, end: number): boolean } => {
  const sorted: { start: number; end: number }[] = []
  return {
    take: (start, end) => {
      let low = 0
      let high = sorted.length
      if ((sorted.at(-1)?.end ?? 0) <= start) low = high
      while (low < high) {
        const middle = (low + high) >>> 1
        if ((sorted[middle]?.start ?? 0) <= start) low = middle + 1
        else high = middle
      }
      const before = sorted[low - 1]
      const after = sorted[low]
      // An entry has a header before its bytes: two of them never begin at one place.
      const shared = before && (before.end > start || before.start === start)
      if (shared || (after && after.start < end)) return false
      sorted.splice(low, 0, { start, end })
      return true
    },
  }
}

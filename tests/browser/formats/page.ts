import { FILE_PIECE } from '../../../lib/contract/data-api'
import type { FileId } from '../../../lib/contract/ids'
import type { Imported, Item } from '../../../lib/contract/item'
import { fromBase64, toBase64 } from '../../../lib/contract/wire'
import { runJob } from '../../../lib/formats/connect-worker'
import type { Inspection, ReadCounts } from '../../../lib/formats/worker-api'

/** A file of bytes of which each tells its place. */
const file = (size: number) => new Uint8Array(size).map((_, at) => at % 251)

const pieceOf = (bytes: Uint8Array, piece: number) => {
  const part = bytes.subarray(piece * FILE_PIECE, (piece + 1) * FILE_PIECE)
  return part.length > 0 ? { bytes: toBase64(part) } : null
}

/** What the tests ask of a page of the extension. */
const page = {
  inspect(name: string, text: string): Promise<Inspection> {
    return runJob('inspect', { file: new File([text], name), options: {} })
  },

  /** Reads a file of that text; answers with its items, in how many batches they came, and how much was kept of files. */
  async read(name: string, text: string): Promise<ReadCounts & { batches: number; read: Imported[]; bytes: number }> {
    let batches = 0
    let bytes = 0
    const read: Imported[] = []
    const counts = await runJob(
      'read',
      { file: new File([text], name), options: {} },
      {
        answers: {
          keepBatch: async ({ items }) => {
            batches++
            read.push(...items)
          },
          keepPiece: async (piece) => {
            bytes += fromBase64(piece.bytes).length
          },
        },
      },
    )
    return { ...counts, batches, read, bytes }
  },

  /** Reads without an end, and ends it at the third batch: why it ended, and how many batches came until long after. */
  async cancel(name: string, text: string): Promise<{ reason: string; batches: number }> {
    const ending = new AbortController()
    let batches = 0
    const keepBatch = async () => {
      if (++batches === 3) ending.abort()
    }
    const options = { answers: { keepBatch }, signal: ending.signal }
    const reason = await runJob('read', { file: new File([text], name), options: {} }, options).catch(
      ({ reason }) => reason,
    )
    // Another job from beginning to end: what the first one still had to say would have come before.
    await page.inspect('x.vcf', 'BEGIN:VCARD\nFN:Ada\nEND:VCARD\n')
    return { reason, batches }
  },

  /** Writes a backup of these items and one file of that size; base64. */
  async backup(items: Item[], id: string, size: number, passphrase: string): Promise<string> {
    const bytes = file(size)
    const written: Blob[] = []
    await runJob(
      'backup',
      { passphrase, at: 0 },
      {
        answers: {
          items: async ({ filter }) => ({ items: filter.binned ? [] : items, last: null }),
          piece: async ({ file, piece }) => (file === id ? pieceOf(bytes, piece) : null),
          write: async ({ bytes }) => void written.push(bytes),
        },
      },
    )
    return toBase64(new Uint8Array(await new Blob(written).arrayBuffer()))
  },

  /** Restores a backup: its items, and whether the file in it is the one of that size. */
  async restore(
    backup: string,
    passphrase: string,
    size: number,
  ): Promise<ReadCounts & { restored: Imported[]; same: boolean }> {
    const restored: Imported[] = []
    const kept = new Map<FileId, Uint8Array[]>()
    const counts = await runJob(
      'restore',
      { file: new File([fromBase64(backup) as BlobPart], 'x.age'), passphrase },
      {
        answers: {
          keepBatch: async ({ items }) => void restored.push(...items),
          keepPiece: async ({ file, bytes }) => {
            kept.set(file, [...(kept.get(file) ?? []), fromBase64(bytes)])
          },
        },
      },
    )
    const [pieces = []] = kept.values()
    const bytes = new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer())
    return { ...counts, restored, same: bytes.length === size && file(size).every((byte, at) => byte === bytes[at]) }
  },

  /** The reason of a job that fails. */
  async reasonOf(job: () => Promise<unknown>): Promise<string> {
    return job().then(
      () => 'none',
      (error) => String(error.reason ?? error),
    )
  },
}

Object.assign(globalThis, { formatsPage: page })

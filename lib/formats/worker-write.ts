import type { Filter } from '../contract/data-api'
import type { ItemId } from '../contract/ids'
import type { Item } from '../contract/item'
import { writeBackup } from './backup'
import { piecesOf } from './byte-stream'
import { type ExportSource, writeExport } from './export'
import type { Read } from './reader'
import { readBackup } from './restore'
import type { JobTable, Page } from './worker-api'
import { keepInBatches } from './worker-batches'
import { fileStream, filesOf } from './worker-files'

/** Bytes that are handed over at once. */
const WRITTEN = 256 << 10

/** Writes everything as open formats. */
export const exportJob: JobTable['export'] = async ({ at }, page) => {
  await handOver(writeExport(sourceOf(page), at), page)
}

/** Writes everything for this program, encrypted. */
export const backupJob: JobTable['backup'] = async ({ passphrase, at }, page) => {
  const { items, bytesOf } = sourceOf(page)
  const all = async function* () {
    yield* items({})
    yield* items({ binned: true })
  }
  await handOver(await writeBackup(all, bytesOf, passphrase, at), page)
}

/** Reads what the backup job wrote. */
export const restoreJob: JobTable['restore'] = ({ file, passphrase }, page) =>
  keepInBatches(restored(file, passphrase, page), page)

async function* restored(file: File, passphrase: string, page: Page): AsyncGenerator<Read> {
  const files = filesOf(page)
  for await (const next of readBackup(file, passphrase, files, page.progress)) {
    if ('file' in next) await files.keepStream(next.bytes, '', next.file)
    else yield next
  }
}

const sourceOf = (page: Page): ExportSource => ({
  items: (filter) => itemsOf(page, filter),
  bytesOf: (file) => fileStream(page, file),
})

async function* itemsOf(page: Page, filter: Filter): AsyncGenerator<Item> {
  let after: ItemId | null = null
  do {
    const { items, last }: { items: Item[]; last: ItemId | null } = await page.need('items', { filter, after })
    yield* items
    after = last
  } while (after !== null)
}

/** Small pieces together: each time the page is asked costs more than their copying. */
const handOver = async (written: ReadableStream<Uint8Array>, page: Page): Promise<void> => {
  let held: Uint8Array[] = []
  let size = 0
  let done = 0
  const write = async () => {
    if (size > 0) await page.need('write', { bytes: new Blob(held as BlobPart[]) })
    done += size
    page.progress(done, null)
    held = []
    size = 0
  }
  for await (const piece of piecesOf(written)) {
    held.push(piece)
    size += piece.length
    if (size >= WRITTEN) await write()
  }
  await write()
}

import type { Filter } from '../contract/data-api'
import type { ItemId } from '../contract/ids'
import type { Item } from '../contract/item'
import { writeBackup } from './backup'
import { piecesOf } from './byte-stream'
import { type ExportSource, writeExport } from './export'
import { readBackup } from './restore'
import type { JobTable, Page, RestoreCounts } from './worker-api'
import { fileStream, filesOf } from './worker-files'

/** Bytes that are handed over at once, and characters of JSON of items that are. */
const WRITTEN = 256 << 10
const RESTORED = 500_000
/** Problems that are listed of a backup. */
const LISTED = 1_000

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
export const restoreJob: JobTable['restore'] = async ({ file, passphrase }, page) => {
  const files = filesOf(page)
  const counts: RestoreCounts = { items: 0, files: 0, problems: [], unread: 0 }
  let batch: Item[] = []
  let size = 0
  const keep = async () => {
    if (batch.length > 0) await page.need('keepItems', { items: batch })
    counts.items += batch.length
    batch = []
    size = 0
  }
  for await (const next of readBackup(file, passphrase, page.progress)) {
    if ('item' in next) {
      batch.push(next.item)
      size += JSON.stringify(next.item).length
      if (size > RESTORED) await keep()
      continue
    }
    if ('problem' in next) {
      counts.unread++
      if (counts.problems.length < LISTED) counts.problems.push(next.problem)
      continue
    }
    await keep()
    await files.keepStream(next.bytes, '', next.file)
    counts.files++
  }
  await keep()
  return counts
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

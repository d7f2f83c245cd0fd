import { titleOf } from '../contract/item-text'
import { problem } from './imported'
import type { Read } from './reader'
import type { Batch, Page, ReadCounts } from './worker-api'

/** Characters of JSON in a batch, items in one, and problems that are listed of a whole file. */
const BATCH_SIZE = 200_000
const BATCH_ITEMS = 1_000
const LISTED = 1_000
/** Characters of JSON of one item: a message between the parts of a browser ends at 64 MB, and no vault keeps more than 4. */
const LARGEST = 16 << 20

/** Hands what a reader finds to the page, a batch at a time: the next is read when the page has kept the last. */
export const keepInBatches = async (reads: AsyncIterable<Read>, page: Page): Promise<ReadCounts> => {
  const counts: ReadCounts = { items: 0, unread: 0 }
  let batch = empty()
  let size = 0
  let listed = 0
  const keep = async () => {
    if (batch.items.length === 0 && batch.unread === 0) return
    await page.need('keepBatch', batch)
    counts.items += batch.items.length
    counts.unread += batch.unread
    batch = empty()
    size = 0
  }
  for await (const whole of reads) {
    const [read, length] = fitting(whole)
    if (size + length > BATCH_SIZE || batch.items.length >= BATCH_ITEMS) await keep()
    if ('item' in read) {
      batch.items.push(read.item)
      size += length
      continue
    }
    batch.unread++
    if (listed++ >= LISTED) continue
    batch.problems.push(read.problem)
    size += length
  }
  await keep()
  return counts
}

const fitting = (read: Read): [read: Read, length: number] => {
  const { length } = JSON.stringify(read)
  if ('problem' in read || length <= LARGEST) return [read, length]
  const { type, fields } = read.item
  return [problem('too-large', titleOf(type, fields), null), 200]
}

const empty = (): Batch => ({ items: [], problems: [], unread: 0 })

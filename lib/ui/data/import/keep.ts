import type { ImportCounts, ImportView } from '../../../contract/data-api'
import type { ImportId } from '../../../contract/ids'
import type { Imported, Item } from '../../../contract/item'
import type { Panel } from '../../../contract/panel-api'
import type { Answers } from '../../../formats/connect-worker'
import type { Batch } from '../../../formats/worker-api'

/** One import as the agent keeps it: what a worker reads goes in batch by batch, and all of it counts at the end or nothing does. */
export interface Keeping {
  readonly id: ImportId
  /** What the worker may ask for while it reads. */
  answers: Answers
  finish(): Promise<ImportView>
}

/** Begins an import. `onCounts` is called after every batch. Errors: busy. */
export const keepImport = async (
  ask: Panel['ask'],
  id: ImportId,
  { name, format }: { name: string; format: string },
  onCounts: (counts: ImportCounts) => void,
): Promise<Keeping> => {
  await ask('startImport', { id, name, format })
  let batches = 0
  const keepBatch = async (found: Batch): Promise<void> => {
    onCounts(await ask('addToImport', { id, batch: batches, ...found }))
    batches++
  }
  return {
    id,
    answers: {
      keepBatch,
      keepItems: ({ items }) => keepBatch({ items: items.map(importedOf), problems: [], unread: 0 }),
      keepPiece: (piece) => ask('addToFile', piece),
    },
    finish: () => ask('finishImport', { id }),
  }
}

/** An item of a backup as an import brings it. What came from a file before is recognised as that in later imports, too. */
const importedOf = ({ id, type, fields, tags, source, original, createdAt, updatedAt, binnedAt }: Item): Imported => ({
  type,
  fields,
  tags,
  key: source?.key ?? `item ${id}`,
  version: source?.version ?? '',
  ...(original && { original }),
  was: { id, createdAt, updatedAt, ...(binnedAt !== undefined && { binnedAt }) },
})

import type { ImportCounts, ImportView } from '../../../contract/data-api'
import type { ImportId } from '../../../contract/ids'
import type { Panel } from '../../../contract/panel-api'
import type { Answers } from '../../../formats/connect-worker'

/** One import as the agent keeps it: what a worker reads goes in batch by batch, and all of it counts at the end or nothing does. */
interface Keeping {
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
  return {
    answers: {
      keepBatch: async (found) => {
        onCounts(await ask('addToImport', { id, batch: batches, ...found }))
        batches++
      },
      keepPiece: (piece) => ask('addToFile', piece),
    },
    finish: () => ask('finishImport', { id }),
  }
}

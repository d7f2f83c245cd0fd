import type { Imported } from '../../../lib/contract/item'
import { runJob } from '../../../lib/formats/connect-worker'
import type { ReadCounts } from '../../../lib/formats/worker-api'

const page = {
  /** Reads a file of that text; answers with its items, in how many batches they came, and the pieces of files that were kept. */
  async read(name: string, text: string): Promise<ReadCounts & { batches: number; read: Imported[]; pieces: number }> {
    let batches = 0
    let pieces = 0
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
          keepPiece: async () => void pieces++,
        },
      },
    )
    return { ...counts, batches, read, pieces }
  },
}

Object.assign(globalThis, { formatsPage: page })

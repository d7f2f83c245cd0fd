import type { ImportCounts, ImportView } from '../../../contract/data-api'
import { HearthError, reasonOf } from '../../../contract/errors'
import type { ImportId } from '../../../contract/ids'
import type { Panel } from '../../../contract/panel-api'
import type { Answers, JobOptions, runJob as RunJob } from '../../../formats/connect-worker'
import type { ReadOptions } from '../../../formats/worker-api'
import { freshId } from '../ids'
import { lastingAsk } from '../lasting-ask'

/** What is brought in: a file that can be read as it is, or a backup that its passphrase opens. */
export type Wanted = { file: File; format: string; options: ReadOptions } | { file: File; passphrase: string }

interface Following {
  signal: AbortSignal
  onCounts: (counts: ImportCounts) => void
  onProgress: (done: number, total: number | null) => void
}

/**
 * One import from its first batch to its end. Whatever goes wrong, and when the signal is given, nothing of it stays. Errors: busy,
 * cancelled, storage-full, interrupted, and those of reading.
 */
export const importFile = async (
  panel: Panel,
  runJob: typeof RunJob,
  wanted: Wanted,
  { signal, onCounts, onProgress }: Following,
): Promise<ImportView> => {
  const ask = lastingAsk(panel, signal)
  const id = freshId<ImportId>()
  try {
    const format = 'passphrase' in wanted ? 'backup' : wanted.format
    const begun = { id, name: wanted.file.name, format }
    await ask('startImport', begun)
    const alive = sayingSo(() => ask('startImport', begun))
    const { keepBatch, keepPiece } = answersFor(ask, id, onCounts)
    await read(runJob, wanted, {
      answers: { keepBatch: alive(keepBatch), keepPiece: alive(keepPiece) },
      onProgress: alive(onProgress),
      signal,
    })
    const view = await ask('finishImport', { id })
    if (!signal.aborted) return view
    // Cancelled at the very last moment.
    await panel.ask('undoImport', { id })
    throw new HearthError('cancelled')
  } catch (error) {
    if (reasonOf(error) !== 'busy') await giveUp(panel, id)
    throw error
  }
}

const SAY_EVERY = 15_000

/**
 * Goes along with what happens, and now and then says that the import is still under way: a large file, or a backup that is
 * proved whole, brings no batch for longer than the agent waits for one. No timer: pages that nobody sees have slow ones.
 */
const sayingSo = (say: () => Promise<unknown>) => {
  let said = performance.now()
  return <A extends unknown[], R>(does: (...given: A) => R) =>
    (...given: A): R => {
      if (performance.now() - said > SAY_EVERY) {
        said = performance.now()
        // Where it is gone, the next batch hears of it.
        say().catch(() => undefined)
      }
      return does(...given)
    }
}

const read = async (runJob: typeof RunJob, wanted: Wanted, job: JobOptions): Promise<void> => {
  if ('passphrase' in wanted) await runJob('restore', wanted, job)
  else await runJob('read', { file: wanted.file, options: wanted.options }, job)
}

const answersFor = (
  ask: Panel['ask'],
  id: ImportId,
  onCounts: Following['onCounts'],
): Required<Pick<Answers, 'keepBatch' | 'keepPiece'>> => {
  let batches = 0
  return {
    keepBatch: async (found) => {
      onCounts(await ask('addToImport', { id, batch: batches, ...found }))
      batches++
    },
    keepPiece: (piece) => ask('addToFile', piece),
  }
}

/** Should the agent be away for good, it ends the import by itself. */
const giveUp = (panel: Panel, id: ImportId): Promise<unknown> =>
  lastingAsk(panel, new AbortController().signal)('cancelImport', { id }).catch(() => undefined)

import { type ReadonlySignal, signal } from '@preact/signals'
import type { ImportCounts, ImportView } from '../../../contract/data-api'
import { type Reason, reasonOf } from '../../../contract/errors'
import type { Panel } from '../../../contract/panel-api'
import type { runJob as RunJob } from '../../../formats/connect-worker'
import type { Inspection, ReadOptions } from '../../../formats/worker-api'
import { importFile, type Wanted } from './import-file'

/** A file that the person chose. `format`: what it is, where that is known better than by looking. */
export interface Chosen {
  file: File
  format?: Inspection['format']
}

export interface Progress {
  done: number
  total: number | null
}

/** Where the way from a file to items is. */
export type Stage =
  | { at: 'choose' }
  | { at: 'looking'; file: File }
  | { at: 'preview'; file: File; inspection: Inspection; options: ReadOptions; looking: boolean }
  | { at: 'passphrase'; file: File; wrong: boolean }
  | { at: 'running'; file: File; restoring: boolean; progress: Progress | null; counts: ImportCounts }
  | { at: 'ended'; view: ImportView }
  | { at: 'failed'; file: File; restoring: boolean; reason: Reason }

/** Brings files in, one after the other. It goes on while the person looks elsewhere, and after a lock. */
export interface ImportSession {
  stage: ReadonlySignal<Stage>
  /** Files that come after this one. */
  waiting: ReadonlySignal<readonly Chosen[]>
  /** Looks at them one after the other, once what is under way has ended. */
  take(chosen: readonly Chosen[]): void
  /** Looks again, another way. */
  look(options: ReadOptions): void
  /** Looks again at a table whose cells are parted by something else; '' parts nothing. Its columns are guessed anew. */
  split(delimiter: string): void
  /** Brings in what the preview shows. */
  start(): void
  /** Opens a backup and brings in what is in it. */
  restore(passphrase: string): void
  /** Stops what is under way, and what waits: nothing of this file is kept. */
  cancel(): void
  /** On to the next file, or back to choosing one. */
  next(): void
}

export const NO_COUNTS: ImportCounts = { added: 0, updated: 0, same: 0, kept: 0, refused: 0 }

const AT_REST: readonly Stage['at'][] = ['choose', 'ended', 'failed']

/** A session for one tab. */
export const importSession = (panel: Panel, runJob: typeof RunJob): ImportSession => {
  const stage = signal<Stage>({ at: 'choose' })
  const waiting = signal<readonly Chosen[]>([])
  let stopping = new AbortController()

  const reset = (): AbortSignal => {
    stopping.abort()
    stopping = new AbortController()
    return stopping.signal
  }

  const look = async (file: File, options: ReadOptions, anew = false): Promise<void> => {
    const stop = reset()
    const before = stage.value
    stage.value =
      before.at === 'preview' && before.file === file ? { ...before, options, looking: true } : { at: 'looking', file }
    try {
      const inspection = await runJob('inspect', { file, options }, { signal: stop })
      if (stop.aborted) return
      const { table } = inspection
      if (anew && table)
        return await look(file, { ...options, table: { dialect: table.dialect, mapping: table.mapping } })
      stage.value =
        inspection.format === 'backup'
          ? { at: 'passphrase', file, wrong: false }
          : { at: 'preview', file, inspection, options: optionsOf(inspection, options), looking: false }
    } catch (error) {
      if (!stop.aborted) stage.value = { at: 'failed', file, restoring: false, reason: reasonOf(error) }
    }
  }

  const show = (part: Partial<Stage & { at: 'running' }>) => {
    if (stage.value.at === 'running') stage.value = { ...stage.value, ...part }
  }
  const run = async (wanted: Wanted): Promise<void> => {
    const stop = reset()
    const { file } = wanted
    const restoring = 'passphrase' in wanted
    stage.value = { at: 'running', file, restoring, progress: null, counts: NO_COUNTS }
    const following = {
      signal: stop,
      onCounts: (counts: ImportCounts) => show({ counts }),
      onProgress: (done: number, total: number | null) => show({ progress: { done, total } }),
    }
    try {
      stage.value = { at: 'ended', view: await importFile(panel, runJob, wanted, following) }
    } catch (error) {
      if (stop.aborted) return
      const reason = reasonOf(error)
      stage.value =
        reason === 'wrong-passphrase'
          ? { at: 'passphrase', file, wrong: true }
          : { at: 'failed', file, restoring, reason }
    }
  }

  const next = () => {
    const [first, ...rest] = waiting.value
    waiting.value = rest
    if (first === undefined) {
      reset()
      stage.value = { at: 'choose' }
    } else void look(first.file, first.format === undefined ? {} : { format: first.format })
  }

  const cancel = () => {
    waiting.value = []
    next()
  }

  // What was read of a file and is not kept yet is not to be seen behind a lock; what runs goes on after it.
  panel.watch('status', {}, ({ phase }) => {
    if (phase === 'locked' && stage.value.at !== 'running' && stage.value.at !== 'choose') cancel()
  })

  return {
    stage,
    waiting,
    take: (chosen) => {
      if (chosen.length === 0) return
      waiting.value = [...waiting.value, ...chosen]
      if (AT_REST.includes(stage.value.at)) next()
    },
    look: (options) => {
      if (stage.value.at === 'preview') void look(stage.value.file, options)
    },
    split: (delimiter) => {
      if (stage.value.at !== 'preview') return
      const { file, options, inspection } = stage.value
      const mapping = inspection.table?.mapping
      if (mapping) void look(file, { ...options, table: { dialect: { delimiter }, mapping } }, true)
    },
    start: () => {
      if (stage.value.at !== 'preview') return
      const { file, inspection, options } = stage.value
      void run({ file, format: inspection.format, options })
    },
    restore: (passphrase) => {
      if (stage.value.at === 'passphrase') void run({ file: stage.value.file, passphrase })
    },
    cancel,
    next,
  }
}

/** What was guessed counts from now on: it is read as it was shown. */
const optionsOf = ({ format, encoding, table }: Inspection, options: ReadOptions): ReadOptions => ({
  ...(encoding && { encoding: encoding.encoding }),
  ...(table && { table: { dialect: table.dialect, mapping: table.mapping } }),
  ...options,
  format,
})

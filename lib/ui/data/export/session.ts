import { type ReadonlySignal, signal } from '@preact/signals'
import { type Reason, reasonOf } from '../../../contract/errors'
import type { FileId } from '../../../contract/ids'
import type { Panel } from '../../../contract/panel-api'
import type { runJob as RunJob } from '../../../formats/connect-worker'
import { lastingAsk } from '../lasting-ask'

/** What is taken out: a zip of open formats, or a backup that a passphrase opens. */
export type Taken = 'export' | 'backup'

/**
 * Where the way out is. `read`: items that were read for it, each as often as it is written. `bytes`: written so far.
 * `damaged`: files of which only the beginning, or nothing, could be read.
 */
export type ExportStage =
  | { at: 'idle' }
  | { at: 'running'; what: Taken; read: number; bytes: number }
  | { at: 'ended'; what: Taken; file: File; damaged: number }
  | { at: 'failed'; what: Taken; reason: Reason }

/** Takes everything out. It goes on while the person looks elsewhere; a lock ends it. */
export interface ExportSession {
  stage: ReadonlySignal<ExportStage>
  exportAll(): void
  /** The passphrase goes to the worker and is kept nowhere. */
  backUp(passphrase: string): void
  cancel(): void
}

/** Pieces that are joined to one, so that no array of a million of them is held. */
const JOINED = 64

/** A session for one tab. */
export const exportSession = (panel: Panel, runJob: typeof RunJob): ExportSession => {
  const stage = signal<ExportStage>({ at: 'idle' })
  let stopping = new AbortController()

  const reset = (): AbortSignal => {
    stopping.abort()
    stopping = new AbortController()
    return stopping.signal
  }
  const cancel = () => {
    reset()
    stage.value = { at: 'idle' }
  }

  const run = async (what: Taken, passphrase: string): Promise<void> => {
    const stop = reset()
    stage.value = { at: 'running', what, read: 0, bytes: 0 }
    const ask = lastingAsk(panel, stop)
    let read = 0
    const written = pieces()
    const damaged = new Set<FileId>()
    const job = {
      signal: stop,
      answers: {
        items: async (params: Parameters<typeof ask<'readItems'>>[1]) => {
          const next = await ask('readItems', params)
          read += next.items.length
          return next
        },
        piece: async (params: Parameters<typeof ask<'readFile'>>[1]) => {
          try {
            const next = await ask('readFile', params)
            // An empty file has one empty piece.
            if (next === null && params.piece === 0) damaged.add(params.file)
            return next
          } catch (error) {
            if (reasonOf(error) !== 'vault-damaged') throw error
            // One file that does not open must not keep all the others in here.
            damaged.add(params.file)
            return null
          }
        },
        write: async ({ bytes }: { bytes: Blob }) => {
          written.add(bytes)
          if (!stop.aborted) stage.value = { at: 'running', what, read, bytes: written.size }
        },
      },
    }
    try {
      const at = Date.now()
      if (what === 'export') await runJob('export', { at }, job)
      else await runJob('backup', { passphrase, at }, job)
      stage.value = { at: 'ended', what, file: written.file(nameOf(what, at)), damaged: damaged.size }
    } catch (error) {
      if (!stop.aborted) stage.value = { at: 'failed', what, reason: reasonOf(error) }
    }
  }

  panel.watch('status', {}, ({ phase }) => {
    if (phase === 'locked') cancel()
  })

  return {
    stage,
    exportAll: () => void run('export', ''),
    backUp: (passphrase) => void run('backup', passphrase),
    cancel,
  }
}

/** hearth-2026-11-23.zip, or .age. */
const nameOf = (what: Taken, at: number): string => {
  const day = new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
  return what === 'export' ? `hearth-${day}.zip` : `hearth-${day}.age`
}

const pieces = () => {
  const joined: Blob[] = []
  let last: Blob[] = []
  let size = 0
  return {
    get size() {
      return size
    },
    add: (bytes: Blob) => {
      size += bytes.size
      last.push(bytes)
      if (last.length < JOINED) return
      joined.push(new Blob(last))
      last = []
    },
    file: (name: string): File => new File([...joined, ...last], name),
  }
}

import { reasonOf } from '../contract/errors'
import type { FromWorker, NeedName, Needs, Page, ToWorker } from './worker-api'
import { JOBS } from './worker-jobs'

/** Milliseconds between two words on how far it is. */
const PROGRESS_EVERY = 200

/** The part of a worker's global scope that a job needs. */
export interface WorkerScope {
  postMessage(message: FromWorker, transfer?: Transferable[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void
}

/** Does the one job that the page sends, and answers with its end. */
export const serveJob = (scope: WorkerScope): void => {
  const waiting = new Map<number, (value: never) => void>()
  const page = pageOf(scope, waiting)
  scope.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
    if (data.kind === 'answer') {
      waiting.get(data.id)?.(data.value as never)
      waiting.delete(data.id)
      return
    }
    const job: (params: never, page: Page) => Promise<unknown> = JOBS[data.name]
    job(data.params as never, page).then(
      (value) => scope.postMessage({ kind: 'done', value }),
      (error) => scope.postMessage({ kind: 'failed', reason: isGone(error) ? 'interrupted' : reasonOf(error) }),
    )
  })
}

/** The file was moved, changed, or its drive taken out meanwhile. */
const isGone = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'NotReadableError' || error.name === 'NotFoundError')

const pageOf = (scope: WorkerScope, waiting: Map<number, (value: never) => void>): Page => {
  let ids = 0
  let said = Number.NEGATIVE_INFINITY
  return {
    need: <N extends NeedName>(name: N, params: Parameters<Needs[N]>[0]) =>
      new Promise<ReturnType<Needs[N]>>((resolve) => {
        const id = ++ids
        waiting.set(id, resolve)
        scope.postMessage({ kind: 'need', id, name, params } as FromWorker)
      }),
    progress: (done, total) => {
      if (performance.now() - said < PROGRESS_EVERY) return
      said = performance.now()
      scope.postMessage({ kind: 'progress', done, total })
    },
  }
}

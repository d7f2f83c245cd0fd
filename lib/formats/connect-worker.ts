import { HearthError } from '../contract/errors'
import {
  type FromWorker,
  type JobName,
  type Jobs,
  type NeedName,
  type Needs,
  type ToWorker,
  WORKER,
} from './worker-api'

/** What the page does when the worker needs it. What throws ends the job with that error. */
export type Answers = { [N in NeedName]?: (params: Parameters<Needs[N]>[0]) => Promise<ReturnType<Needs[N]>> }

/** What belongs to a job besides its params. */
export interface JobOptions {
  answers?: Answers
  onProgress?: (done: number, total: number | null) => void
  /** Ends the job at once, wherever it is, with `cancelled`. */
  signal?: AbortSignal
  /** Milliseconds without a word, while the page owes it nothing, after which the worker is given up. */
  patience?: number
  start?: () => Worker
}

const PATIENCE = 60_000

/**
 * Does a job in a worker of its own, which ends with it. Errors: those of the job, those that answers throw, `cancelled`, and
 * `interrupted` where the worker broke or hung.
 */
export const runJob = <N extends JobName>(
  name: N,
  params: Parameters<Jobs[N]>[0],
  { answers = {}, onProgress, signal, patience = PATIENCE, start = startWorker }: JobOptions = {},
): Promise<ReturnType<Jobs[N]>> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new HearthError('cancelled'))
    const worker = start()
    let timer: ReturnType<typeof setTimeout> | undefined
    let owed = 0
    let ended = false
    const end = (then: () => void) => {
      ended = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancel)
      worker.terminate()
      then()
    }
    const fail = (error: unknown) => end(() => reject(error))
    const cancel = () => fail(new HearthError('cancelled'))
    const wait = () => {
      clearTimeout(timer)
      if (owed === 0 && !ended)
        timer = setTimeout(() => fail(new HearthError('interrupted', 'the worker hangs')), patience)
    }
    const say = (message: ToWorker) => worker.postMessage(message)
    const answer = async ({ id, name, params }: Extract<FromWorker, { kind: 'need' }>) => {
      owed++
      const give = answers[name] as ((params: unknown) => Promise<unknown>) | undefined
      if (!give) throw new HearthError('unknown-method')
      const value = await give(params)
      owed--
      wait()
      say({ kind: 'answer', id, value })
    }
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'need') answer(data).catch(fail)
      else if (data.kind === 'progress') onProgress?.(data.done, data.total)
      else if (data.kind === 'failed') return fail(new HearthError(data.reason))
      else return end(() => resolve(data.value as ReturnType<Jobs[N]>))
      wait()
    })
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      fail(new HearthError('interrupted', 'the worker broke'))
    })
    signal?.addEventListener('abort', cancel)
    wait()
    say({ kind: 'job', name, params } as ToWorker)
  })

interface ScriptPolicy {
  createScriptURL(url: string): string
}
interface TrustedTypes {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy
}

let policy: ScriptPolicy | undefined

/** Our pages take no text for the address of a script, but from the one policy that the manifest names: it knows one address. */
const startWorker = (): Worker => {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  const rules: ScriptPolicy = { createScriptURL: () => WORKER }
  policy ??= trustedTypes?.createPolicy('formats', rules) ?? rules
  return new Worker(policy.createScriptURL(WORKER))
}

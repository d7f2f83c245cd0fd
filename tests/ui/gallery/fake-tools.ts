import { HearthError } from '../../../lib/contract/errors'
import type { Panel } from '../../../lib/contract/panel-api'
import type { JobOptions, runJob } from '../../../lib/formats/connect-worker'
import type { JobName, Jobs as RealJobs } from '../../../lib/formats/worker-api'
import type { BrowserSource } from '../../../lib/rpc/browser-data'
import { exportSession } from '../../../lib/ui/data/export/session'
import { importSession } from '../../../lib/ui/data/import/session'
import type { DataTools } from '../../../lib/ui/data/tools'

/** What the worker does of each kind. A kind that is left out never ends. */
export type Jobs = {
  [N in JobName]?: (
    params: Parameters<RealJobs[N]>[0],
    page: JobOptions,
  ) => ReturnType<RealJobs[N]> | Promise<ReturnType<RealJobs[N]>>
}

/** The tools of the full tab with a script instead of a worker, and a browser that gives what it is asked for. */
export const fakeTools = (
  panel: Panel,
  { jobs = {}, allowed = [] }: { jobs?: Jobs; allowed?: BrowserSource[] },
): DataTools => {
  const run: typeof runJob = async (name, params, options = {}) => {
    await Promise.resolve()
    const job = jobs[name] as ((params: unknown, page: JobOptions) => never) | undefined
    const cancelled = new Promise<never>((_, reject) => {
      options.signal?.addEventListener('abort', () => reject(new HearthError('cancelled')))
    })
    return job ? Promise.race([job(params, options), cancelled]) : cancelled
  }
  const given = new Set(allowed)
  return {
    browserData: {
      allowed: async () => [...given],
      ask: async (source) => {
        given.add(source)
        return true
      },
      forget: async (source) => {
        given.delete(source)
      },
      read: async function* () {
        yield 'of this browser'
      },
    },
    importing: importSession(panel, run),
    exporting: exportSession(panel, run),
  }
}

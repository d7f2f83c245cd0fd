import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script'
import { serveJob, type WorkerScope } from '../lib/formats/worker-serve'

export default defineUnlistedScript(() => {
  serveJob(globalThis as unknown as WorkerScope)
})

import { isText, recognise } from './recognise'
import { guessTable } from './table'
import type { Inspection, JobTable } from './worker-api'
import { keepInBatches } from './worker-batches'
import { filesOf, NO_FILES } from './worker-files'
import { encodingOf, isZip, readFile, textOf } from './worker-read'
import { backupJob, exportJob, restoreJob } from './worker-write'

const PREVIEW = 20
/** Problems that are listed with it. */
const LISTED = 100

/** What the worker can do, by name. */
export const JOBS: JobTable = {
  inspect: async ({ file, options }, page) => {
    const format = options.format ?? (await recognise(file, file.name))
    const found: Inspection = { format, encoding: null, table: null, items: [], problems: [] }
    if (format === 'backup') return found
    let known = options
    if (isText(format) && !(await isZip(file))) {
      found.encoding = await encodingOf(file, format)
      known = { encoding: found.encoding.encoding, ...options }
    }
    if (format === 'csv') {
      const encoding = known.encoding ?? 'utf-8'
      found.table = await guessTable(textOf(file.stream(), encoding, options), options.table?.dialect)
      known = { table: found.table, ...known }
    }
    for await (const read of readFile(file, format, known, NO_FILES, page)) {
      if ('item' in read) found.items.push(read.item)
      else found.problems.push(read.problem)
      if (found.items.length >= PREVIEW || found.problems.length >= LISTED) break
    }
    return found
  },

  read: async ({ file, options }, page) => {
    const format = options.format ?? (await recognise(file, file.name))
    return keepInBatches(readFile(file, format, options, filesOf(page), page), page)
  },

  export: exportJob,
  backup: backupJob,
  restore: restoreJob,
}

import { HearthError } from '../contract/errors'
import { isText, recognise } from './recognise'
import type { Inspection, JobTable } from './worker-api'
import { keepInBatches } from './worker-batches'
import { filesOf, NO_FILES } from './worker-files'
import { encodingOf, isZip, readFile } from './worker-read'

const PREVIEW = 20
/** Problems that are listed with it. */
const LISTED = 100

/** What the worker can do, by name. */
export const JOBS: JobTable = {
  inspect: async ({ file, options }, page) => {
    const format = options.format ?? (await recognise(file, file.name))
    const found: Inspection = { format, encoding: null, items: [], problems: [] }
    if (format === 'backup') return found
    if (isText(format) && !(await isZip(file))) found.encoding = await encodingOf(file, format)
    for await (const read of readFile(file, format, options, NO_FILES, page)) {
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

  export: async () => {
    throw new HearthError('unknown-method')
  },
  backup: async () => {
    throw new HearthError('unknown-method')
  },
  restore: async () => {
    throw new HearthError('unknown-method')
  },
}

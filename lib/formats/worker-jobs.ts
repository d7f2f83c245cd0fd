import { HearthError } from '../contract/errors'
import { guessJson } from './json'
import { type Format, isText, recognise } from './recognise'
import { guessTable } from './table'
import type { Inspection, JobTable, ReadOptions } from './worker-api'
import { keepInBatches } from './worker-batches'
import { filesOf, NO_FILES } from './worker-files'
import { encodingOf, isZip, readFile, textOf } from './worker-read'
import { backupJob, exportJob, restoreJob } from './worker-write'

const PREVIEW = 20
/** Problems that are listed with it. */
const LISTED = 100

/** The table that a file is, and a guess at what it says; a dialect that the person chose is kept. */
const tableOf = async (file: File, format: Format, options: ReadOptions): Promise<Inspection['table']> => {
  const text = () => textOf(file.stream(), options.encoding ?? 'utf-8', options)
  if (format === 'csv') return guessTable(text(), options.table?.dialect ?? undefined)
  const guess = format === 'json' ? await guessJson(text()) : null
  return guess && { ...guess, dialect: null }
}

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
    found.table = await tableOf(file, format, known)
    if (found.table) known = { table: found.table, ...known }
    for await (const read of readFile(file, format, known, NO_FILES, page)) {
      if ('item' in read) found.items.push(read.item)
      else found.problems.push(read.problem)
      if (found.items.length >= PREVIEW || found.problems.length >= LISTED) break
    }
    return found
  },

  read: async ({ file, options }, page) => {
    const format = options.format ?? (await recognise(file, file.name))
    if (format === 'backup') throw new HearthError('bad-request', 'a backup is restored')
    return keepInBatches(readFile(file, format, options, filesOf(page), page), page)
  },

  export: exportJob,
  backup: backupJob,
  restore: restoreJob,
}

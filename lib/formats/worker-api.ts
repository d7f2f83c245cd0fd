import type { Filter, Problem } from '../contract/data-api'
import type { Reason } from '../contract/errors'
import type { FileId, ItemId } from '../contract/ids'
import type { Imported, Item } from '../contract/item'
import type { Dialect } from './dialect'
import type { EncodingGuess } from './encoding'
import type { Mapping } from './mapping'
import type { Format } from './recognise'

/** The script of the worker, within the extension. */
export const WORKER = '/formats.js'

/** How to read a file, where the person knows better than the guess. */
export interface ReadOptions {
  format?: Format
  /** A name that TextDecoder knows. */
  encoding?: string
  /** Encode text once that was encoded twice. */
  undouble?: true
  /** How the rows of a table become items; `dialect` is of CSV only. */
  table?: { mapping: Mapping; dialect: Dialect | null }
}

/** What a file is, and how it begins. */
export interface Inspection {
  format: Format
  /** Null where it is no text. */
  encoding: EncodingGuess | null
  /** Null where it is no table; else its first rows, and how they would become items. */
  table: { mapping: Mapping; dialect: Dialect | null; rows: string[][] } | null
  /** The first twenty, and what could not be read before the twentieth. Files in them are not kept. */
  items: Imported[]
  problems: Problem[]
}

/** What a worker does. One job for each worker: it ends with it. */
export interface Jobs {
  /** Looks at the beginning of a file. */
  inspect(params: { file: File; options: ReadOptions }): Inspection
  /** Reads a file, or an archive of files: batches of items, in order. Errors: bad-request for a backup, which is restored. */
  read(params: { file: File; options: ReadOptions }): ReadCounts
  /** Writes everything as open formats into one zip. `at`: milliseconds since 1970, for the names of days in it. */
  export(params: { at: number }): void
  /** Writes everything into one file that the passphrase opens, here and with `age -d`. */
  backup(params: { passphrase: string; at: number }): void
  /** Reads such a file: items as they were, and files under their ids. Nothing is handed over before all of it proved whole. Errors: wrong-passphrase, damaged, newer-version, too-large. */
  restore(params: { file: File; passphrase: string }): ReadCounts
}

/** How much of it was read, and how many problems there were of which not all were listed. */
export interface ReadCounts {
  items: number
  unread: number
}

/** Items together, at most about 200 KB of JSON unless one alone is larger. `unread` counts the problems of this batch, listed or not. */
export interface Batch {
  items: Imported[]
  problems: Problem[]
  unread: number
}

/** What a worker asks of the page meanwhile. It waits for each answer: the page sets the pace. */
export interface Needs {
  keepBatch(params: Batch): void
  /** A piece of a file, base64, as `addToFile` takes it. */
  keepPiece(params: { file: FileId; piece: number; bytes: string }): void
  /** As `readItems` of the agent. */
  items(params: { filter: Filter; after: ItemId | null }): { items: Item[]; last: ItemId | null }
  /** As `readFile` of the agent; null also for the rest of a file that is damaged: what is written goes on without it. */
  piece(params: { file: FileId; piece: number }): { bytes: string } | null
  /** The next bytes of what is written. */
  write(params: { bytes: Blob }): void
}

export type JobName = keyof Jobs
export type NeedName = keyof Needs

/** What the page says to the worker: the job once, then answers. */
export type ToWorker =
  | { [N in JobName]: { kind: 'job'; name: N; params: Parameters<Jobs[N]>[0] } }[JobName]
  | { kind: 'answer'; id: number; value: unknown }

/** What the worker says to the page. `done` and `total` are bytes of the file; of what is written nobody knows the total. */
export type FromWorker =
  | { [N in NeedName]: { kind: 'need'; id: number; name: N; params: Parameters<Needs[N]>[0] } }[NeedName]
  | { kind: 'progress'; done: number; total: number | null }
  | { kind: 'done'; value: unknown }
  | { kind: 'failed'; reason: Reason }

/** The page as a job in the worker sees it. */
export interface Page {
  need<N extends NeedName>(name: N, params: Parameters<Needs[N]>[0]): Promise<ReturnType<Needs[N]>>
  /** Says how far it is, now and then. */
  progress(done: number, total: number | null): void
}

/** Every job by its name. */
export type JobTable = {
  [N in JobName]: (params: Parameters<Jobs[N]>[0], page: Page) => Promise<ReturnType<Jobs[N]>>
}

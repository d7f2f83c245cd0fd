import Dexie, { type Table } from 'dexie'
import { HearthError } from '../contract/errors'

/**
 * One stored row: sealed content, and in clear only random ids, counters and HMACs. `rev` counts the writes of the row.
 * The other fields are the clear ones that an index needs; the seal covers them too.
 */
export interface Row {
  id: string
  box: Uint8Array
  rev: number
  [clear: string]: string | number | Uint8Array
}

// Every table and index. Fields: `contact` is a ContactId, `position` counts a conversation's messages; `file` and `change`
// are random ids, `piece` counts a file's bytes, `minute` the minutes since 1970.
const TABLES = {
  settings: 'id',
  contacts: 'id',
  sessions: 'id',
  messages: 'id, contact, [contact+position]',
  outbox: 'id',
  invitations: 'id',
  prekeys: 'id',
  drafts: 'id',
  items: 'id',
  files: 'id, file, [file+piece]',
  imports: 'id',
  changes: 'id',
  before: 'id, change',
  apart: 'id',
  grants: 'id',
  receipts: 'id',
  activity: 'id, minute',
  sites: 'id',
} as const

/** A table of one row, which says nothing: adding it again is the request that fails on purpose (writes.ts). */
export const GUARD = 'guard'

/** The tables whose rows are sealed. */
export type TableName = keyof typeof TABLES

/** The names of all sealed tables. */
export const TABLE_NAMES = Object.keys(TABLES) as TableName[]

/** The one database of a profile. */
export type HearthDatabase = Dexie & {
  readonly header: Table<{ id: 'vault'; bytes: Uint8Array }, 'vault'>
}

/**
 * The database of that name, opened at its first use. Every transaction is on disk when it ends: `strict` where the browser
 * knows it.
 */
export const openDatabase = (name: string): HearthDatabase => {
  const db = new Dexie(name, { chromeTransactionDurability: 'strict' })
  db.version(3).stores({ header: 'id', [GUARD]: 'id', ...TABLES })
  // What could not be opened once, as on a full disk, Dexie would never try again. Its own opening has to end first.
  db.on('close', () => {
    setTimeout(() => {
      if (db.hasFailed() && !db.hasBeenClosed()) db.close({ disableAutoOpen: false })
    })
  })
  return db as HearthDatabase
}

/** The vault's header, or null where nobody lives yet. */
export const readHeader = async (db: HearthDatabase): Promise<Uint8Array | null> =>
  (await db.header.get('vault'))?.bytes ?? null

/** Writes the vault's header. Throws `storage-full`. */
export const writeHeader = async (db: HearthDatabase, bytes: Uint8Array): Promise<void> => {
  try {
    await db.header.put({ id: 'vault', bytes })
  } catch (error) {
    throw await storageError(error)
  }
}

/** What a failed database call is thrown as: `storage-full` for a full disk or quota, otherwise the error itself. */
export const storageError = async (error: unknown): Promise<unknown> =>
  isQuota(error) || (!(error instanceof HearthError) && (await isFull()))
    ? new HearthError('storage-full', 'no room left', { cause: error })
    : error

const LEAST_ROOM = 1 << 20

// On a full disk Chromium aborts a transaction, or cannot open the database, without a word why.
const isFull = async (): Promise<boolean> => {
  const { quota, usage } = (await navigator.storage?.estimate().catch(() => null)) ?? {}
  return quota !== undefined && usage !== undefined && quota - usage < LEAST_ROOM
}

// Browsers name it directly, or as the cause of the aborted transaction, which Dexie calls `inner`.
const isQuota = (error: unknown): boolean => {
  if (!(error instanceof Error || error instanceof DOMException)) return false
  const inner = 'inner' in error ? error.inner : undefined
  return error.name === 'QuotaExceededError' || (inner !== error && isQuota(inner))
}

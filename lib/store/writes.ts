import Dexie, { type Transaction } from 'dexie'
import { GUARD, type HearthDatabase, type Row, storageError, type TableName } from './database'

/** Makes the row of a write, given the number that the write gets; null deletes the row. */
export type MakeRow = ((rev: number) => Row) | null

/** Transactions whose writes all leave at their end, in one go. */
export interface Writes {
  transaction<T>(tables: readonly TableName[], work: () => Promise<T>): Promise<T>
  /** Joins the transaction around it, or is one of its own. The last write to a row counts. */
  write(table: TableName, id: string, make: MakeRow): Promise<void>
}

type Ask = (running: IDBTransaction) => IDBRequest

/** What will be asked at the end of a transaction, by table and id. */
type Waiting = Map<string, Ask>

/**
 * IndexedDB commits as soon as nothing more is asked. Where a page dies in the middle of a transaction, Firefox therefore now
 * and then commits half of it. So writes wait for the end of `work`, and are then asked for in one breath, behind a guard.
 */
export const writesTo = (db: HearthDatabase): Writes => {
  const waiting = new WeakMap<Transaction, Waiting>()
  const current = () => (Dexie.currentTransaction ? waiting.get(Dexie.currentTransaction) : undefined)

  const transaction = async <T>(tables: readonly TableName[], work: () => Promise<T>): Promise<T> => {
    if (current()) return work()
    try {
      return await db.transaction('rw', [...tables, GUARD], async (running) => {
        const writes: Waiting = new Map()
        waiting.set(running, writes)
        const result = await work()
        await askAll(running.idbtrans, [...writes.values()])
        return result
      })
    } catch (error) {
      throw await storageError(error)
    }
  }

  const write = async (table: TableName, id: string, make: MakeRow): Promise<void> => {
    const writes = current()
    if (!writes) return transaction([table], () => write(table, id, make))
    // Asking for the row also keeps the transaction open until `work` goes on.
    const before = await db.table<Row, string>(table).get(id)
    const row = make?.((before?.rev ?? 0) + 1)
    writes.set(`${table} ${id}`, (running) => {
      const store = running.objectStore(table)
      return row ? store.put(row) : store.delete(id)
    })
  }

  return { transaction, write }
}

// The first request fails, which undoes the whole transaction unless its handler runs and finds that everything was asked
// for. Even a script that is stopped between two requests leaves nothing.
const askAll = async (running: IDBTransaction, writes: readonly Ask[]): Promise<void> => {
  if (writes.length === 0) return
  let all = false
  const guard = running.objectStore(GUARD).add({ id: GUARD })
  guard.onerror = (event) => {
    if (all) hush(event)
  }
  const requests = writes.map((ask) => ask(running))
  all = true
  await Promise.all(requests.map(settled))
}

const settled = (request: IDBRequest): Promise<void> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve()
    request.onerror = (event) => {
      // Rejecting makes Dexie undo the transaction, and for this reason; its own handler would not know one.
      hush(event)
      reject(request.error)
    }
  })

const hush = (event: Event): void => {
  event.preventDefault()
  event.stopPropagation()
}

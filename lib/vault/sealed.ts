import type { IndexableType, Table } from 'dexie'
import { HearthError } from '../contract/errors'
import { encodeText } from '../contract/wire'
import { hkdf, hmac, toHex } from '../crypto/hash'
import { type HearthDatabase, type Row, TABLE_NAMES, type TableName } from '../store/database'
import { type Writes, writesTo } from '../store/writes'
import { type Clear, openBox, pack, sealBox } from './box'

/** Rows by a clear index: `equals`, or `from` and `to` inclusive; the newest first with `reverse`. Compound values are arrays. */
export interface Query {
  index: string
  equals?: IndexableType
  from?: IndexableType
  to?: IndexableType
  reverse?: boolean
  limit?: number
}

/** Takes the id of a row that does not open; the row itself is left as it is. */
export type OnDamaged = (id: string) => void

/** Typed, sealed rows. Reading throws `vault-damaged` for a row that does not open, unless `onDamaged` takes its id instead. */
export interface SealedTable<T> {
  get(id: string): Promise<T | undefined>
  all(onDamaged?: OnDamaged): Promise<T[]>
  where(query: Query, onDamaged?: OnDamaged): Promise<T[]>
  count(query?: Query): Promise<number>
  /** The different values of a clear index. */
  keys(index: string): Promise<string[]>
  /** Writes the row; `clear` are the fields that its table's indexes name. Throws `storage-full`. */
  put(id: string, value: T, clear?: Record<string, string | number>): Promise<void>
  delete(id: string): Promise<void>
}

/** The vault's data, sealed row by row, as long as it is unlocked. */
export interface SealedStore {
  table<T>(name: TableName): SealedTable<T>
  /**
   * One transaction over these tables: all of it is on disk when this resolves, or nothing. Await only table calls inside:
   * sealing is synchronous for that reason. Reading inside sees what was stored before: writes leave together at the end.
   * Throws what `work` throws, or `storage-full`.
   */
  transaction<T>(tables: readonly TableName[], work: () => Promise<T>): Promise<T>
  /** Runs `work` after every earlier `writing` has ended, well or not. Never call it inside itself. Throws `locked` once closed. */
  writing<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when all that was asked for is written; nothing is written afterwards. */
  close(): Promise<void>
  /** A 32-digit name for `bytes` that only this vault can make: for ids and indexes that stand in clear. */
  indexHmac(label: string, bytes: Uint8Array): string
}

/** Opens the tables with the vault's data key; keeps keys derived from it as long as the store is held. */
export const sealedStore = (db: HearthDatabase, dataKey: Uint8Array): SealedStore => {
  const indexKey = hkdf(dataKey, new Uint8Array(0), 'hearth/v1/index', 32)
  const writes = writesTo(db)
  // At once: whoever holds the data key may forget it when it has been handed over.
  const keys = new Map(
    TABLE_NAMES.map((name) => [name, hkdf(dataKey, new Uint8Array(0), `hearth/v1/table/${name}`, 32)] as const),
  )
  let lastWrite: Promise<unknown> = Promise.resolve()
  let closed = false

  return {
    table: <T>(name: TableName) => sealedTable<T>(db, writes, name, keys.get(name) as Uint8Array),
    transaction: writes.transaction,
    writing: (work) => {
      if (closed) return Promise.reject(new HearthError('locked'))
      const result = lastWrite.then(work)
      lastWrite = result.catch(() => undefined)
      return result
    },
    close: async () => {
      closed = true
      await lastWrite
    },
    indexHmac: (label, bytes) =>
      toHex(hmac(indexKey, Uint8Array.of(label.length), encodeText(label), bytes).slice(0, 16)),
  }
}

const sealedTable = <T>(db: HearthDatabase, writes: Writes, name: TableName, key: Uint8Array): SealedTable<T> => {
  const rows: Table<Row, string> = db.table(name)

  const open = ({ box, ...clear }: Row): T => openBox(key, name, clear as Clear, box) as T

  const openAll = (found: readonly Row[], onDamaged?: OnDamaged): T[] => {
    const values: T[] = []
    for (const row of found) {
      try {
        values.push(open(row))
      } catch (error) {
        if (onDamaged === undefined) throw error
        onDamaged(row.id)
      }
    }
    return values
  }

  const matching = ({ index, equals, from, to, reverse, limit }: Query) => {
    const clause = rows.where(index)
    const all = equals === undefined ? clause.between(from, to, true, true) : clause.equals(equals)
    const ordered = reverse === true ? all.reverse() : all
    return limit === undefined ? ordered : ordered.limit(limit)
  }

  return {
    get: async (id) => {
      const row = await rows.get(id)
      return row && open(row)
    },
    all: async (onDamaged) => openAll(await rows.toArray(), onDamaged),
    where: async (query, onDamaged) => openAll(await matching(query).toArray(), onDamaged),
    count: (query) => Promise.resolve(query === undefined ? rows.count() : matching(query).count()),
    keys: async (index) => (await rows.orderBy(index).uniqueKeys()) as string[],
    put: async (id, value, fields = {}) => {
      // Packed now, so that what is written is what the value was at this moment.
      const packed = pack(value)
      await writes.write(name, id, (rev) => {
        const clear: Clear = { ...fields, id, rev }
        return { ...clear, box: sealBox(key, name, clear, packed) }
      })
    },
    delete: (id) => writes.write(name, id, null),
  }
}

import type { Page } from 'playwright-core'
import { fromBase64 } from '../../../lib/contract/wire'
import { hkdf } from '../../../lib/crypto/hash'
import type { Row, TableName } from '../../../lib/store/database'
import { openBox } from '../../../lib/vault/box'

type Stored = Omit<Row, 'box'> & { box: string }

/** The rows of a table as the profile keeps them. */
const rowsOf = (page: Page, table: TableName): Promise<Stored[]> =>
  page.evaluate(async (name) => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const db = await done(indexedDB.open('hearth'))
    try {
      const rows = await done(db.transaction(name).objectStore(name).getAll())
      return rows.map((row) => ({ ...row, box: row.box.toBase64() }))
    } finally {
      db.close()
    }
  }, table)

/** What the vault keeps in a table, opened with its data key. */
export const openTable = async (page: Page, table: TableName, dataKey: Uint8Array): Promise<unknown[]> => {
  const key = hkdf(dataKey, new Uint8Array(0), `hearth/v1/table/${table}`, 32)
  const rows = await rowsOf(page, table)
  return rows.map(({ box, ...clear }) => openBox(key, table, clear as { id: string; rev: number }, fromBase64(box)))
}

/** Every byte string in a value that is long enough to be a key, with the way to it. */
export const keysIn = (value: unknown, path: string): { path: string; bytes: Uint8Array }[] => {
  if (value instanceof Uint8Array) return value.length >= 16 ? [{ path, bytes: value }] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => keysIn(inner, `${path}.${name}`))
}

import { FILE_PIECE } from '../contract/data-api'
import { HearthError } from '../contract/errors'
import type { FileId } from '../contract/ids'
import type { SealedStore } from '../vault/sealed'
import { filesOf } from './entry'
import type { ItemStore } from './item-store'
import { leavesOf, type PageRow, unpackItem } from './page'

interface PieceRow {
  bytes: Uint8Array
  /** When it was kept, milliseconds since 1970. */
  at: number
}

/** The bytes of files, in sealed pieces. An item that names a file keeps it; without one it is swept away. */
export interface Files {
  /** Durable when it resolves. Throws `bad-request` for a piece that is too large or has no place, `storage-full`. */
  add(file: FileId, piece: number, bytes: Uint8Array): Promise<void>
  /** Null after the last piece. Throws `vault-damaged` for one that does not open, or is missing between others. */
  read(file: FileId, piece: number): Promise<Uint8Array | null>
  /** Whether there is anything of it. */
  has(file: FileId): Promise<boolean>
  /** Forgets files that nothing names a day after their last piece came. To be called when no import runs. */
  sweep(): Promise<void>
}

const ID = /^[0-9a-f]{32}$/
const MAX_PIECES = 1 << 20
/** Who writes something may leave it open overnight, behind a lock, with the files that they have chosen. In milliseconds. */
const FORGOTTEN = 86_400_000

/** Opens the files. `now` is milliseconds since 1970. */
export const openFiles = (store: SealedStore, items: ItemStore, now: () => number): Files => {
  const table = store.table<PieceRow>('files')
  const rowOf = (file: FileId, piece: number) => `${file}.${piece}`

  /** The files that items name, and those that they named before a change that can be undone. */
  const named = async (): Promise<Set<string>> => {
    const found = new Set<string>(items.all().flatMap(({ files }) => files))
    for (const row of await store.table<PageRow>('before').all(() => undefined))
      for (const leaf of leavesOf(row)) for (const file of filesOf(unpackItem(leaf))) found.add(file)
    return found
  }

  const forget = async (file: string): Promise<void> => {
    const newest = { index: '[file+piece]', from: [file, 0], to: [file, MAX_PIECES], reverse: true, limit: 1 }
    const [last] = await table.where(newest, () => undefined)
    if (last && last.at > now() - FORGOTTEN) return
    await store.transaction(['files'], async () => {
      const pieces = await table.count({ index: 'file', equals: file })
      for (let piece = 0; piece < pieces; piece++) await table.delete(rowOf(file as FileId, piece))
    })
  }

  return {
    add: async (file, piece, bytes) => {
      if (!ID.test(file) || !Number.isInteger(piece) || piece < 0 || piece >= MAX_PIECES || bytes.length > FILE_PIECE)
        throw new HearthError('bad-request', 'no piece of a file')
      await store.writing(() => table.put(rowOf(file, piece), { bytes, at: now() }, { file, piece }))
    },
    read: async (file, piece) => {
      const row = await table.get(rowOf(file, piece))
      if (row) return row.bytes
      const after = { index: '[file+piece]', from: [file, piece], to: [file, MAX_PIECES] }
      if ((await table.count(after)) > 0) throw new HearthError('vault-damaged', 'a piece is missing')
      return null
    },
    has: async (file) => (await table.count({ index: 'file', equals: file })) > 0,
    sweep: async () => {
      await items.ready
      // What a page names that does not open, nobody knows.
      if (items.damaged > 0) return
      let seen = items.version
      let kept = await named()
      for (const file of await table.keys('file')) {
        if (kept.has(file)) continue
        await store.writing(async () => {
          if (items.version !== seen) {
            seen = items.version
            kept = await named()
          }
          if (!kept.has(file)) await forget(file)
        })
      }
    },
  }
}

import type { ImportId, ItemId } from '../contract/ids'
import type { Item } from '../contract/item'
import { toHex } from '../crypto/hash'
import { random } from '../crypto/random'
import type { TableName } from '../store/database'
import type { SealedStore } from '../vault/sealed'
import { type Entry, entryOf, type Page } from './entry'
import { bindPage, leavesOf, PAGE_FULL, type PageRow, packItem, unpackItem } from './page'

/** What one commit does, all of it or nothing. */
export interface Plan {
  /** New items, and items in their new state. */
  put?: readonly Item[]
  erase?: readonly ItemId[]
  /** Pages that an import wrote before, and whose items are there from now on. */
  adopt?: readonly PageRow[]
  /** What else is written in the same transaction. */
  also?: () => Promise<void>
  /** Called once it is on disk, before whoever listens hears of it. */
  done?: () => void
}

/** The items of the vault: sealed pages on disk, an entry for each item in memory. */
export interface ItemStore {
  /** Resolves when everything is there. */
  readonly ready: Promise<void>
  readonly loading: boolean
  /** Rows that did not open. */
  readonly damaged: number
  /** Another number after every change. */
  readonly version: number
  all(): readonly Entry[]
  get(id: ItemId): Entry | undefined
  /**
   * Makes a plan from what is there, once every earlier commit is done, and writes it: durable when it resolves, and only then
   * seen. Throws what `plan` throws, `too-large`, or `storage-full`; nothing has happened then.
   */
  commit(plan: () => Plan | Promise<Plan>): Promise<void>
  /** The pages of an import that is not done, as they were found on disk. */
  staged(of: ImportId): readonly PageRow[]
  onChange(listener: () => void): () => void
  /** Loads nothing more, and tells nobody. */
  close(): void
}

/** The tables that a commit writes. */
export const DATA_TABLES: readonly TableName[] = ['items', 'files', 'imports', 'changes', 'before', 'apart']

const AT_ONCE = 16
const TELL_EVERY = 200

/** A new random id of 16 bytes. */
export const newId = <Id extends string>(): Id => toHex(random(16)) as Id

/** Lets others work: long work is cut in slices of a few milliseconds. */
export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/** Maps a list of any length, a slice at a time. */
export const mapSlowly = async <T, R>(all: readonly T[], work: (each: T) => R): Promise<R[]> => {
  const done: R[] = []
  for (const each of all) {
    done.push(work(each))
    if (done.length % 2_000 === 0) await pause()
  }
  return done
}

/** Opens the items; pages of the imports that `isRunning` names are kept apart. Loading goes on in the background. */
export const openItemStore = (store: SealedStore, isRunning: (id: ImportId) => Promise<boolean>): ItemStore => {
  const table = store.table<PageRow>('items')
  const entries = new Map<ItemId, Entry>()
  const staged = new Map<ImportId, PageRow[]>()
  const listeners = new Set<() => void>()
  let list: Entry[] | null = null
  let open: Page | null = null
  let loading = true
  let closed = false
  let damaged = 0
  let version = 0

  const changed = (): void => {
    version++
    list = null
    for (const listener of listeners) listener()
  }

  /** What lies in a page from now on; entries that it had and has no more are gone. */
  const take = (row: PageRow, page: Page = { id: row.id, bytes: row.bytes, entries: [] }): void => {
    for (const { id } of page.entries) if (entries.get(id)?.page === page) entries.delete(id)
    page.bytes = row.bytes
    page.entries = leavesOf(row).map((leaf, index) =>
      entryOf(unpackItem(leaf), page, row.ends[index - 1] ?? 0, row.ends[index] ?? 0),
    )
    for (const entry of page.entries) entries.set(entry.id, entry)
    if (page.bytes.length < PAGE_FULL) open = page
  }

  const load = async (): Promise<void> => {
    let told = performance.now()
    for (let from = ''; ; await pause()) {
      let seen = 0
      const count = (id: string) => {
        seen++
        damaged++
        from = from > id ? from : id
      }
      const rows = await table.where({ index: 'id', from: `${from}0`, to: 'g', limit: AT_ONCE }, count)
      for (const row of rows) {
        from = from > row.id ? from : row.id
        if (row.import && (await isRunning(row.import)))
          staged.set(row.import, [...(staged.get(row.import) ?? []), row])
        else take(row)
      }
      if (closed || rows.length + seen < AT_ONCE) break
      // Whoever watches counts everything again.
      if (performance.now() - told < TELL_EVERY) continue
      changed()
      told = performance.now()
    }
    loading = false
    changed()
  }
  const ready = load()

  const write = async (plan: Plan): Promise<void> => {
    const { rows, gone } = await lay(plan, entries, open)
    await store.transaction(DATA_TABLES, async () => {
      for (const { row } of rows) await table.put(row.id, row)
      for (const { id } of gone) await table.delete(id)
      await plan.also?.()
    })
    for (const page of gone) take({ id: page.id, bytes: new Uint8Array(PAGE_FULL), ends: [] }, page)
    for (const { row, page } of rows) take(row, page)
    for (const row of plan.adopt ?? []) take(row)
    if (open && gone.includes(open)) open = null
    plan.done?.()
    changed()
  }

  return {
    ready,
    get loading() {
      return loading
    },
    get damaged() {
      return damaged
    },
    get version() {
      return version
    },
    all: () => {
      list ??= [...entries.values()]
      return list
    },
    get: (id) => entries.get(id),
    commit: async (plan) => {
      await ready
      await store.writing(async () => write(await plan()))
    },
    staged: (of) => staged.get(of) ?? [],
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => {
      closed = true
      listeners.clear()
    },
  }
}

interface Laid {
  rows: { row: PageRow; page?: Page }[]
  gone: Page[]
}

/** Which pages a plan writes, and which it empties. What no longer fits its page moves to another, in the same transaction. */
const lay = async (
  { put = [], erase = [] }: Plan,
  entries: ReadonlyMap<ItemId, Entry>,
  open: Page | null,
): Promise<Laid> => {
  const touched = new Map<Page, Map<ItemId, Uint8Array | null>>()
  const touch = ({ page, id }: Entry, packed: Uint8Array | null): void => {
    const changes = touched.get(page) ?? new Map()
    touched.set(page, changes.set(id, packed))
  }
  const loose: Uint8Array[] = []
  for (const id of erase) {
    const entry = entries.get(id)
    if (entry) touch(entry, null)
  }
  for (const [index, item] of put.entries()) {
    const packed = packItem(item)
    const entry = entries.get(item.id)
    if (entry) touch(entry, packed)
    else loose.push(packed)
    if (index % 2_000 === 1_999) await pause()
  }
  const laid: Laid = { rows: [], gone: [] }
  if (loose.length > 0 && open && !touched.has(open)) touched.set(open, new Map())
  for (const [page, changes] of touched) {
    const packed = page.entries.flatMap(({ id, start, end }) => {
      const change = changes.get(id)
      return change === null ? [] : [change ?? page.bytes.subarray(start, end)]
    })
    // The page with room takes what is new; one that has grown far beyond its size gives away what is too much.
    if (page === open) packed.push(...loose.splice(0))
    const rest = packed.length > 0 ? overflow(packed) : []
    loose.push(...rest)
    if (packed.length === 0) laid.gone.push(page)
    else laid.rows.push({ row: bindPage(page.id, packed), page })
  }
  for (let rest = loose; rest.length > 0; ) {
    const packed = rest
    rest = overflow(packed)
    laid.rows.push({ row: bindPage(newId(), packed) })
  }
  return laid
}

/** Takes away and returns what lies beyond a full page; the first item always stays. */
const overflow = (packed: Uint8Array[]): Uint8Array[] => {
  let size = 0
  const end = packed.findIndex(({ length }, index) => {
    size += length
    return index > 0 && size > PAGE_FULL
  })
  return end < 0 ? [] : packed.splice(end)
}

import type { DataSummary, Duplicates } from '../contract/data-api'
import type { ImportId, ItemId } from '../contract/ids'
import type { Item } from '../contract/item'
import { encodeText } from '../contract/wire'
import type { SealedStore } from '../vault/sealed'
import { type Changes, openChanges } from './changes'
import { findDuplicates } from './duplicates'
import { type Editing, openEditing } from './editing'
import { itemOf } from './entry'
import { type Files, openFiles } from './files'
import { type Imports, openImports, readImports } from './imports'
import { type ItemStore, openItemStore } from './item-store'
import { type Measured, openMeasured } from './measured'
import { matcher, openSearch, type Search } from './search'

/** The person's data while the vault is open. */
export interface Data {
  readonly items: ItemStore
  readonly changes: Changes
  readonly editing: Editing
  readonly imports: Imports
  readonly files: Files
  readonly search: Search
  readonly measured: Measured
  view(): DataSummary
  /** Items as they are, in the order of their ids: the next after `after`, about a megabyte of them. */
  read(filter: Parameters<Search['find']>[0], after: ItemId | null): { items: Item[]; last: ItemId | null }
  duplicates(): Promise<Duplicates[]>
  /** These are different people. */
  keepApart(ids: readonly ItemId[]): Promise<void>
  /** What time brings: the bin forgets after 30 days, files that nothing names go. */
  upkeep(): Promise<void>
  close(): void
}

const BIN_KEEPS = 30 * 86_400_000
const READ_AT_ONCE = 1 << 20

/** Opens the data; what lies on many pages goes on loading in the background. `changed` is called after every change of it. */
export const openData = async (store: SealedStore, now: () => number, changed: () => void): Promise<Data> => {
  const rows = await readImports(store)
  const items = openItemStore(store, async (id: ImportId) => rows.get(id)?.state === 'running')
  const changes = await openChanges(store, items, now)
  const imports = openImports(store, rows, { items, changes }, now, changed)
  const search = openSearch(items)
  const files = openFiles(store, items, now)
  const apart = await openApart(store)
  items.onChange(changed)

  let counted: { version: number; view: Omit<DataSummary, 'last' | 'loading' | 'damaged'> } | null = null
  const count = () => {
    if (counted?.version !== items.version) counted = { version: items.version, view: countAll(items) }
    return counted.view
  }

  return {
    items,
    changes,
    editing: openEditing({ items, changes, search, files }, now),
    imports,
    files,
    search,
    measured: openMeasured(items),
    view: () => ({ ...count(), loading: items.loading, damaged: items.damaged, last: changes.last() }),
    read: (filter, after) => {
      const matches = matcher(filter)
      const left = items.all().filter((entry) => (after === null || entry.id > after) && matches(entry))
      left.sort((a, b) => (a.id < b.id ? -1 : 1))
      const read: Item[] = []
      let size = 0
      for (const entry of left) {
        if (size >= READ_AT_ONCE) break
        read.push(itemOf(entry))
        size += entry.end - entry.start
      }
      return { items: read, last: read.length < left.length ? (read.at(-1)?.id ?? null) : null }
    },
    duplicates: async () => {
      await items.ready
      return findDuplicates(items.all(), apart.are)
    },
    keepApart: apart.keep,
    upkeep: async () => {
      await items.ready
      const forgotten = (id: ItemId) => {
        const entry = items.get(id)
        return entry?.binned === true && (itemOf(entry).binnedAt ?? now()) < now() - BIN_KEEPS
      }
      const ids = items.all().flatMap((entry) => (entry.binned && forgotten(entry.id) ? [entry.id] : []))
      if (ids.length > 0)
        await items.commit(async () => {
          const erase = ids.filter(forgotten)
          return { erase, also: await changes.forget(new Set(erase)) }
        })
      if (!imports.busy) await files.sweep()
    },
    close: () => {
      imports.close()
      items.close()
    },
  }
}

const countAll = (items: ItemStore): Omit<DataSummary, 'last' | 'loading' | 'damaged'> => {
  const types = new Map<string, number>()
  const tags = new Map<string, number>()
  let binned = 0
  for (const entry of items.all()) {
    if (entry.binned) {
      binned++
      continue
    }
    types.set(entry.type, (types.get(entry.type) ?? 0) + 1)
    for (const tag of entry.tags) tags.set(tag, (tags.get(tag) ?? 0) + 1)
  }
  return {
    count: items.all().length - binned,
    types: [...types].map(([type, count]) => ({ type, count })).sort((a, b) => b.count - a.count),
    tags: [...tags]
      .map(([tag, count]) => ({ tag, count }))
      .sort((a, b) => b.count - a.count)
      .slice(0, 200),
    binned,
  }
}

/** Who was said to be different people: pairs, by a name that says nothing. */
const openApart = async (store: SealedStore) => {
  const table = store.table<{ ids: ItemId[] }>('apart')
  const pairs = new Set<string>()
  const add = (ids: readonly ItemId[]) => {
    for (const a of ids) for (const b of ids) if (a < b) pairs.add(`${a} ${b}`)
  }
  for (const { ids } of await table.all(() => undefined)) add(ids)
  return {
    are: (a: ItemId, b: ItemId) => pairs.has(a < b ? `${a} ${b}` : `${b} ${a}`),
    keep: async (ids: readonly ItemId[]) => {
      const sorted = [...ids].sort().slice(0, 100)
      await store.writing(() => table.put(store.indexHmac('apart', encodeText(sorted.join(' '))), { ids: sorted }))
      add(sorted)
    },
  }
}

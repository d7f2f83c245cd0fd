import type { ImportCounts, ImportView, Problem, Undone } from '../contract/data-api'
import { HearthError } from '../contract/errors'
import type { ChangeId, ImportId } from '../contract/ids'
import type { Imported } from '../contract/item'
import type { SealedStore } from '../vault/sealed'
import type { Changes } from './changes'
import { DATA_TABLES, type ItemStore } from './item-store'
import type { PageRow } from './page'
import { openStaging, type Staging } from './staging'

/** An import as it is kept; how many of its batches there are tells where it goes on. */
export interface ImportRow extends ImportView {
  batches: number
}

interface Running {
  row: ImportRow
  readonly staging: Staging
  idle: ReturnType<typeof setTimeout> | undefined
  finishing: Promise<void> | undefined
}

/** Imports: one at a time, all of it or nothing, however it ends. */
export interface Imports {
  /** Whether one runs. */
  readonly busy: boolean
  all(): ImportView[]
  /** Begins an import, or goes on with it after the worker died. Throws `busy`, or `bad-request` for one that has ended. */
  start(id: ImportId, name: string, format: string): Promise<{ batches: number }>
  /** Keeps a batch where nobody sees it yet. Throws `interrupted` where the import runs no more. */
  add(id: ImportId, batch: number, found: Found): Promise<ImportCounts>
  finish(id: ImportId): Promise<ImportView>
  cancel(id: ImportId): Promise<void>
  /** Throws `unknown-change` for what is not done, or was undone. */
  undo(id: ImportId): Promise<Undone>
  close(): void
}

/** What a batch brings: items, and what could not be read on the way to them (`unread` counts also what is not listed). */
export interface Found {
  items: readonly Imported[]
  problems: readonly Problem[]
  unread: number
}

const NOTHING: ImportCounts = { added: 0, updated: 0, same: 0, kept: 0, refused: 0 }
const MAX_PROBLEMS = 1_000
const MAX_WORDS = 200
/** Who began an import and says nothing more for this long has gone: it is given up. In milliseconds. */
const PATIENCE = 60_000

/** The imports there were: read before the items, some of which only count when theirs is done. */
export const readImports = async (store: SealedStore): Promise<Map<ImportId, ImportRow>> =>
  new Map((await store.table<ImportRow>('imports').all(() => undefined)).map((row) => [row.id, row]))

/** Goes on with `rows` over the open items. `changed` is called after every change of an import. */
export const openImports = (
  store: SealedStore,
  rows: Map<ImportId, ImportRow>,
  { items, changes }: { items: ItemStore; changes: Changes },
  now: () => number,
  changed: () => void,
): Imports => {
  const table = store.table<ImportRow>('imports')
  let running: Running | null = null
  let opening: { id: ImportId; running: Promise<Running> } | null = null

  const show = (row: ImportRow): ImportRow => {
    rows.set(row.id, row)
    changed()
    return row
  }
  const wait = (of: Running): void => {
    clearTimeout(of.idle)
    if (running === of) of.idle = setTimeout(() => void end(of, 'interrupted').catch(() => undefined), PATIENCE)
  }
  const over = (of: Running): void => {
    clearTimeout(of.idle)
    if (running === of) running = opening = null
  }

  /** The import of that id as it runs, if need be from what the worker that died had written. */
  const resume = async (id: ImportId): Promise<Running> => {
    if (running?.row.id === id) return running
    const row = rows.get(id)
    if (row?.state !== 'running') throw new HearthError('interrupted', 'no such import runs')
    if (opening?.id !== id) opening = { id, running: open(id, row) }
    running = await opening.running
    return running
  }
  const open = async (id: ImportId, row: ImportRow): Promise<Running> => {
    await items.ready
    return { row, staging: await openStaging(id, items.staged(id), items), idle: undefined, finishing: undefined }
  }

  /** Ends an import of which nothing stays, unless it is done before that. */
  const end = async (of: Running, state: 'cancelled' | 'interrupted'): Promise<void> => {
    while (of.finishing) await of.finishing.catch(() => undefined)
    if (rows.get(of.row.id)?.state !== 'running') return
    over(of)
    const row = { ...of.row, state, endedAt: now(), counts: NOTHING }
    // At once: a batch that comes while its pages go must not begin it anew.
    show(row)
    await store.writing(() => without(of.staging.pages, row))
  }
  const without = (pages: readonly PageRow[], row: ImportRow): Promise<void> =>
    store.transaction(DATA_TABLES, async () => {
      for (const { id } of pages) await store.table('items').delete(id)
      await table.put(row.id, row)
    })

  const write = async (of: Running, batch: number, found: Found): Promise<void> => {
    if (batch < of.row.batches) return
    if (batch > of.row.batches || running !== of) throw new HearthError('interrupted', 'not the next batch')
    const laid = of.staging.lay(found.items, now())
    const row: ImportRow = {
      ...of.row,
      counts: sum(of.row.counts, laid.counts),
      problems: [...of.row.problems, ...[...found.problems, ...laid.problems].map(short)].slice(0, MAX_PROBLEMS),
      unread: of.row.unread + found.unread + laid.problems.length,
      batches: batch + 1,
    }
    await store.transaction(DATA_TABLES, async () => {
      for (const page of laid.pages) await store.table<PageRow>('items').put(page.id, page)
      await table.put(row.id, row)
    })
    of.staging.keep(laid)
    of.row = running === of ? show(row) : row
  }

  /** All that it staged is there from now on. */
  const adopt = async (of: Running): Promise<void> => {
    let done = of.row
    const count = await changes.make(() => {
      if (running !== of) throw new HearthError('interrupted', 'it was ended')
      const { pages, updates, left } = of.staging.settle()
      const { id, name, counts } = of.row
      const { added, updated, kept } = counts
      done = {
        ...of.row,
        state: 'done',
        endedAt: now(),
        counts: { ...counts, updated: updated - left, kept: kept + left },
      }
      return {
        ...{ what: 'imported', name, import: id, count: added + updated - left },
        ...{ adopt: pages, erase: updates, touched: updates },
        also: async () => {
          if (left > 0) for (const page of pages) await store.table<PageRow>('items').put(page.id, page)
          await table.put(id, done)
        },
      }
    })
    // An import that brings nothing is no change.
    if (count === 0) await store.writing(() => without(of.staging.pages, done))
    over(of)
    show(done)
  }

  // Whoever began it may still be there and go on: perhaps the worker alone began anew.
  for (const row of rows.values()) if (row.state === 'running') void resume(row.id).then(wait, () => undefined)

  return {
    get busy() {
      return [...rows.values()].some(({ state }) => state === 'running')
    },
    all: () => [...rows.values()].map(viewOf).sort((a, b) => b.startedAt - a.startedAt),
    start: async (id, name, format) => {
      const there = rows.get(id)
      if (there && there.state !== 'running') throw new HearthError('bad-request', 'that import has ended')
      if ([...rows.values()].some((row) => row.state === 'running' && row.id !== id)) throw new HearthError('busy')
      if (!there) {
        const row: ImportRow = { id, name, format, ...BEGUN, counts: NOTHING, problems: [], startedAt: now() }
        show(row)
        await store
          .writing(() => table.put(id, row))
          .catch((error: unknown) => {
            rows.delete(id)
            throw error
          })
      }
      const of = await resume(id)
      wait(of)
      return { batches: of.row.batches }
    },
    add: async (id, batch, found) => {
      const of = await resume(id)
      wait(of)
      await store.writing(() => write(of, batch, found))
      return of.row.counts
    },
    finish: async (id) => {
      const there = rows.get(id)
      if (there?.state === 'done') return viewOf(there)
      const of = await resume(id)
      clearTimeout(of.idle)
      of.finishing ??= adopt(of).finally(() => {
        of.finishing = undefined
        wait(of)
      })
      await of.finishing
      return viewOf(rows.get(id) ?? of.row)
    },
    cancel: async (id) => {
      if (rows.get(id)?.state === 'running') await end(await resume(id), 'cancelled')
    },
    undo: async (id) => {
      const there = rows.get(id)
      if (there?.state !== 'done') throw new HearthError('unknown-change')
      const row: ImportRow = { ...there, state: 'undone' }
      const undone = await changes.undo(id as string as ChangeId, () => table.put(id, row))
      show(row)
      return undone
    },
    close: () => clearTimeout(running?.idle),
  }
}

/** A file may call its columns and folders whatever it likes, and all imports are told of at once. */
const short = ({ line, where, reason, what }: Problem): Problem => ({
  ...{ line, reason },
  ...{ where: where?.slice(0, MAX_WORDS) ?? null, what: what.slice(0, MAX_WORDS) },
})

const BEGUN = { endedAt: null, state: 'running', unread: 0, batches: 0 } as const

const viewOf = ({ batches: _, ...view }: ImportRow): ImportView => view

const sum = (a: ImportCounts, b: ImportCounts): ImportCounts => ({
  added: a.added + b.added,
  updated: a.updated + b.updated,
  same: a.same + b.same,
  kept: a.kept + b.kept,
  refused: a.refused + b.refused,
})

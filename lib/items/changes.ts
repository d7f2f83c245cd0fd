import type { ChangeView, Undone } from '../contract/data-api'
import { HearthError } from '../contract/errors'
import type { ChangeId, ImportId, ItemId } from '../contract/ids'
import type { Item } from '../contract/item'
import { titleOf } from '../contract/item-text'
import type { SealedStore } from '../vault/sealed'
import { type Entry, itemOf } from './entry'
import { type ItemStore, mapSlowly, newId, type Plan, pause } from './item-store'
import { bindPage, leavesOf, PAGE_FULL, type PageRow, packItem, unpackItem } from './page'

/** A change as it is kept. Its items as they were lie apart, in pages. */
interface ChangeRow extends ChangeView {
  /** The items that it touched, where they are few. */
  ids: ItemId[]
  /** Those of them that it made. */
  added: ItemId[]
  /** It is an import, and made every item that names it. */
  import?: ImportId
  pages: string[]
}

/** One change, as it is about to be written. */
export interface NewChange extends Plan {
  what: ChangeView['what']
  /** The items it changes, besides those of `put`. */
  touched?: readonly ItemId[]
  /** How many it is of, where that is not the number of these. */
  count?: number
  /** Said instead of the name of its one item. */
  name?: string
  import?: ImportId
  /** Who did it, where that was not the person. */
  author?: string
}

/**
 * What was changed, so that it can be undone: every import, the last hundred changes of the person, and those of each other author
 * for thirty days at least. However much a site writes, what was there before can be had again.
 */
export interface Changes {
  /**
   * Writes items in their new state and remembers what they were. Resolves with how many there were; none is no change. Whoever
   * may ask twice gives the `id`: what is remembered under it is not done again, and only its own later changes make it forgotten.
   * Throws `too-many` where another author made a thousand in thirty days.
   */
  make(plan: (id: ChangeId) => NewChange | Promise<NewChange>, id?: ChangeId): Promise<number>
  /** The change of that id, if it is remembered. */
  of(id: ChangeId): ChangeView | null
  /**
   * Undoes one change where nothing happened to its items since; what an import brought and somebody changed goes to the bin.
   * `also` is written in the same transaction. Throws `unknown-change`.
   */
  undo(id: ChangeId, also?: () => Promise<void>): Promise<Undone>
  /** Looks for what these items were; what it resolves with takes it away, within a transaction. */
  forget(ids: ReadonlySet<ItemId>): Promise<() => Promise<void>>
  last(): ChangeView | null
  /** The change that made this item what it is, if it can be undone. */
  lastOf(item: ItemId): ChangeView | null
}

const KEPT = 100
// Of another author than the person: as long as what is in the bin.
const MOST_OF_OTHERS = 1_000
const STAY = 30 * 86_400_000
const FEW = 1_000

/** Opens what was changed. `now` is milliseconds since 1970. */
export const openChanges = async (store: SealedStore, items: ItemStore, now: () => number): Promise<Changes> => {
  const heads = store.table<ChangeRow>('changes')
  const pages = store.table<PageRow>('before')
  let changes = (await heads.all(() => undefined)).sort((a, b) => a.at - b.at)
  const find = (id: ChangeId) => changes.find((each) => each.id === id)

  const erase = async (change: ChangeRow): Promise<void> => {
    for (const page of change.pages) await pages.delete(page)
    await heads.delete(change.id)
  }

  /** What is forgotten for this one. */
  const pushedOut = ({ author, at }: ChangeRow): ChangeRow[] => {
    const all = changes.filter((each) => !each.import && each.author === author)
    const old = all.slice(0, Math.max(0, all.length + 1 - KEPT)).filter((each) => !author || each.at <= at - STAY)
    if (all.length - old.length >= MOST_OF_OTHERS) throw new HearthError('too-many', 'changes in thirty days')
    return old
  }

  const make: Changes['make'] = async (plan, id = newId()) => {
    let count = 0
    await items.commit(async () => {
      if (find(id)) return {}
      const made = await plan(id)
      const ids = [...(made.put ?? []).map(({ id }) => id), ...(made.touched ?? [])]
      count = made.count ?? ids.length
      if (count === 0) return {}
      const bound = await bindAll(ids.flatMap((id) => items.get(id) ?? []))
      const at = Math.max(now(), (changes.at(-1)?.at ?? 0) + 1)
      const change = rowOf(made, { ids, count, at, pages: bound.map(({ id }) => id), isNew: (id) => !items.get(id) })
      const old = change.import ? [] : pushedOut(change)
      return {
        ...made,
        done: () => {
          changes = [...changes.filter((each) => !old.includes(each)), change]
        },
        also: async () => {
          for (const page of bound) await pages.put(page.id, page, { change: change.id })
          await heads.put(change.id, change)
          for (const each of old) await erase(each)
          await made.also?.()
        },
      }
    })
    return count
  }

  const undo: Changes['undo'] = async (id, also) => {
    const change = find(id)
    if (!change) throw new HearthError('unknown-change')
    const were: Item[] = []
    for (const page of change.pages) were.push(...(await readPage(pages.get(page))))
    let undone: Undone = { undone: 0, left: 0 }
    await items.commit(async () => {
      if (!changes.includes(change)) throw new HearthError('unknown-change')
      const plan = await undoing(change, were, items, now())
      undone = plan.undone
      return {
        ...plan,
        also: async () => {
          await erase(change)
          await also?.()
        },
        done: () => {
          changes = changes.filter((each) => each !== change)
        },
      }
    })
    return undone
  }

  const forget: Changes['forget'] = async (ids) => {
    const less: { page: PageRow; change: ChangeId }[] = []
    for (const { id: change, ids: few, pages: all } of changes) {
      if (few.length > 0 && !few.some((id) => ids.has(id))) continue
      for (const id of all) {
        const page = await pages.get(id).catch(() => undefined)
        const leaves = page ? leavesOf(page) : []
        const rest = leaves.filter((leaf) => !ids.has(unpackItem(leaf).id))
        if (rest.length < leaves.length) less.push({ page: bindPage(id, rest), change })
      }
    }
    return async () => {
      for (const { page, change } of less) await pages.put(page.id, page, { change })
    }
  }

  return {
    make,
    of: (id) => viewOf(find(id)),
    undo,
    forget,
    last: () => viewOf(changes.at(-1)),
    lastOf: (item) => {
      const entry = items.get(item)
      const change = entry && find(itemOf(entry).change as ChangeId)
      return change && !change.import ? viewOf(change) : null
    },
  }
}

const rowOf = (
  { what, put = [], author, name, import: of }: NewChange,
  rest: Pick<ChangeRow, 'ids' | 'count' | 'at' | 'pages'> & { isNew(id: ItemId): boolean },
): ChangeRow => {
  const { ids, count, at, pages, isNew } = rest
  const [first] = put
  const few = count <= FEW && !of ? ids : []
  const named = name ?? (count === 1 && first ? titleOf(first.type, first.fields) : null)
  const id = (of ?? first?.change) as ChangeId
  return {
    id,
    what,
    count,
    at,
    name: named?.slice(0, 80) ?? null,
    ids: few,
    added: few.filter(isNew),
    pages,
    ...(of && { import: of }),
    ...(author !== undefined && { author }),
  }
}

/** What undoes a change as things are now. */
const undoing = async (change: ChangeRow, were: readonly Item[], items: ItemStore, now: number) => {
  const stands = (entry: Entry): boolean => itemOf(entry).change === change.id
  const before = new Set(were.map(({ id }) => id))
  const made = change.import
    ? items.all().filter((entry) => entry.import === change.import && !before.has(entry.id))
    : change.added.flatMap((id) => items.get(id) ?? [])
  const back = await mapSlowly(were, (item) => {
    const entry = items.get(item.id)
    return entry && stands(entry) ? [{ ...item, rev: entry.rev + 1 }] : []
  })
  const still = await mapSlowly(made, stands)
  const erase = made.filter((_, index) => still[index]).map(({ id }) => id)
  const changed = change.import ? made.filter(({ binned }, index) => !still[index] && !binned).map(itemOf) : []
  const binned = changed.map((item) => ({ ...item, rev: item.rev + 1, binnedAt: now }))
  const restored = back.flat()
  const left = were.length - restored.length + (change.import ? changed.length : change.added.length - erase.length)
  return { put: [...restored, ...binned], erase, undone: { undone: restored.length + erase.length, left } }
}

const viewOf = (change: ChangeRow | undefined): ChangeView | null =>
  change
    ? {
        id: change.id,
        what: change.what,
        count: change.count,
        at: change.at,
        name: change.name,
        ...(change.author !== undefined && { author: change.author }),
      }
    : null

const readPage = async (reading: Promise<PageRow | undefined>): Promise<Item[]> => {
  const row = await reading
  await pause()
  return row ? leavesOf(row).map(unpackItem) : []
}

const bindAll = async (entries: readonly Entry[]): Promise<PageRow[]> => {
  const bound: PageRow[] = []
  let packed: Uint8Array[] = []
  let size = 0
  for (const [index, entry] of entries.entries()) {
    const bytes = packItem(itemOf(entry))
    packed.push(bytes)
    size += bytes.length
    if (size < 4 * PAGE_FULL && index < entries.length - 1) continue
    bound.push(bindPage(newId(), packed))
    packed = []
    size = 0
    await pause()
  }
  return bound
}

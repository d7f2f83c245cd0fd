import type { ImportCounts, Problem } from '../contract/data-api'
import { HearthError, reasonOf } from '../contract/errors'
import type { ChangeId, ImportId, ItemId } from '../contract/ids'
import type { Imported, Item } from '../contract/item'
import { titleOf } from '../contract/item-text'
import { checkDraft } from './check'
import { itemOf, occurredAt } from './entry'
import { type ItemStore, mapSlowly, newId } from './item-store'
import { bindPage, leavesOf, PAGE_FULL, type PageRow, packItem, unpackItem } from './page'

/** What a running import has put on its own pages, and what it compares with. */
export interface Staging {
  readonly pages: readonly PageRow[]
  /** What may be there from now on: without newer states of items that the person changed meanwhile. */
  settle(): Settled
  /** Where a batch belongs: what is new of it, on pages. Nothing is remembered of it before `keep`. */
  lay(batch: readonly Imported[], now: number): Laid
  keep(laid: Laid): void
}

/** `updates`: the items that are there in another state. `left`: how many the person changed since they were compared. */
export interface Settled {
  pages: readonly PageRow[]
  updates: readonly ItemId[]
  left: number
}

/** What becomes of a batch. `met`: what of it is known from now on, by its key. */
export interface Laid {
  pages: PageRow[]
  /** Bytes of the items on them that are new. */
  size: number
  counts: ImportCounts
  problems: Problem[]
  met: Map<string, Known>
  staged: Pick<Item, 'id' | 'rev'>[]
}

interface Known {
  id: ItemId
  version: string
}

/** What one vault holds: all of it is in memory while it is open. */
export const ROOM = { items: 500_000, bytes: 256 << 20 }

/** Begins or goes on with an import, whose `pages` were found on disk. What no longer fits `room` is refused item by item. */
export const openStaging = async (
  id: ImportId,
  pages: readonly PageRow[],
  items: ItemStore,
  room = ROOM,
): Promise<Staging> => {
  const known = await knownKeys(items)
  let held = items.all().length + pages.reduce((sum, { ends }) => sum + ends.length, 0)
  let weight = items.all().reduce((sum, { start, end }) => sum + end - start, 0)
  for (const page of pages) weight += page.bytes.length
  const kept = new Map(pages.map((page) => [page.id, page]))
  const met = new Set<string>()
  const staged = new Map<ItemId, number>()
  let last = pages.at(-1)
  for (const item of pages.flatMap((page) => leavesOf(page).map(unpackItem))) {
    if (item.source) known.set(item.source.key, { id: item.id, version: item.source.version })
    if (item.source) met.add(item.source.key)
    staged.set(item.id, item.rev)
  }

  const lay = (batch: readonly Imported[], now: number): Laid => {
    const laid: Laid = { pages: [], size: 0, counts: { ...NOTHING }, problems: [], met: new Map(), staged: [] }
    const packed: Uint8Array[] = []
    const ids = new Set<ItemId>()
    const find = (key: string) => laid.met.get(key) ?? known.get(key)
    for (const each of batch) {
      const key = keyIn(each, find, (said) => laid.met.has(said) || met.has(said), items)
      const there = find(key)
      const twice = each.was && (ids.has(each.was.id) || staged.has(each.was.id))
      const settled = twice ? 'same' : compare(each, there, items)
      if (settled !== 'added' && settled !== 'updated') {
        laid.counts[settled]++
        if (there) laid.met.set(key, there)
        continue
      }
      try {
        const before = settled === 'updated' && there ? (items.get(there.id) ?? null) : null
        const item = become({ ...each, key }, id, now, before)
        const bytes = packItem(item)
        if (held + packed.length >= room.items || weight + laid.size + bytes.length > room.bytes)
          throw new HearthError('too-many', 'the vault is full')
        packed.push(bytes)
        laid.size += bytes.length
        laid.met.set(key, { id: item.id, version: each.version })
        laid.staged.push(item)
        ids.add(item.id)
        laid.counts[settled]++
      } catch (error) {
        laid.counts.refused++
        laid.problems.push(refusal(each, error))
      }
    }
    laid.pages = bind(id, packed, last)
    return laid
  }

  return {
    get pages() {
      return [...kept.values()]
    },
    settle: () => settle([...kept.values()], staged, items),
    lay,
    keep: (laid) => {
      for (const page of laid.pages) kept.set(page.id, page)
      last = laid.pages.at(-1) ?? last
      held += laid.staged.length
      weight += laid.size
      for (const [key, is] of laid.met) {
        known.set(key, is)
        met.add(key)
      }
      for (const { id: item, rev } of laid.staged) staged.set(item, rev)
    },
  }
}

const NOTHING: ImportCounts = { added: 0, updated: 0, same: 0, kept: 0, refused: 0 }

const settle = (pages: readonly PageRow[], staged: ReadonlyMap<ItemId, number>, items: ItemStore): Settled => {
  const updates = [...staged.keys()].filter((id) => items.get(id))
  const left = new Set(updates.filter((id) => items.get(id)?.rev !== (staged.get(id) ?? 0) - 1))
  if (left.size === 0) return { pages, updates, left: 0 }
  return {
    pages: pages.map((page) => {
      const leaves = leavesOf(page)
      const rest = leaves.filter((leaf) => !left.has(unpackItem(leaf).id))
      return rest.length === leaves.length ? page : bindPage(page.id, rest, page.import)
    }),
    updates: updates.filter((id) => !left.has(id)),
    left: left.size,
  }
}

/**
 * The key under which a thing is kept: its own, unless that is another's. Programs give the same number to two things of one
 * file, or to a contact and an event: each stays a thing of its own, and is known again.
 */
const keyIn = (
  { key, version, type, was }: Imported,
  find: (key: string) => Known | undefined,
  isMet: (key: string) => boolean,
  items: ItemStore,
): string => {
  const there = find(key)
  if (!there) return key
  const entry = items.get(there.id)
  if (entry && entry.type !== type && isUntouched(itemOf(entry))) return `${key} ${type}`
  const own = `${key} ${was?.id ?? version}`
  const other = was ? there.id !== was.id : there.version !== version
  return other && (isMet(key) || find(own)) ? own : key
}

const isUntouched = ({ change, source }: Item): boolean => change === (source?.import as string | undefined)

/** What a thing that comes in is to what is there. The person's own changes are never written over. */
const compare = (
  { version, was, fields, tags }: Imported,
  there: Known | undefined,
  items: ItemStore,
): Exclude<keyof ImportCounts, 'refused'> => {
  const says = (item: Item) => JSON.stringify([item.fields, item.tags]) === JSON.stringify([fields, tags])
  const own = was && items.get(was.id)
  if (own) return says(itemOf(own)) ? 'same' : 'kept'
  if (!there) return 'added'
  const entry = items.get(there.id)
  if (!entry) return 'same'
  const item = itemOf(entry)
  // In a backup the person may have changed what still has the version that it came with.
  if (there.version === version && (!was || says(item))) return 'same'
  return isUntouched(item) && !item.source?.own ? 'updated' : 'kept'
}

/** The item that something imported becomes: a new one, or the next state of the one that is there. */
const become = (
  { key, version, original, was, ...draft }: Imported,
  of: ImportId,
  now: number,
  there: Parameters<typeof itemOf>[0] | null,
): Item => {
  const checked = checkDraft(draft)
  if (was) checkWas(was)
  const at = occurredAt(checked.type, checked.fields)
  const before = there && itemOf(there)
  return {
    id: before?.id ?? was?.id ?? newId(),
    ...checked,
    tags: before ? [...new Set([...before.tags, ...checked.tags])] : checked.tags,
    source: { import: of, key, version, ...(was && { own: true as const }) },
    ...(original && { original }),
    ...(at !== undefined && { occurredAt: at }),
    createdAt: before?.createdAt ?? was?.createdAt ?? now,
    updatedAt: was?.updatedAt ?? now,
    rev: (before?.rev ?? 0) + 1,
    change: of as string as ChangeId,
    ...binned(before ?? was),
  }
}

const ID = /^[0-9a-f]{32}$/

const checkWas = ({ id, createdAt, updatedAt, binnedAt = 0 }: NonNullable<Imported['was']>): void => {
  const times = [createdAt, updatedAt, binnedAt].every((at) => Number.isSafeInteger(at))
  if (!ID.test(id) || !times) throw new HearthError('bad-item', 'an item that never was')
}

const binned = (before: Pick<Item, 'binnedAt'> | null | undefined) =>
  before?.binnedAt === undefined ? {} : { binnedAt: before.binnedAt }

const refusal = ({ type, fields }: Imported, error: unknown): Problem => {
  if (!(error instanceof HearthError)) throw error
  const why = reasonOf(error)
  const reason = why === 'too-large' || why === 'too-many' ? why : 'not-understood'
  return { line: null, where: null, reason, what: titleOf(type, fields).slice(0, 80) }
}

/** The packed items on pages of the import; its last page is filled first. */
const bind = (of: ImportId, packed: readonly Uint8Array[], last: PageRow | undefined): PageRow[] => {
  const pages: PageRow[] = []
  let id = last && last.bytes.length < PAGE_FULL ? last.id : newId<string>()
  let leaves = last && last.id === id ? leavesOf(last) : []
  let size = last && last.id === id ? last.bytes.length : 0
  for (const each of packed) {
    if (leaves.length > 0 && size + each.length > PAGE_FULL) {
      pages.push(bindPage(id, leaves, of))
      id = newId()
      leaves = []
      size = 0
    }
    leaves.push(each)
    size += each.length
  }
  if (packed.length > 0) pages.push(bindPage(id, leaves, of))
  return pages
}

/** What is there by its key. */
const knownKeys = async (items: ItemStore): Promise<Map<string, Known>> => {
  const brought = items.all().filter((entry) => entry.import !== null)
  const pairs = await mapSlowly(brought, (entry): [string, Known] => {
    const { key = '', version = '' } = itemOf(entry).source ?? {}
    return [key, { id: entry.id, version }]
  })
  return new Map(pairs)
}

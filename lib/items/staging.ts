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
  /** The items that it brings in another state than they have. */
  readonly updates: readonly ItemId[]
  /** Where a batch belongs: what is new of it, on pages. Nothing is remembered of it before `keep`. */
  lay(batch: readonly Imported[], now: number): Laid
  keep(laid: Laid): void
}

/** What becomes of a batch. */
export interface Laid {
  pages: PageRow[]
  /** Bytes of the items on them that are new. */
  size: number
  counts: ImportCounts
  problems: Problem[]
  fresh: { key: string; id: ItemId; version: string }[]
  updates: ItemId[]
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
  const updates = new Set<ItemId>()
  let last = pages.at(-1)
  for (const item of pages.flatMap((page) => leavesOf(page).map(unpackItem))) {
    if (item.source) known.set(item.source.key, { id: item.id, version: item.source.version })
    if (items.get(item.id)) updates.add(item.id)
  }

  const lay = (batch: readonly Imported[], now: number): Laid => {
    const laid: Laid = {
      pages: [],
      size: 0,
      counts: { added: 0, updated: 0, same: 0, kept: 0, refused: 0 },
      problems: [],
      fresh: [],
      updates: [],
    }
    const packed: Uint8Array[] = []
    const seen = new Map<string, Known>()
    let size = 0
    for (const each of batch) {
      const there = seen.get(each.key) ?? known.get(each.key)
      const settled = compare(each, there, items, updates)
      if (settled !== 'added' && settled !== 'updated') {
        laid.counts[settled]++
        continue
      }
      try {
        const item = become(each, id, now, settled === 'updated' && there ? (items.get(there.id) ?? null) : null)
        const bytes = packItem(item)
        if (held + packed.length >= room.items || weight + size + bytes.length > room.bytes)
          throw new HearthError('too-many', 'the vault is full')
        packed.push(bytes)
        size += bytes.length
        seen.set(each.key, { id: item.id, version: each.version })
        laid.fresh.push({ key: each.key, id: item.id, version: each.version })
        if (settled === 'updated') laid.updates.push(item.id)
        laid.counts[settled]++
      } catch (error) {
        laid.counts.refused++
        laid.problems.push(refusal(each, error))
      }
    }
    laid.pages = bind(id, packed, last)
    laid.size = size
    return laid
  }

  return {
    get pages() {
      return [...kept.values()]
    },
    get updates() {
      return [...updates]
    },
    lay,
    keep: (laid) => {
      for (const page of laid.pages) kept.set(page.id, page)
      last = laid.pages.at(-1) ?? last
      held += laid.fresh.length
      weight += laid.size
      for (const { key, id: item, version } of laid.fresh) known.set(key, { id: item, version })
      for (const item of laid.updates) updates.add(item)
    },
  }
}

/** What a thing that comes in is to what is there. The person's own changes are never written over. */
const compare = (
  { version, was, fields, tags }: Imported,
  there: Known | undefined,
  items: ItemStore,
  updates: ReadonlySet<ItemId>,
): Exclude<keyof ImportCounts, 'refused'> => {
  const own = was && items.get(was.id)
  if (own) {
    const now = itemOf(own)
    return JSON.stringify([now.fields, now.tags]) === JSON.stringify([fields, tags]) ? 'same' : 'kept'
  }
  if (!there) return 'added'
  if (there.version === version) return 'same'
  const entry = items.get(there.id)
  // Twice in one file, in two states: the first counts.
  if (!entry || updates.has(there.id)) return 'same'
  const { change, source } = itemOf(entry)
  return change === source?.import && !source.own ? 'updated' : 'kept'
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

import type { FileId, ImportId, ItemId } from '../contract/ids'
import { FILE_MARK, type Fields, type Item, type Labelled, type Value } from '../contract/item'
import { isList } from '../contract/item-text'
import { itemType } from '../contract/item-types'
import { instantOf } from '../contract/moment'
import { unpackItem } from './page'
import { hayOf } from './words'

/** A page in memory: its bytes, and what lies in them. */
export interface Page {
  readonly id: string
  bytes: Uint8Array
  entries: Entry[]
}

/** What is kept at hand of an item: enough to find, sort and count it. The rest lies packed in its page. */
export interface Entry {
  readonly id: ItemId
  readonly page: Page
  readonly start: number
  readonly end: number
  readonly type: string
  /** When it happened, else when it was made. */
  readonly at: number
  readonly updatedAt: number
  readonly rev: number
  readonly binned: boolean
  readonly tags: readonly string[]
  readonly import: ImportId | null
  readonly files: readonly FileId[]
  readonly hay: string
}

const NONE: readonly never[] = []
const MARKED = new RegExp(`${FILE_MARK}([0-9a-f]{32})`, 'g')

/** The item of an entry. */
export const itemOf = ({ page, start, end }: Entry): Item => unpackItem(page.bytes.subarray(start, end))

/** What is kept at hand of the item that lies there. */
export const entryOf = (item: Item, page: Page, start: number, end: number): Entry => ({
  id: item.id,
  page,
  start,
  end,
  type: itemType(item.type)?.name ?? item.type,
  at: item.occurredAt ?? item.createdAt,
  updatedAt: item.updatedAt,
  rev: item.rev,
  binned: item.binnedAt !== undefined,
  tags: item.tags.length === 0 ? NONE : item.tags,
  import: item.source?.import ?? null,
  files: filesOf(item),
  hay: hayOf(item.type, item.fields, item.tags),
})

/** When what an item tells of happened, by the first of its type's fields for that; undefined where none says it. */
export const occurredAt = (type: string, fields: Fields): number | undefined => {
  for (const name of itemType(type)?.time ?? []) {
    const value = fields[name]
    const at = typeof value === 'string' ? instantOf(value) : null
    if (at !== null) return at
  }
  return undefined
}

/** Every file that the item names, with the small pictures made of them. */
export const filesOf = ({ fields, original }: Pick<Item, 'fields' | 'original'>): readonly FileId[] => {
  const found: FileId[] = []
  for (const value of Object.values(fields)) gather(value, found)
  for (const [, id] of original?.text.matchAll(MARKED) ?? []) found.push(id as FileId)
  return found.length === 0 ? NONE : [...new Set(found)]
}

const gather = (value: Value | Labelled[], found: FileId[]): void => {
  if (typeof value !== 'object') return
  if (isList(value)) for (const each of value) gather(each.value, found)
  else if ('file' in value) found.push(value.file, ...(value.preview ? [value.preview] : []))
}

import type { ChangeId, ItemId } from '../../lib/contract/ids'
import type { Draft } from '../../lib/contract/item'
import { type Entry, entryOf, occurredAt, type Page } from '../../lib/items/entry'
import { packItem } from '../../lib/items/page'

/** The id of the nth item. */
export const idOf = (n: number): ItemId => n.toString(16).padStart(32, '0') as ItemId

/** These drafts as they lie in memory, made at that time. */
export const entriesOf = (drafts: readonly Draft[], createdAt = 0): Entry[] =>
  drafts.map((draft, n) => {
    const at = occurredAt(draft.type, draft.fields)
    const item = {
      ...{ id: idOf(n), ...draft, ...(at !== undefined && { occurredAt: at }) },
      ...{ createdAt, updatedAt: createdAt, rev: 1, change: idOf(0) as string as ChangeId },
    }
    const bytes = packItem(item)
    const page: Page = { id: '', bytes, entries: [] }
    return entryOf(item, page, 0, bytes.length)
  })

/** What was measured when. */
export const measurement = (
  measuredProperty: string,
  value: number,
  startTime: string,
  rest: Draft['fields'] = {},
): Draft => ({ type: 'Measurement', fields: { measuredProperty, value, startTime, ...rest }, tags: [] })

import type { ItemId } from '../../contract/ids'
import type { Item } from '../../contract/item'
import { editable, type Form, formOf } from './form'
import { freshId } from './ids'

/** What was written and not saved, and the state of the item that it is about; null for a new one. */
export interface Kept {
  form: Form
  base: Item | null
}

// In the memory of this page and nowhere else: a lock or another place loses nothing, and no disk sees it.
const drafts = new Map<ItemId, Kept>()
const begun = new Map<string, ItemId>()

/** What was written about an item and not saved. */
export const draftOf = (id: ItemId): Kept | undefined => drafts.get(id)

/** Keeps what is written about an item; null once it is saved or thrown away. */
export const keepDraft = (id: ItemId, kept: Kept | null): void => {
  if (kept !== null) drafts.set(id, kept)
  else drafts.delete(id)
}

/** Nothing was ever written. */
export const forgetDrafts = (): void => {
  drafts.clear()
  begun.clear()
}

/** The id for a new item of a type: that of one that was begun and not saved, if there is one. */
export const newDraftId = (type: string): ItemId => {
  const known = begun.get(type)
  const id = known !== undefined && drafts.has(known) ? known : freshId<ItemId>()
  begun.set(type, id)
  return id
}

/** A new item is to be of another type: what both types have goes along. */
export const moveDraft = (from: string, to: string): void => {
  const id = begun.get(from)
  const kept = id && drafts.get(id)
  if (!kept) return
  const { entries, tags } = formOf(to, { fields: {}, tags: [] })
  for (const { name, kind, many } of editable(to)) {
    const same = editable(from).find((field) => field.name === name && field.kind === kind && field.many === many)
    const written = kept.form.entries[name]
    if (same && written) entries[name] = written
  }
  drafts.delete(id)
  drafts.set(newDraftId(to), { form: { entries, tags: kept.form.tags || tags }, base: null })
}

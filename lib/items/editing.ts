import type { ChangeView, Edit, Selection } from '../contract/data-api'
import { HearthError } from '../contract/errors'
import type { ChangeId, ItemId } from '../contract/ids'
import type { Draft, Fields, Item } from '../contract/item'
import { isFile } from '../contract/item-text'
import { itemType } from '../contract/item-types'
import type { Changes } from './changes'
import { checkDraft, checkField, checkTags } from './check'
import { type Entry, itemOf, occurredAt } from './entry'
import type { Files } from './files'
import { type ItemStore, mapSlowly } from './item-store'
import type { Search } from './search'

/** Who does something on the person's word. The same `change` again, after the worker died, is not done again. */
export interface Author {
  change: ChangeId
  name: string
}

/** One item as its author wants it: a new one (`rev` null), or other fields of one that is there; a null takes its field away. */
export interface Write {
  id: ItemId
  type: string
  rev: number | null
  fields: Record<string, Fields[string] | null>
}

/** What a person does to items: each is one change, durable when it resolves, and can be undone. */
export interface Editing {
  /** Throws `bad-item`, `too-large`, `changed-since` (`rev` is no longer true), `unknown-item`. */
  save(id: ItemId, draft: Draft, rev: number | null): Promise<void>
  bin(selection: Selection): Promise<number>
  restore(selection: Selection): Promise<number>
  /** For good: it is no change that could be undone. Only what is in the bin. */
  erase(selection: Selection): Promise<number>
  edit(selection: Selection, edit: Edit): Promise<number>
  /** Throws as `save`. */
  merge(into: ItemId, others: readonly ItemId[], draft: Draft, revs: Record<ItemId, number>): Promise<void>
  /** All of it in one change that bears the author's name. Throws as `save`. */
  writeAs(author: Author, writes: readonly Write[]): Promise<void>
  /** As `writeAs`, into the bin. */
  binAs(author: Author, items: readonly Pick<Item, 'id' | 'rev'>[]): Promise<void>
}

const ID = /^[0-9a-f]{32}$/

/** Edits the items of a store. `now` is milliseconds since 1970. */
export const openEditing = (
  { items, changes, search, files }: { items: ItemStore; changes: Changes; search: Search; files: Pick<Files, 'has'> },
  now: () => number,
): Editing => {
  /** The selected entries that are there, in the bin or not, as asked. */
  const selected = (selection: Selection, binned: boolean): readonly Entry[] =>
    'ids' in selection
      ? [...new Set(selection.ids)].flatMap((id) => items.get(id) ?? []).filter((entry) => entry.binned === binned)
      : search.find(binned ? { ...selection.filter, binned } : withoutBin(selection.filter), 'newest')

  const each = (
    what: ChangeView['what'],
    selection: Selection,
    binned: boolean,
    become: (item: Item) => Item | null,
    author?: Author,
  ) =>
    changes.make(async (change) => {
      const next = await mapSlowly(selected(selection, binned), (entry) => become(itemOf(entry)))
      const put = next.flatMap((item) =>
        item === null ? [] : [{ ...item, rev: item.rev + 1, updatedAt: now(), change }],
      )
      return { what, put, ...(author && { author: author.name }) }
    }, author?.change)
  const intoBin = (item: Item): Item => ({ ...item, binnedAt: now() })

  /** What is named must be there: a file that was chosen long ago may have been forgotten. Throws `bad-item`. */
  const checkFiles = async ({ fields }: Draft, entry: Entry | undefined): Promise<void> => {
    for (const value of Object.values(fields)) {
      if (!isFile(value) || value.size === 0 || entry?.files.includes(value.file)) continue
      if (!(await files.has(value.file))) throw new HearthError('bad-item', 'a file that is not there any more')
    }
  }

  const save: Editing['save'] = async (id, draft, rev) => {
    if (!ID.test(id)) throw new HearthError('bad-request', 'no id')
    const checked = checkDraft(draft)
    await changes.make(async (change) => {
      const entry = items.get(id)
      await checkFiles(checked, entry)
      const before = entry ? itemOf(entry) : null
      // Asked again after the worker died, with what is there already.
      if (before && rev === null && sameDraft(before, checked)) return { what: 'added', count: 0 }
      if (!before && rev !== null) throw new HearthError('unknown-item')
      if ((before?.rev ?? null) !== rev) throw new HearthError('changed-since')
      return { what: before ? 'changed' : 'added', put: [stateOf(id, checked, before, change, now())] }
    })
  }

  return {
    save,
    bin: (selection) => each('binned', selection, false, intoBin),
    restore: (selection) => each('restored', selection, true, ({ binnedAt: _, ...item }) => item),
    erase: async (selection) => {
      let count = 0
      await items.commit(async () => {
        const erase = selected(selection, true).map(({ id }) => id)
        count = erase.length
        return { erase, also: await changes.forget(new Set(erase)) }
      })
      return count
    },
    edit: async (selection, edit) => {
      const become = editor(edit)
      return each('changed', selection, false, become)
    },
    merge: async (into, others, draft, revs) => {
      const checked = checkDraft(draft)
      await changes.make((change) => {
        const [first, ...rest] = [...new Set([into, ...others])].map((id) => {
          const entry = items.get(id)
          if (!entry || entry.binned) throw new HearthError('unknown-item')
          if (entry.rev !== revs[id]) throw new HearthError('changed-since')
          return itemOf(entry)
        }) as [Item, ...Item[]]
        const binned = rest.map((item) => ({ ...item, rev: item.rev + 1, updatedAt: now(), change, binnedAt: now() }))
        return { what: 'merged', put: [stateOf(into, checked, first, change, now()), ...binned] }
      })
    },
    writeAs: async ({ change: id, name }, writes) => {
      await changes.make((change) => {
        const put = writes.flatMap((write) => {
          const entry = items.get(write.id)
          if (write.rev !== null && (!entry || entry.binned)) throw new HearthError('unknown-item')
          if ((entry?.rev ?? null) !== write.rev) throw new HearthError('changed-since')
          const before = entry ? itemOf(entry) : null
          const draft = checkDraft({ type: write.type, fields: written(before, write), tags: before?.tags ?? [] })
          return before && sameDraft(before, draft) ? [] : [stateOf(write.id, draft, before, change, now())]
        })
        return { what: writes.every(({ rev }) => rev === null) ? 'added' : 'changed', put, author: name }
      }, id)
    },
    binAs: async (author, items) => {
      const revs = new Map(items.map(({ id, rev }) => [id, rev]))
      const become = (item: Item): Item => {
        if (item.rev !== revs.get(item.id)) throw new HearthError('changed-since')
        return intoBin(item)
      }
      await each('binned', { ids: [...revs.keys()] }, false, become, author)
    },
  }
}

const written = (before: Item | null, { fields }: Write): Fields => {
  const next: Fields = { ...before?.fields }
  for (const [name, value] of Object.entries(fields)) {
    if (value === null) delete next[name]
    else next[name] = value
  }
  return next
}

const withoutBin = ({ binned: _, ...filter }: Parameters<Search['find']>[0]) => filter

const sameDraft = ({ type, fields, tags }: Item, draft: Draft): boolean =>
  JSON.stringify([type, fields, tags]) === JSON.stringify([draft.type, draft.fields, draft.tags])

const stateOf = (id: ItemId, draft: Draft, before: Item | null, change: ChangeId, now: number): Item => {
  const { occurredAt: _, ...rest } = before ?? { createdAt: now }
  const at = occurredAt(draft.type, draft.fields)
  return {
    ...rest,
    id,
    ...draft,
    ...(at !== undefined && { occurredAt: at }),
    updatedAt: now,
    rev: (before?.rev ?? 0) + 1,
    change,
  }
}

/** What an edit makes of an item; null where nothing changes. Throws `bad-item` for what no item may become. */
const editor = (edit: Edit): ((item: Item) => Item | null) => {
  if (edit.do === 'tag' || edit.do === 'untag') {
    const [tag] = checkTags([edit.tag])
    if (tag === undefined) throw new HearthError('bad-item', 'no tag')
    const adds = edit.do === 'tag'
    return (item) => {
      if (item.tags.includes(tag) === adds) return null
      const tags = adds ? checkTags([...item.tags, tag]) : item.tags.filter((each) => each !== tag)
      return { ...item, tags }
    }
  }
  if (edit.do === 'type') {
    const described = itemType(edit.type)
    if (!described) throw new HearthError('bad-item', 'no such type')
    const names = new Set(described.fields.map(({ name }) => name))
    return (item) => {
      // An item that would lose a field, or whose field means something else there, stays what it is.
      if (item.type === edit.type || Object.keys(item.fields).some((name) => !names.has(name))) return null
      try {
        return timed({ ...item, ...checkDraft({ ...item, type: edit.type }) })
      } catch {
        return null
      }
    }
  }
  return (item) => {
    const field = itemType(item.type)?.fields.find(({ name }) => name === edit.field)
    if (!field || field.fixed) return null
    const { [edit.field]: before, ...rest } = item.fields
    const value = edit.value === null ? null : checkField(field, edit.value)
    if (JSON.stringify(before ?? null) === JSON.stringify(value)) return null
    return timed({ ...item, fields: value === null ? rest : { ...rest, [edit.field]: value } })
  }
}

const timed = ({ occurredAt: _, ...item }: Item): Item => {
  const at = occurredAt(item.type, item.fields)
  return at === undefined ? item : { ...item, occurredAt: at }
}

import type { ChangeView } from '../../../lib/contract/data-api'
import type { ChangeId, ItemId } from '../../../lib/contract/ids'
import type { Draft, Item } from '../../../lib/contract/item'
import { findDuplicates } from '../../../lib/items/duplicates'
import { type Entry, entryOf, itemOf } from '../../../lib/items/entry'
import { openMeasured } from '../../../lib/items/measured'
import { packItem } from '../../../lib/items/page'
import { answer, timelineOf } from '../../../lib/items/query'
import { openSearch } from '../../../lib/items/search'
import { summaryOf } from '../../../lib/items/summary'
import type { World } from './fake-panel'
import { idOf, NOW } from './people'
import { itemsOf } from './tool-life'

const entryIn = (item: Item): Entry => {
  const bytes = packItem(item)
  return entryOf(item, { id: '', bytes, entries: [] }, 0, bytes.length)
}

/** The agent's own work over data that nobody sealed: what screens of the data watch and ask. */
export const toolWorld = (drafts: readonly Draft[]): Pick<World, 'computed' | 'answers'> => {
  const entries = new Map(itemsOf(drafts).map((item) => [item.id, entryIn(item)]))
  let version = 1
  let last: (ChangeView & { before: Item[] }) | null = null
  let all = [...entries.values()]
  const store = {
    all: () => all,
    get version() {
      return version
    },
  }
  const put = (...items: Item[]) => {
    for (const item of items) entries.set(item.id, entryIn(item))
    all = [...entries.values()]
    version++
  }
  const search = openSearch(store)
  const measured = openMeasured(store)
  const get = (id: ItemId): Item | null => {
    const entry = entries.get(id)
    return entry ? itemOf(entry) : null
  }
  return {
    computed: {
      data: () => ({
        ...{ loading: false, count: entries.size, tags: [], binned: 0, damaged: 0, last },
        types: [...Map.groupBy(all, ({ type }) => type)].map(([type, of]) => ({ type, count: of.length })),
      }),
      items: ({ filter, order, offset, limit }) => {
        const found = search.find(filter, order)
        return { total: found.length, offset, items: found.slice(offset, offset + limit).map(summaryOf) }
      },
      item: ({ id }) => ({ item: get(id), undo: last?.before.some((each) => each.id === id) ? last : null }),
      measured: () => measured.series(),
      series: (params) => measured.view(params),
      timeline: ({ filter, span }) => timelineOf(search.find(filter, 'newest'), span),
    },
    answers: {
      query: ({ query }) => answer(query, search.find(query.filter, 'newest')),
      duplicates: async () => ({ groups: await findDuplicates(all, () => false) }),
      keepApart: () => undefined,
      mergeItems: ({ into, others, draft }) => {
        const before = [into, ...others].flatMap((id) => get(id) ?? [])
        const change = idOf(4_711) as ChangeId
        last = { id: change, what: 'merged', count: before.length, at: NOW, name: null, before }
        const [main, ...rest] = before as [Item, ...Item[]]
        put(
          { ...main, ...draft, rev: main.rev + 1, change },
          ...rest.map((each) => ({ ...each, binnedAt: NOW, change })),
        )
      },
      undo: () => {
        put(...(last?.before ?? []))
        const undone = last?.before.length ?? 0
        last = null
        return { undone, left: 0 }
      },
    },
  }
}

import type { DataCommands, DataWatches } from '../contract/data-api'
import { HearthError } from '../contract/errors'
import type { ImportId } from '../contract/ids'
import { fromBase64, toBase64 } from '../contract/wire'
import type { Data } from '../items/data'
import { itemOf } from '../items/entry'
import { answer, timelineOf } from '../items/query'
import { summaryOf } from '../items/summary'
import type { Source } from './watches'

type Commands = {
  [K in keyof DataCommands]: (params: Parameters<DataCommands[K]>[0]) => Promise<ReturnType<DataCommands[K]>>
}

const MOST_AT_ONCE = 500
const ID = /^[0-9a-f]{32}$/

/** The watches of {@link DataWatches}: only what changes the data concerns them. */
export const DATA_WATCHES = [
  'data',
  'items',
  'item',
  'imports',
  'measured',
  'series',
  'timeline',
] as const satisfies readonly (keyof DataWatches)[]

/** What panels may ask of the data. `opened` throws `locked`. */
export const dataCommands = (opened: () => Promise<Data>): Commands => ({
  saveItem: async ({ id, draft, rev }) => (await opened()).editing.save(id, draft, rev),
  binItems: async ({ items }) => ({ count: await (await opened()).editing.bin(items) }),
  restoreItems: async ({ items }) => ({ count: await (await opened()).editing.restore(items) }),
  eraseItems: async ({ items }) => ({ count: await (await opened()).editing.erase(items) }),
  editItems: async ({ items, edit }) => ({ count: await (await opened()).editing.edit(items, edit) }),
  undo: async ({ change }) => {
    const { changes, imports } = await opened()
    const last = imports.all().some(({ id }) => id === (change as string))
    return last ? imports.undo(change as string as ImportId) : changes.undo(change)
  },
  mergeItems: async ({ into, others, draft, revs }) => (await opened()).editing.merge(into, others, draft, revs),
  keepApart: async ({ ids }) => (await opened()).keepApart(ids),
  startImport: async ({ id, name, format }) => {
    if (!ID.test(id)) throw new HearthError('bad-request', 'no id')
    return (await opened()).imports.start(id, name.slice(0, 200), format.slice(0, 40))
  },
  addToImport: async ({ id, batch, ...found }) => (await opened()).imports.add(id, batch, found),
  finishImport: async ({ id }) => (await opened()).imports.finish(id),
  cancelImport: async ({ id }) => (await opened()).imports.cancel(id),
  undoImport: async ({ id }) => (await opened()).imports.undo(id),
  addToFile: async ({ file, piece, bytes }) => (await opened()).files.add(file, piece, fromBase64(bytes)),
  readFile: async ({ file, piece }) => {
    const bytes = await (await opened()).files.read(file, piece)
    return bytes && { bytes: toBase64(bytes) }
  },
  readItems: async ({ filter, after }) => {
    const data = await opened()
    await data.items.ready
    return data.read(filter, after)
  },
  query: async ({ query }) => {
    const { items, search } = await opened()
    await items.ready
    return answer(query, search.find(query.filter, 'newest'))
  },
  duplicates: async () => ({ groups: await (await opened()).duplicates() }),
})

/** Where the watches of the data come from; null from `now` while it is locked. */
export const dataSources = (
  now: () => Promise<Data | null>,
): { [K in keyof DataWatches]: (params: DataWatches[K]['params']) => Source<DataWatches[K]['value']> } => {
  const from = <T>(view: (data: Data) => T | Promise<T>): Source<T | null> => ({
    compute: async () => {
      const data = await now()
      return data && view(data)
    },
    end: () => {},
  })
  return {
    data: () => from((data) => data.view()),
    items: ({ filter, order, offset, limit }) =>
      from(({ search }) => {
        const found = search.find(filter, order)
        const start = Math.max(0, offset)
        const shown = found.slice(start, start + Math.min(Math.max(limit, 1), MOST_AT_ONCE))
        return { total: found.length, offset: start, items: shown.map(summaryOf) }
      }),
    item: ({ id }) =>
      from(async ({ items, changes }) => {
        if (!items.get(id)) await items.ready
        const entry = items.get(id)
        return { item: entry ? itemOf(entry) : null, undo: changes.lastOf(id) }
      }),
    imports: () => from(({ imports }) => imports.all()),
    measured: () => from(({ measured }) => measured.series()),
    series: (params) => from(({ measured }) => measured.view(params)),
    timeline: ({ filter, span }) => from(({ search }) => timelineOf(search.find(filter, 'newest'), span)),
  }
}

import type { Problem } from '../../lib/contract/data-api'
import { FILE_PIECE } from '../../lib/contract/data-api'
import type { FileId } from '../../lib/contract/ids'
import type { Imported, Item } from '../../lib/contract/item'
import { fromBase64, toBase64 } from '../../lib/contract/wire'
import type { Batch, NeedName, Needs, Page } from '../../lib/formats/worker-api'

/** A page with data of its own, and what a job gave it. */
export interface FakePage extends Page {
  batches: Batch[]
  items: Imported[]
  problems: Problem[]
  kept: Map<string, Uint8Array>
  written(): Promise<Uint8Array>
  done: number
}

export const fakePage = (data: readonly Item[] = [], files: ReadonlyMap<string, Uint8Array> = new Map()): FakePage => {
  const written: Blob[] = []
  const needs: { [N in NeedName]: (params: Parameters<Needs[N]>[0]) => ReturnType<Needs[N]> } = {
    keepBatch: (batch) => {
      page.batches.push(batch)
      page.items.push(...batch.items)
      page.problems.push(...batch.problems)
    },
    keepPiece: ({ file, piece, bytes }) => {
      const before = page.kept.get(file) ?? new Uint8Array()
      if (before.length !== piece * FILE_PIECE) throw new Error('a piece is missing')
      page.kept.set(file, Uint8Array.from([...before, ...fromBase64(bytes)]))
    },
    // Two at a time: nobody may count on all of them at once.
    items: ({ filter: { type, binned }, after }) => {
      const fitting = data.filter((item) => (!type || item.type === type) && Boolean(item.binnedAt) === Boolean(binned))
      const from = after === null ? 0 : fitting.findIndex(({ id }) => id === after) + 1
      const items = fitting.slice(from, from + 2)
      return { items, last: from + 2 < fitting.length ? (items.at(-1)?.id ?? null) : null }
    },
    piece: ({ file, piece }) => {
      const bytes = files.get(file as FileId)?.subarray(piece * FILE_PIECE, (piece + 1) * FILE_PIECE)
      return bytes && (bytes.length > 0 || piece === 0) ? { bytes: toBase64(bytes) } : null
    },
    write: ({ bytes }) => void written.push(bytes),
  }
  const page: FakePage = {
    batches: [],
    items: [],
    problems: [],
    kept: new Map(),
    done: 0,
    written: async () => new Uint8Array(await new Blob(written).arrayBuffer()),
    need: async (name, params) => structuredClone(needs[name](structuredClone(params))),
    progress: (done) => {
      if (done < page.done) throw new Error('progress went back')
      page.done = done
    },
  }
  return page
}

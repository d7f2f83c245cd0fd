import { useCallback, useState } from 'preact/hooks'
import type { Filter, Selection } from '../../contract/data-api'
import type { ItemId } from '../../contract/ids'

/** What is picked in a list: some items, or all of its filter. */
export interface Selecting {
  has(id: ItemId): boolean
  toggle(id: ItemId): void
  all: boolean
  pickAll(): void
  clear(): void
  /** How many, of a list of so many. */
  count(total: number): number
  /** As the agent takes it. */
  selection(): Selection
}

/** Picking in the list of a filter. */
export const useSelecting = (filter: Filter): Selecting => {
  const [ids, setIds] = useState<ReadonlySet<ItemId>>(new Set())
  const [all, setAll] = useState(false)
  const toggle = useCallback((id: ItemId) => {
    setIds((before) => (before.has(id) ? new Set([...before].filter((each) => each !== id)) : new Set([...before, id])))
  }, [])
  return {
    has: (id) => all || ids.has(id),
    toggle,
    all,
    pickAll: () => setAll(true),
    clear: () => {
      setAll(false)
      setIds(new Set())
    },
    count: (total) => (all ? total : ids.size),
    selection: () => (all ? { filter } : { ids: [...ids] }),
  }
}

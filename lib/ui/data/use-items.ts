import { useEffect, useState } from 'preact/hooks'
import type { ItemId } from '../../contract/ids'
import type { Item } from '../../contract/item'
import { usePanel } from '../panel'

/** These items, now and after every change: null where one is gone or in the bin, none where the agent has not told yet. */
export const useItems = (ids: readonly ItemId[]): ReadonlyMap<ItemId, Item | null> => {
  const panel = usePanel()
  const [seen, setSeen] = useState<ReadonlyMap<ItemId, Item | null>>(new Map())
  const key = [...new Set(ids)].join()
  useEffect(() => {
    const watched = key.split(',').filter((id) => id !== '') as ItemId[]
    const stops = watched.map((id) =>
      panel.watch('item', { id }, (value) => {
        // null while it locks.
        if (value === null) return
        const item = value.item?.binnedAt === undefined ? value.item : null
        setSeen((before) => new Map(before).set(id, item))
      }),
    )
    return () => {
      for (const stop of stops) stop()
    }
  }, [panel, key])
  return seen
}

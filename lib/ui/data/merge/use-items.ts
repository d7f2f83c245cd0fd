import { useEffect, useMemo, useState } from 'preact/hooks'
import type { ItemId } from '../../../contract/ids'
import type { Item } from '../../../contract/item'
import { usePanel } from '../../panel'

/** These items as they are, without those in the bin; null until the agent told of all. */
export const useItems = (ids: readonly ItemId[]): readonly Item[] | null => {
  const panel = usePanel()
  const [seen, setSeen] = useState<ReadonlyMap<ItemId, Item | null>>(new Map())
  useEffect(() => {
    const stops = ids.map((id) =>
      panel.watch('item', { id }, (value) => {
        // null while it locks.
        if (value !== null) setSeen((before) => new Map(before).set(id, value.item))
      }),
    )
    return () => {
      for (const stop of stops) stop()
    }
  }, [panel, ids])
  return useMemo(() => {
    if (ids.some((id) => !seen.has(id))) return null
    return ids.flatMap((id) => {
      const item = seen.get(id)
      return item && item.binnedAt === undefined ? [item] : []
    })
  }, [ids, seen])
}

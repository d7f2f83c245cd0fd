import type { Undone } from '../../../contract/data-api'
import { reasonOf } from '../../../contract/errors'
import type { ChangeId, ItemId } from '../../../contract/ids'
import type { Item } from '../../../contract/item'
import type { Panel, PanelCommands } from '../../../contract/panel-api'

const TRIES = 5

/** What the agent says of an item now; null where it is not there, or locked. */
const look = (panel: Panel, id: ItemId): Promise<Item | null> =>
  new Promise((resolve) => {
    const stop = panel.watch('item', { id }, (value) => {
      resolve(value?.item ?? null)
      // The first value may come before there is anything to stop.
      queueMicrotask(() => stop())
    })
  })

/** Merges once, also where the agent dies in between: it may be done, and only the answer lost. */
export const mergeOnce = async (panel: Panel, params: Parameters<PanelCommands['mergeItems']>[0]): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      await panel.ask('mergeItems', params)
      return
    } catch (error) {
      if (reasonOf(error) !== 'interrupted' || tries === TRIES) throw error
      const [into, ...others] = await Promise.all([params.into, ...params.others].map((id) => look(panel, id)))
      if (into && others.every((other) => other?.binnedAt !== undefined && other.change === into.change)) return
    }
  }
}

/** Undoes once, in the same way; null where it was done and what it did is not known. */
export const undoOnce = async (panel: Panel, change: ChangeId): Promise<Undone | null> => {
  let interrupted = false
  for (let tries = 1; ; tries++) {
    try {
      return await panel.ask('undo', { change })
    } catch (error) {
      const reason = reasonOf(error)
      if (reason === 'unknown-change' && interrupted) return null
      if (reason !== 'interrupted' || tries === TRIES) throw error
      interrupted = true
    }
  }
}

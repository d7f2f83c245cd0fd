import { Pencil, Trash2, Undo2 } from 'lucide-preact'
import type { ChangeView } from '../../contract/data-api'
import type { ItemId } from '../../contract/ids'
import { type Action, useAction, usePanel } from '../panel'
import { IconButton } from '../parts/icon-button'
import { go } from '../place'
import { t } from '../words'
import { undoneWords } from './change-words'
import { patiently } from './patient'

export interface ItemActing {
  remove: Action<[]>
  undo: Action<[ChangeView]>
}

/** Deleting an item, and undoing what was last done to it. `onUndone` hears what that did. */
export const useItemActions = (id: ItemId, onUndone: (words: string) => void, onRemoved = () => {}): ItemActing => {
  const panel = usePanel()
  return {
    remove: useAction(async () => {
      await patiently(() => panel.ask('binItems', { items: { ids: [id] } }))
      onRemoved()
      go({ at: 'data' })
    }),
    undo: useAction(async (change: ChangeView) => {
      const undone = await patiently(() => panel.ask('undo', { change: change.id }))
      // Undoing that it was added takes it away.
      if (change.what === 'added') go({ at: 'data' })
      onUndone(undoneWords(undone))
    }),
  }
}

interface ItemActionsProps {
  acting: ItemActing
  undo: ChangeView | null
  onEdit?: (() => void) | undefined
}

/** The buttons for it. */
export const ItemActions = ({ acting, undo, onEdit }: ItemActionsProps) => (
  <>
    <IconButton
      icon={Undo2}
      label={t('items.undo')}
      disabled={undo === null || acting.undo.busy}
      onClick={() => undo && acting.undo.run(undo)}
    />
    {onEdit && <IconButton icon={Pencil} label={t('item.edit')} onClick={onEdit} />}
    <IconButton icon={Trash2} label={t('items.delete')} disabled={acting.remove.busy} onClick={acting.remove.run} />
  </>
)

import type { ChangeView } from '../../contract/data-api'
import type { Item } from '../../contract/item'
import { Problem } from '../parts/banner'
import { keepDraft } from './drafts'
import { ItemActions, useItemActions } from './item-actions'
import type { useForm } from './use-form'

interface EditorActionsProps {
  item: Item
  undo: ChangeView | null
  written: ReturnType<typeof useForm>
  onDone: () => void
}

/** Delete and Undo beside an item that is being edited: "Undo" takes back what was written before it takes back what was saved. */
export const EditorActions = ({ item, undo, written, onDone }: EditorActionsProps) => {
  const acting = useItemActions(item.id, onDone, () => keepDraft(item.id, null))
  const { reason } = acting.undo
  const own: ChangeView = { id: item.change as ChangeView['id'], what: 'changed', count: 1, at: 0, name: null }
  const take = {
    ...acting.undo,
    run: (change: ChangeView) => (written.changed ? written.discard() : acting.undo.run(change)),
  }
  return (
    <>
      <ItemActions acting={{ ...acting, undo: take }} undo={written.changed ? own : undo} />
      <Problem reason={acting.remove.reason ?? reason} />
    </>
  )
}

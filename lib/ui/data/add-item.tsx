import { useState } from 'preact/hooks'
import type { ItemId } from '../../contract/ids'
import { go } from '../place'
import { newDraftId } from './drafts'
import { Editor } from './editor'

/** The editor for a new item of a type. */
export const AddItem = ({ type }: { type: string }) => {
  const [id] = useState<ItemId>(() => newDraftId(type))
  return (
    <Editor
      id={id}
      type={type}
      item={null}
      undo={null}
      onDone={(saved) => go(saved ? { at: 'item', item: id } : { at: 'data' })}
    />
  )
}

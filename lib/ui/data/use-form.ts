import { useRef, useState } from 'preact/hooks'
import type { ItemId } from '../../contract/ids'
import type { Item } from '../../contract/item'
import { draftOf, type Kept, keepDraft } from './drafts'
import { type Form, formOf } from './form'

const NOTHING = { fields: {}, tags: [] }

/** What is being written about an item, kept as long as this page lives. */
export const useForm = (id: ItemId, type: string, item: Item | null) => {
  const [state, setState] = useState(() => draftOf(id) ?? { form: formOf(type, item ?? NOTHING), base: item })
  // What was written last, before it is drawn: two fields may be written at once.
  const latest = useRef(state)
  const show = (next: Kept) => {
    latest.current = next
    setState(next)
  }
  const isChanged = ({ form, base }: Kept) => JSON.stringify(form) !== JSON.stringify(formOf(type, base ?? NOTHING))
  const put = (next: Kept) => {
    keepDraft(id, isChanged(next) ? next : null)
    show(next)
  }
  const { form, base } = state
  return {
    form,
    /** The state of the item that it was written about. */
    base,
    changed: isChanged(state),
    write: (change: (form: Form) => Form) => put({ ...latest.current, form: change(latest.current.form) }),
    /** It is about this state from now on, with what was written, or without. */
    rebase: (next: Item, mine: boolean) => put({ form: mine ? latest.current.form : formOf(type, next), base: next }),
    discard: () => {
      keepDraft(id, null)
      show({ form: formOf(type, base ?? NOTHING), base })
    },
  }
}

import { useState } from 'preact/hooks'
import type { ItemId } from '../../contract/ids'
import type { Item } from '../../contract/item'
import { draftOf, keepDraft } from './drafts'
import { type Form, formOf } from './form'

const NOTHING = { fields: {}, tags: [] }

/** What is being written about an item, kept as long as this page lives. */
export const useForm = (id: ItemId, type: string, item: Item | null) => {
  const [{ form, base }, setState] = useState(() => {
    const kept = draftOf(id)
    return kept ?? { form: formOf(type, item ?? NOTHING), base: item }
  })
  const put = (next: { form: Form; base: Item | null }) => {
    const changed = JSON.stringify(next.form) !== JSON.stringify(formOf(type, next.base ?? NOTHING))
    keepDraft(id, changed ? next : null)
    setState(next)
  }
  return {
    form,
    /** The state of the item that it was written about. */
    base,
    changed: JSON.stringify(form) !== JSON.stringify(formOf(type, base ?? NOTHING)),
    write: (next: Form) => put({ form: next, base }),
    /** It is about this state from now on, with what was written, or without. */
    rebase: (next: Item, mine: boolean) => put({ form: mine ? form : formOf(type, next), base: next }),
    discard: () => {
      keepDraft(id, null)
      setState({ form: formOf(type, base ?? NOTHING), base })
    },
  }
}

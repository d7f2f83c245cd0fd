import { useState } from 'preact/hooks'
import type { ContactId } from '../../contract/ids'
import { useAction, usePanel } from '../panel'
import type { Draft } from './draft'

/** Seals the draft, and whatever still waits, into one text to carry by hand; the draft then is a message. */
export const useSeal = (contact: ContactId, draft: Draft) => {
  const panel = usePanel()
  const [sealed, setSealed] = useState<string | null>(null)
  const action = useAction(async () => {
    const written = draft.text
    // The one before must not be copied in its place.
    setSealed(null)
    draft.set('')
    try {
      const { text } = await panel.ask('sealText', { contact, text: written.trim() === '' ? '' : written })
      setSealed(text)
      draft.flush()
    } catch (error) {
      if (written !== '') draft.putBack(written)
      throw error
    }
  })
  return { sealed, done: () => setSealed(null), seal: action.run, reason: action.reason }
}

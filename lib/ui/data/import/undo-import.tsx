import { Undo2 } from 'lucide-preact'
import { useState } from 'preact/hooks'
import type { ImportView, Undone } from '../../../contract/data-api'
import { useAction, usePanel } from '../../panel'
import { Problem } from '../../parts/banner'
import { t } from '../../words'
import { numberWords } from '../numbers'

/** Takes back what one import brought, and says what that did. Nothing where there is nothing to take back. */
export const UndoImport = ({ view: { id, state, counts } }: { view: ImportView }) => {
  const panel = usePanel()
  const [undone, setUndone] = useState<Undone | null>(null)
  const undo = useAction(async () => setUndone(await panel.ask('undoImport', { id })))
  const brought = counts.added + counts.updated > 0
  return (
    <>
      {state === 'done' && brought && (
        <button type="button" disabled={undo.busy} onClick={undo.run}>
          <Undo2 size={16} aria-hidden="true" />
          {t('import.undo')}
        </button>
      )}
      <p role="status">{undone !== null && undoneWords(undone)}</p>
      <Problem reason={undo.reason} />
    </>
  )
}

const undoneWords = ({ undone, left }: Undone): string =>
  [t('import.undone', undone, [numberWords(undone)]), left > 0 && t('import.undone_left', left, [numberWords(left)])]
    .filter(Boolean)
    .join(' ')

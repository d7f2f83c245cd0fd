import { Undo2 } from 'lucide-preact'
import { useEffect, useState } from 'preact/hooks'
import type { ChangeId } from '../../../contract/ids'
import { useAction, usePanel, useWatch } from '../../panel'
import { Problem } from '../../parts/banner'
import { t } from '../../words'
import { undoOnce } from './doing'
import type { Outcome } from './group'
import style from './merge.module.css'

interface MergedProps {
  outcome: Outcome | null
  onUndone: () => void
}

/** What was done last, and the way back, until something else is done. */
export const Merged = ({ outcome, onUndone }: MergedProps) => {
  const panel = usePanel()
  const [undone, setUndone] = useState<string | null>(null)
  useEffect(() => setUndone(null), [outcome])
  const { run, busy, reason } = useAction(async (change: ChangeId) => {
    const result = await undoOnce(panel, change)
    setUndone(result?.left ? t('merge.undone_left', result.left) : t('merge.undone'))
    onUndone()
  })
  const words =
    undone ??
    (outcome?.what === 'merged'
      ? t('merge.merged', { name: outcome.name })
      : outcome?.what === 'apart'
        ? t('merge.kept_apart')
        : '')
  return (
    <div class={style.done} data-empty={words === ''}>
      <p role="status">{words}</p>
      {outcome?.what === 'merged' && undone === null && <Undo key={outcome.into} {...{ outcome, busy }} onUndo={run} />}
      <Problem reason={reason} />
    </div>
  )
}

interface UndoProps {
  outcome: Extract<Outcome, { what: 'merged' }>
  busy: boolean
  onUndo: (change: ChangeId) => void
}

const Undo = ({ outcome, busy, onUndo }: UndoProps) => {
  const change = useWatch('item', { id: outcome.into })?.undo
  if (change?.what !== 'merged') return null
  return (
    <button type="button" data-kind="plain" disabled={busy} onClick={() => onUndo(change.id)}>
      <Undo2 size={16} aria-hidden="true" />
      {t('merge.undo')}
    </button>
  )
}

import { signal } from '@preact/signals'
import { Undo2, X } from 'lucide-preact'
import { useState } from 'preact/hooks'
import type { ChangeView } from '../../contract/data-api'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { IconButton } from '../parts/icon-button'
import { t } from '../words'
import { changeWords, undoneWords } from './change-words'
import style from './last-change.module.css'
import { patiently } from './patient'

// The change that the person has put away, until the next one.
const putAway = signal<ChangeView['id'] | null>(null)

/** What was done last, and the way back. It stays until something else is done, or it is put away. */
export const LastChange = ({ last }: { last: ChangeView | null }) => {
  const panel = usePanel()
  const [undone, setUndone] = useState<{ words: string; at: number } | null>(null)
  const { run, busy, reason, clear } = useAction(async ({ id, at }: ChangeView) => {
    const result = await patiently(() => panel.ask('undo', { change: id }))
    setUndone({ words: undoneWords(result), at })
  })
  const away = last === null || putAway.value === last.id
  // What was done after the undoing is what there is to speak of, not that any more.
  const back = undone !== null && (last === null || last.at <= undone.at) ? undone.words : null
  if (away && back === null && reason === null) return null
  return (
    <div class={style.last}>
      <p role="status">
        {away ? back : back ? t('change.before', { undone: back, next: changeWords(last) }) : changeWords(last)}
      </p>
      <Problem reason={reason} />
      {!away && (
        <button type="button" data-kind="plain" disabled={busy} onClick={() => run(last)}>
          <Undo2 size={16} aria-hidden="true" />
          {t('items.undo')}
        </button>
      )}
      <IconButton
        icon={X}
        label={t('items.put_away')}
        onClick={() => {
          clear()
          setUndone(null)
          putAway.value = last?.id ?? null
        }}
      />
    </div>
  )
}

import { Check, CheckCheck, Clock, Mail, TriangleAlert } from 'lucide-preact'
import type { MessageState } from '../../contract/panel-api'
import { t } from '../words'
import hidden from './hidden.module.css'
import style from './state.module.css'

const ReadDisc = () => (
  <svg width="14" height="14" viewBox="0 0 24 24" fill="none" aria-hidden="true">
    <circle cx="12" cy="12" r="10.5" fill="currentColor" />
    <path class={style.cutout} d="m7 12.5 3.5 3.5 6.5-7.5" />
  </svg>
)

const SHAPES = {
  queued: <Clock size={14} aria-hidden="true" />,
  sent: <Check size={14} aria-hidden="true" />,
  // It lies in a text that nobody may have carried: no check.
  sent_letter: <Mail size={14} aria-hidden="true" />,
  delivered: <CheckCheck size={14} aria-hidden="true" />,
  read: <ReadDisc />,
  failed: <TriangleAlert size={14} aria-hidden="true" />,
} satisfies Record<MessageState | 'sent_letter', unknown>

interface StateTagProps {
  state: MessageState
  /** What carried it, where it was sent. */
  note?: string | null
  /** Only heard. */
  quiet?: boolean
}

/** Where a message is: a shape and its word, seen or only heard; for a message that was sent, also how. */
export const StateTag = ({ state, note = null, quiet = false }: StateTagProps) => {
  const carried = state === 'sent' && (note === 'relay' || note === 'letter') ? (`sent_${note}` as const) : state
  const words = t(`state.${carried}`)
  const shape = carried === 'sent_letter' ? carried : state
  return (
    <span class={style.tag} data-state={state} title={quiet ? words : undefined}>
      {SHAPES[shape]}
      <span class={quiet ? hidden.hidden : undefined}>{words}</span>
    </span>
  )
}

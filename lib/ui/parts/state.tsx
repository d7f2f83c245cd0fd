import { Check, CheckCheck, Clock, TriangleAlert } from 'lucide-preact'
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
  delivered: <CheckCheck size={14} aria-hidden="true" />,
  read: <ReadDisc />,
  failed: <TriangleAlert size={14} aria-hidden="true" />,
} satisfies Record<MessageState, unknown>

/** Where a message is: a shape, and its one word, seen or only heard. */
export const StateTag = ({ state, quiet = false }: { state: MessageState; quiet?: boolean }) => (
  <span class={style.tag} data-state={state} title={quiet ? t(`state.${state}`) : undefined}>
    {SHAPES[state]}
    <span class={quiet ? hidden.hidden : undefined}>{t(`state.${state}`)}</span>
  </span>
)

import { t } from '../words'
import style from './progress.module.css'

interface ProgressProps {
  label: string
  /** From 0 to 1. */
  part: number
  onCancel: () => void
}

/** How far something is, and the way out of it. */
export const Progress = ({ label, part, onCancel }: ProgressProps) => (
  <div class={style.progress}>
    <label>
      <span class={style.label}>{label}</span>
      <progress value={part} max={1} />
    </label>
    <button type="button" data-kind="plain" onClick={onCancel}>
      {t('action.cancel')}
    </button>
  </div>
)

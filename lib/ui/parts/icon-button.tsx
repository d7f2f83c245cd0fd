import type { LucideIcon } from 'lucide-preact'
import style from './icon-button.module.css'

interface IconButtonProps {
  icon: LucideIcon
  /** What it does: its accessible name and its tooltip. */
  label: string
  onClick?: () => void
  kind?: 'plain' | 'primary'
  type?: 'button' | 'submit'
  disabled?: boolean
}

/** A square button whose words are in its tooltip. */
export const IconButton = ({
  icon: Icon,
  label,
  onClick,
  kind = 'plain',
  type = 'button',
  disabled,
}: IconButtonProps) => (
  <button
    class={style.square}
    data-kind={kind}
    type={type}
    aria-label={label}
    title={label}
    disabled={disabled}
    onClick={onClick}
  >
    <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
  </button>
)

import { Lock } from 'lucide-preact'
import { usePanel } from '../panel'
import { IconButton } from '../parts/icon-button'
import { t } from '../words'
import style from './lock-button.module.css'

/** Closes the vault on every panel at once. */
export const LockButton = ({ words = false }: { words?: boolean }) => {
  const panel = usePanel()
  const lock = () => {
    // Whether it worked shows in the status that every panel watches.
    panel.ask('lock', {}).catch(() => {})
  }
  if (!words) return <IconButton icon={Lock} label={t('action.lock')} onClick={lock} />
  return (
    <button class={style.lock} data-kind="plain" type="button" onClick={lock}>
      <Lock size={20} strokeWidth={1.75} aria-hidden="true" />
      {t('action.lock')}
    </button>
  )
}

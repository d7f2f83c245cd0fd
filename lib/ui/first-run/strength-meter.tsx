import { useMemo } from 'preact/hooks'
import { t } from '../words'
import { strengthOf } from './strength'
import style from './strength-meter.module.css'

/** How strong a passphrase is, in words and as a bar, while it is typed. */
export const StrengthMeter = ({ passphrase, name }: { passphrase: string; name: string }) => {
  const strength = useMemo(() => strengthOf(passphrase, name), [passphrase, name])
  return (
    <div class={style.meter} data-strength={strength} hidden={passphrase === ''}>
      <span class={style.bars} aria-hidden="true">
        {[1, 2, 3, 4].map((n) => (
          <span key={n} data-on={n <= strength} />
        ))}
      </span>
      <span role="status" aria-label={t('strength.label')}>
        {passphrase !== '' && t(`strength.s${strength}`)}
      </span>
    </div>
  )
}

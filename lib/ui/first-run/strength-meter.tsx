import { useEffect, useState } from 'preact/hooks'
import { t } from '../words'
import style from './strength-meter.module.css'

type Strength = 0 | 1 | 2 | 3 | 4

/** How strong a passphrase is, in words and as a bar, while it is typed. */
export const StrengthMeter = ({ passphrase, name }: { passphrase: string; name: string }) => {
  const [strength, setStrength] = useState<Strength | null>(null)
  useEffect(() => {
    let latest = true
    // The meter is larger than all screens together: only who chooses a passphrase loads it.
    const measure = async () => {
      const { strengthOf } = await import('./strength')
      if (latest) setStrength(passphrase === '' ? null : strengthOf(passphrase, name))
    }
    measure()
    return () => {
      latest = false
    }
  }, [passphrase, name])
  return (
    <div class={style.meter} data-strength={strength} hidden={strength === null}>
      <span class={style.bars} aria-hidden="true">
        {[1, 2, 3, 4].map((n) => (
          <span key={n} data-on={strength !== null && n <= strength} />
        ))}
      </span>
      <span role="status" aria-label={t('strength.label')}>
        {strength !== null && t(`strength.s${strength}`)}
      </span>
    </div>
  )
}

import { useState } from 'preact/hooks'
import type { Reason } from '../../contract/errors'
import { useAction, usePanel } from '../panel'
import { Field } from '../parts/field'
import { t, wordsFor } from '../words'
import style from './new-passphrase.module.css'
import { StrengthMeter } from './strength-meter'

/** A passphrase typed twice. `repeated` is what the second field holds. */
export interface NewPassphraseValue {
  passphrase: string
  repeated: string
}

interface NewPassphraseProps {
  value: NewPassphraseValue
  onValue: (value: NewPassphraseValue) => void
  /** Whose passphrase it is: a guesser would try the name first. */
  name: string
  labels: { passphrase: string; repeat: string; hint?: string }
  /** Why the agent refused it, when the passphrase was the reason. */
  reason: Reason | null
  /** Whether the person already tried to go on: only then is a difference a mistake. */
  tried: boolean
}

/** A new passphrase, with its strength, and a generated one to take instead. */
export const NewPassphrase = ({ value, onValue, name, labels, reason, tried }: NewPassphraseProps) => {
  const panel = usePanel()
  const [suggested, setSuggested] = useState<string | null>(null)
  const suggest = useAction(async () => {
    const { passphrase } = await panel.ask('suggestPassphrase', {})
    setSuggested(passphrase)
    onValue({ passphrase, repeated: passphrase })
  })
  const { passphrase, repeated } = value
  return (
    <>
      <Field
        label={labels.passphrase}
        hint={labels.hint}
        kind="password"
        autocomplete="new-password"
        value={passphrase}
        onValue={(next) => onValue({ passphrase: next, repeated })}
        error={reason === 'weak-passphrase' ? wordsFor(reason) : null}
      >
        <StrengthMeter passphrase={passphrase} name={name} />
      </Field>
      <Field
        label={labels.repeat}
        kind="password"
        autocomplete="new-password"
        value={repeated}
        onValue={(next) => onValue({ passphrase, repeated: next })}
        error={tried && passphrase !== repeated ? t('first.mismatch') : null}
      />
      {suggested !== null && suggested === passphrase ? (
        <p class={style.suggested}>
          <output data-mono>{suggested}</output>
          <small>{t('first.suggested')}</small>
        </p>
      ) : (
        <button class={style.suggest} data-kind="plain" type="button" disabled={suggest.busy} onClick={suggest.run}>
          {t('first.suggest')}
        </button>
      )}
    </>
  )
}

import { useState } from 'preact/hooks'
import { useAction, usePanel } from '../panel'
import { Alert, Problem } from '../parts/banner'
import { Field } from '../parts/field'
import { Mark } from '../parts/mark'
import stack from '../parts/stack.module.css'
import { t, wordsFor } from '../words'
import { Moment } from './moment'
import { Recover } from './recover'

/** The lock. It names nobody: the vault knows who lives here, this screen does not. */
export const Locked = () => {
  const panel = usePanel()
  const [passphrase, setPassphrase] = useState('')
  const [forgotten, setForgotten] = useState(false)
  const unlock = useAction(() => panel.ask('unlock', { passphrase }))
  if (forgotten) return <Recover onBack={() => setForgotten(false)} />
  return (
    <Moment title={t('locked.title')} mark={<Mark size={44} out />}>
      <form
        class={stack.stack}
        onSubmit={(event) => {
          event.preventDefault()
          unlock.run()
        }}
      >
        <Field
          label={t('first.passphrase')}
          kind="password"
          autocomplete="current-password"
          first
          value={passphrase}
          onValue={setPassphrase}
        />
        {unlock.reason === 'wrong-passphrase' ? (
          <Alert title={wordsFor(unlock.reason)} />
        ) : (
          <Problem reason={unlock.reason} />
        )}
        <button class={stack.big} data-kind="primary" type="submit" disabled={unlock.busy}>
          {unlock.busy ? t('locked.unlocking') : t('locked.unlock')}
        </button>
        <button class={stack.wide} data-kind="plain" type="button" onClick={() => setForgotten(true)}>
          {t('locked.forgotten')}
        </button>
      </form>
    </Moment>
  )
}

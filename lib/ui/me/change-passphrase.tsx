import { useState } from 'preact/hooks'
import { NewPassphrase } from '../first-run/new-passphrase'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { Field } from '../parts/field'
import { t, wordsFor } from '../words'
import style from './me.module.css'

/** Another passphrase for this device. */
export const ChangePassphrase = ({ name }: { name: string }) => {
  const [changing, setChanging] = useState(false)
  const [changed, setChanged] = useState(false)
  return (
    <div class={style.setting}>
      <div>
        {t('me.passphrase')}
        <small role="status">{changed ? t('me.changed') : t('me.passphrase_note')}</small>
      </div>
      {changing ? (
        <Change
          name={name}
          onDone={(done) => {
            setChanging(false)
            setChanged(done)
          }}
        />
      ) : (
        <button type="button" onClick={() => setChanging(true)}>
          {t('me.change_passphrase')}
        </button>
      )}
    </div>
  )
}

const Change = ({ name, onDone }: { name: string; onDone: (changed: boolean) => void }) => {
  const panel = usePanel()
  const [current, setCurrent] = useState('')
  const [secret, setSecret] = useState({ passphrase: '', repeated: '' })
  const [tried, setTried] = useState(false)
  const change = useAction(async () => {
    await panel.ask('changePassphrase', { passphrase: current, next: secret.passphrase })
    onDone(true)
  })
  const { reason } = change
  const ownField = reason === 'wrong-passphrase' || reason === 'weak-passphrase'
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (secret.passphrase === secret.repeated) change.run()
      }}
    >
      <Field
        label={t('me.current')}
        kind="password"
        autocomplete="current-password"
        first
        value={current}
        onValue={setCurrent}
        error={reason === 'wrong-passphrase' ? wordsFor(reason) : null}
      />
      <NewPassphrase
        value={secret}
        onValue={setSecret}
        name={name}
        labels={{ passphrase: t('me.next'), repeat: t('me.repeat') }}
        reason={reason}
        tried={tried}
      />
      <Problem reason={ownField ? null : reason} />
      <div class={style.ends}>
        <button data-kind="plain" type="button" onClick={() => onDone(false)}>
          {t('action.cancel')}
        </button>
        <button type="submit" disabled={change.busy}>
          {t('me.change_passphrase')}
        </button>
      </div>
    </form>
  )
}

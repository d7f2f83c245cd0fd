import { useState } from 'preact/hooks'
import { NewPassphrase } from '../first-run/new-passphrase'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { Field } from '../parts/field'
import stack from '../parts/stack.module.css'
import { t } from '../words'
import { Moment } from './moment'

/** For who has forgotten the passphrase and has the words: everything stays, under a new passphrase. */
export const Recover = ({ onBack }: { onBack: () => void }) => {
  const panel = usePanel()
  const [words, setWords] = useState('')
  const [secret, setSecret] = useState({ passphrase: '', repeated: '' })
  const [tried, setTried] = useState(false)
  const recover = useAction(() => panel.ask('recover', { words, passphrase: secret.passphrase }))
  const { reason } = recover
  const ownField = reason === 'wrong-words' || reason === 'weak-passphrase'
  return (
    <Moment title={t('locked.recover_title')} lede={t('locked.recover_lede')}>
      <form
        class={stack.stack}
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (secret.passphrase === secret.repeated) recover.run()
        }}
      >
        <Field
          label={t('first.words')}
          hint={t('first.words_hint')}
          kind="code"
          lines={3}
          first
          value={words}
          onValue={setWords}
          error={reason === 'wrong-words' ? t('locked.recover_wrong') : null}
        />
        <NewPassphrase
          value={secret}
          onValue={setSecret}
          name=""
          labels={{ passphrase: t('first.passphrase'), repeat: t('first.repeat'), hint: t('locked.recover_hint') }}
          reason={reason}
          tried={tried}
        />
        <Problem reason={ownField ? null : reason} />
        <div class={`${stack.stack} ${stack.tight}`}>
          <button class={stack.big} data-kind="primary" type="submit" disabled={recover.busy}>
            {recover.busy ? t('locked.unlocking') : t('locked.recover')}
          </button>
          <button class={stack.wide} data-kind="plain" type="button" disabled={recover.busy} onClick={onBack}>
            {t('locked.recover_back')}
          </button>
        </div>
      </form>
    </Moment>
  )
}

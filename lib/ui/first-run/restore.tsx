import { useState } from 'preact/hooks'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { Field } from '../parts/field'
import stack from '../parts/stack.module.css'
import { Moment } from '../shell/moment'
import { t, wordsFor } from '../words'
import { NewPassphrase } from './new-passphrase'

/** Coming back on an empty profile, by the twelve words. */
export const Restore = ({ onBack }: { onBack: () => void }) => {
  const panel = usePanel()
  const [words, setWords] = useState('')
  const [name, setName] = useState('')
  const [secret, setSecret] = useState({ passphrase: '', repeated: '' })
  const [tried, setTried] = useState(false)
  const restore = useAction(() =>
    panel.ask('restoreIdentity', {
      words: words
        .toLowerCase()
        .split(/[^\p{L}]+/u)
        .filter(Boolean)
        .join(' '),
      name: name.trim(),
      passphrase: secret.passphrase,
    }),
  )
  const { reason } = restore
  const ownField = reason === 'wrong-words' || reason === 'bad-name' || reason === 'weak-passphrase'
  return (
    <Moment title={t('first.restore_title')} lede={t('first.restore_lede')}>
      <form
        class={stack.stack}
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (secret.passphrase === secret.repeated) restore.run()
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
          error={reason === 'wrong-words' ? wordsFor(reason) : null}
        />
        <Field
          label={t('first.name')}
          hint={t('first.name_restored')}
          maxLength={64}
          value={name}
          onValue={setName}
          error={reason === 'bad-name' ? wordsFor(reason) : null}
        />
        <NewPassphrase
          value={secret}
          onValue={setSecret}
          name={name}
          labels={{ passphrase: t('first.passphrase'), repeat: t('first.repeat'), hint: t('first.passphrase_hint') }}
          reason={reason}
          tried={tried}
        />
        <Problem reason={ownField ? null : reason} />
        <div class={`${stack.stack} ${stack.tight}`}>
          <button class={stack.big} data-kind="primary" type="submit" disabled={restore.busy}>
            {restore.busy ? t('first.creating') : t('first.restore')}
          </button>
          <button class={stack.wide} data-kind="plain" type="button" disabled={restore.busy} onClick={onBack}>
            {t('first.start_anew')}
          </button>
        </div>
      </form>
    </Moment>
  )
}

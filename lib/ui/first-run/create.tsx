import { useState } from 'preact/hooks'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { Field } from '../parts/field'
import { Mark } from '../parts/mark'
import stack from '../parts/stack.module.css'
import { Moment } from '../shell/moment'
import { t, wordsFor } from '../words'
import { NewPassphrase } from './new-passphrase'

interface CreateProps {
  onRestore: () => void
  onMaking: (making: boolean) => void
  onWords: (words: string[]) => void
}

/** Becoming someone: a name and a passphrase. */
export const Create = ({ onRestore, onMaking, onWords }: CreateProps) => {
  const panel = usePanel()
  const [name, setName] = useState('')
  const [secret, setSecret] = useState({ passphrase: '', repeated: '' })
  const [tried, setTried] = useState(false)
  const create = useAction(async () => {
    onMaking(true)
    try {
      const { words } = await panel.ask('createIdentity', { name: name.trim(), passphrase: secret.passphrase })
      onWords(words)
    } finally {
      onMaking(false)
    }
  })
  const named = name.trim() !== ''
  const ownField = create.reason === 'bad-name' || create.reason === 'weak-passphrase'
  return (
    <Moment title={t('first.title')} lede={t('first.lede')} mark={<Mark size={44} />}>
      <form
        class={stack.stack}
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (named && secret.passphrase === secret.repeated) create.run()
        }}
      >
        <Field
          label={t('first.name')}
          first
          maxLength={64}
          value={name}
          onValue={(next) => {
            setName(next)
            create.clear()
          }}
          error={tried && !named ? t('first.name_missing') : create.reason === 'bad-name' ? wordsFor('bad-name') : null}
        />
        <NewPassphrase
          value={secret}
          onValue={setSecret}
          name={name}
          labels={{
            passphrase: t('first.passphrase'),
            repeat: t('first.repeat'),
            hint: t('first.passphrase_hint'),
          }}
          reason={create.reason}
          tried={tried}
        />
        <Problem reason={ownField ? null : create.reason} />
        <div class={`${stack.stack} ${stack.tight}`}>
          <button class={stack.big} data-kind="primary" type="submit" disabled={create.busy}>
            {create.busy ? t('first.creating') : t('first.create')}
          </button>
          <button class={stack.wide} data-kind="plain" type="button" disabled={create.busy} onClick={onRestore}>
            {t('first.restore_instead')}
          </button>
        </div>
      </form>
    </Moment>
  )
}

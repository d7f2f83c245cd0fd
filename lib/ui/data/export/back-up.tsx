import { useState } from 'preact/hooks'
import { NewPassphrase } from '../../first-run/new-passphrase'
import { useWatch } from '../../panel'
import { t } from '../../words'
import style from '../files.module.css'

/** The backup: a passphrase of its own, then the file. */
export const BackUp = ({ empty, onBackUp }: { empty: boolean; onBackUp: (passphrase: string) => void }) => {
  const [choosing, setChoosing] = useState(false)
  return (
    <section class={style.section}>
      <h2>{t('export.backup_title')}</h2>
      <div class={style.card}>
        <div class={`${style.row} ${style.wordy}`}>
          <p>{t('export.backup_lede')}</p>
          {!choosing && (
            <button type="button" disabled={empty} onClick={() => setChoosing(true)}>
              {t('export.backup')}
            </button>
          )}
        </div>
        {choosing && (
          <div class={`${style.row} ${style.wordy}`}>
            <Passphrase onCancel={() => setChoosing(false)} onBackUp={onBackUp} />
          </div>
        )}
      </div>
    </section>
  )
}

/** A guesser who has the file has all the time there is: less than this is no passphrase. */
const SHORTEST = 10

const Passphrase = ({ onCancel, onBackUp }: { onCancel: () => void; onBackUp: (passphrase: string) => void }) => {
  const me = useWatch('me', {})
  const [secret, setSecret] = useState({ passphrase: '', repeated: '' })
  const [tried, setTried] = useState(false)
  const weak = [...secret.passphrase.trim()].length < SHORTEST
  return (
    <form
      class={style.form}
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!weak && secret.passphrase === secret.repeated) onBackUp(secret.passphrase)
      }}
    >
      <NewPassphrase
        value={secret}
        onValue={setSecret}
        name={me?.name ?? ''}
        labels={{
          passphrase: t('export.backup_passphrase'),
          repeat: t('export.backup_repeat'),
          hint: t('export.backup_hint'),
        }}
        reason={tried && weak ? 'weak-passphrase' : null}
        tried={tried}
      />
      <div class={style.ends}>
        <button data-kind="plain" type="button" onClick={onCancel}>
          {t('action.cancel')}
        </button>
        <button data-kind="primary" type="submit">
          {t('export.backup_start')}
        </button>
      </div>
    </form>
  )
}

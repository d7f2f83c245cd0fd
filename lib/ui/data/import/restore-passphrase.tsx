import { useState } from 'preact/hooks'
import { Field } from '../../parts/field'
import { t } from '../../words'
import style from '../files.module.css'
import { sizeWords } from '../numbers'
import type { ImportSession, Stage } from './session'
import { StepTitle } from './step-title'

/** What a backup asks before it opens. */
export const RestorePassphrase = ({
  stage,
  session,
}: {
  stage: Stage & { at: 'passphrase' }
  session: ImportSession
}) => {
  const [passphrase, setPassphrase] = useState('')
  return (
    <>
      <div>
        <StepTitle name={stage.file.name} />
        <p class={style.about}>{`${t('format.backup')} · ${sizeWords(stage.file.size)}`}</p>
      </div>
      <p class={style.note}>{t('import.backup_lede')}</p>
      <form
        class={style.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (passphrase !== '') session.restore(passphrase)
        }}
      >
        <Field
          label={t('import.backup_passphrase')}
          kind="password"
          first
          value={passphrase}
          onValue={setPassphrase}
          error={stage.wrong && passphrase === '' ? t('import.backup_wrong') : null}
        />
        <div class={style.ends}>
          <button data-kind="plain" type="button" onClick={session.cancel}>
            {t('action.cancel')}
          </button>
          <button data-kind="primary" type="submit" disabled={passphrase === ''}>
            {t('import.backup_open')}
          </button>
        </div>
      </form>
    </>
  )
}

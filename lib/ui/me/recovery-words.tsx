import { useEffect, useState } from 'preact/hooks'
import { WordList } from '../first-run/word-list'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { Field } from '../parts/field'
import { t } from '../words'
import style from './me.module.css'

/** The recovery words again, after the passphrase; gone as soon as nobody looks at this page any more. */
export const RecoveryWords = () => {
  const [asking, setAsking] = useState(false)
  const [words, setWords] = useState<string[] | null>(null)
  const show = (told: string[]) => {
    // Opening takes a second, in which the person may have gone to another tab.
    if (document.visibilityState === 'visible') setWords(told)
  }
  const hide = () => {
    setAsking(false)
    setWords(null)
  }
  useEffect(() => {
    const away = () => document.visibilityState === 'hidden' && setWords(null)
    document.addEventListener('visibilitychange', away)
    return () => document.removeEventListener('visibilitychange', away)
  }, [])
  return (
    <div class={style.setting}>
      <div>
        {t('me.words')}
        <small>{t('me.words_note')}</small>
      </div>
      {!asking && (
        <button type="button" onClick={() => setAsking(true)}>
          {t('me.show_words')}
        </button>
      )}
      {asking && words === null && <AskPassphrase onWords={show} onCancel={hide} />}
      {words !== null && (
        <div class={style.shown}>
          <WordList words={words} />
          <div class={style.ends}>
            <small>{t('first.words_note')}</small>
            <button type="button" onClick={hide}>
              {t('me.hide_words')}
            </button>
          </div>
        </div>
      )}
    </div>
  )
}

const AskPassphrase = ({ onWords, onCancel }: { onWords: (words: string[]) => void; onCancel: () => void }) => {
  const panel = usePanel()
  const [passphrase, setPassphrase] = useState('')
  const show = useAction(async () => onWords((await panel.ask('showWords', { passphrase })).words))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        show.run()
      }}
    >
      <Field
        label={t('me.passphrase')}
        hint={t('me.words_screen')}
        kind="password"
        autocomplete="current-password"
        first
        value={passphrase}
        onValue={setPassphrase}
      />
      <Problem reason={show.reason} />
      <div class={style.ends}>
        <button data-kind="plain" type="button" onClick={onCancel}>
          {t('action.cancel')}
        </button>
        <button type="submit" disabled={show.busy}>
          {t('me.show')}
        </button>
      </div>
    </form>
  )
}

import { useState } from 'preact/hooks'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { Field } from '../parts/field'
import stack from '../parts/stack.module.css'
import { Moment } from '../shell/moment'
import { t } from '../words'
import { ConfirmWords } from './confirm-words'
import { WordList } from './word-list'

interface WordsProps {
  /** null after a reload: the words were told once, and are asked for again. */
  words: string[] | null
  onWords: (words: string[]) => void
}

/** The twelve words: shown, written down, and two of them asked back. */
export const Words = ({ words, onWords }: WordsProps) => {
  const [written, setWritten] = useState(false)
  if (words === null) return <AskAgain onWords={onWords} />
  if (written) return <ConfirmWords words={words} onBack={() => setWritten(false)} />
  return (
    <Moment title={t('first.words_title')} lede={t('first.words_lede')} step={1} lock>
      <div class={stack.stack}>
        <WordList words={words} />
        <button class={stack.big} data-kind="primary" type="button" onClick={() => setWritten(true)}>
          {t('first.words_written')}
        </button>
        <p class={`${stack.note} ${stack.center}`}>{t('first.words_note')}</p>
      </div>
    </Moment>
  )
}

const AskAgain = ({ onWords }: { onWords: (words: string[]) => void }) => {
  const panel = usePanel()
  const [passphrase, setPassphrase] = useState('')
  const show = useAction(async () => onWords((await panel.ask('showWords', { passphrase })).words))
  return (
    <Moment title={t('first.words_again_title')} lede={t('first.words_again_lede')} step={1} lock>
      <form
        class={stack.stack}
        onSubmit={(event) => {
          event.preventDefault()
          show.run()
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
        <Problem reason={show.reason} />
        <button class={stack.big} data-kind="primary" type="submit" disabled={show.busy}>
          {t('first.words_again')}
        </button>
      </form>
    </Moment>
  )
}

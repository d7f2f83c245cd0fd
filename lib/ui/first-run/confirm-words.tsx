import { useMemo, useState } from 'preact/hooks'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { Field } from '../parts/field'
import stack from '../parts/stack.module.css'
import { Moment } from '../shell/moment'
import { t } from '../words'

/** Two different places among `count`, in order, by chance. */
const twoOf = (count: number): [number, number] => {
  const [a = 0, b = 0] = crypto.getRandomValues(new Uint32Array(2))
  const first = a % count
  const second = (first + 1 + (b % (count - 1))) % count
  return first < second ? [first, second] : [second, first]
}

/** Asks for two of the words, as a check that they were written down. */
export const ConfirmWords = ({ words, onBack }: { words: string[]; onBack: () => void }) => {
  const panel = usePanel()
  const places = useMemo(() => twoOf(words.length), [words])
  const [answers, setAnswers] = useState(['', ''])
  const [tried, setTried] = useState(false)
  const confirm = useAction(() => panel.ask('confirmWords', {}))
  const right = places.map((place, n) => answers[n]?.trim().toLowerCase() === words[place])
  return (
    <Moment title={t('first.confirm_title')} lede={t('first.confirm_lede')} step={2} lock>
      <form
        class={stack.stack}
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (right.every(Boolean)) confirm.run()
        }}
      >
        {places.map((place, n) => (
          <Field
            key={place}
            label={t('first.confirm_word', { number: place + 1 })}
            kind="code"
            first={n === 0}
            value={answers[n] ?? ''}
            onValue={(value) => {
              setTried(false)
              setAnswers(answers.with(n, value))
            }}
            error={tried && !right[n] ? t('first.confirm_wrong', { number: place + 1 }) : null}
          />
        ))}
        <Problem reason={confirm.reason} />
        <div class={`${stack.stack} ${stack.tight}`}>
          <button class={stack.big} data-kind="primary" type="submit" disabled={confirm.busy}>
            {t('first.confirm')}
          </button>
          <button class={stack.wide} data-kind="plain" type="button" onClick={onBack}>
            {t('first.confirm_back')}
          </button>
        </div>
      </form>
    </Moment>
  )
}

import type { Advice, Diagnostics } from '../../contract/panel-api'
import { shownName } from '../names'
import { Banner } from '../parts/banner'
import { hrefOf } from '../place'
import { sentences, snake, t } from '../words'
import style from './diagnostics.module.css'

// More names than this are a list of their own, further down.
const MOST_LETTERS = 3

/** What would help now, the most useful first, each with the place where it is done. */
export const AdviceList = ({ diagnosis }: { diagnosis: Diagnostics }) =>
  diagnosis.advice.length === 0 ? (
    <p class={style.nothing}>{t('diagnostics.no_advice')}</p>
  ) : (
    <ul class={style.advice} aria-label={t('diagnostics.advice')}>
      {diagnosis.advice.map((advice) => {
        const [what, todo] = sentences(t(`advice.${snake(advice)}`))
        return (
          <li key={advice}>
            <Banner tone={advice === 'choose-relays' ? 'quiet' : 'warn'}>
              <b>{what}</b>
              {todo}
              <div class={style.where}>
                <Where advice={advice} diagnosis={diagnosis} />
              </div>
            </Banner>
          </li>
        )
      })}
    </ul>
  )

const Where = ({ advice, diagnosis }: { advice: Advice; diagnosis: Diagnostics }) => {
  if (advice !== 'letter') return <a href={hrefOf({ at: 'me' })}>{t('advice.under_me')}</a>
  const waiting = diagnosis.contacts.filter(({ connection, waiting }) => connection.state === 'none' && waiting > 0)
  return (
    <>
      {waiting.slice(0, MOST_LETTERS).map(({ contact, name }) => (
        <a key={contact} href={hrefOf({ at: 'talk', contact })}>
          {t('advice.write_to', { name: shownName(name) })}
        </a>
      ))}
    </>
  )
}

import { useState } from 'preact/hooks'
import type { Reason } from '../../contract/errors'
import type { Routers } from '../../contract/panel-api'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { chosenRelays, RelaysChoice, type RelaysChosen } from '../parts/relays-choice'
import { RoutersChoice } from '../parts/routers-choice'
import stack from '../parts/stack.module.css'
import { Moment } from '../shell/moment'
import { relayProblem, t, wordsFor } from '../words'
import style from './choose-ways.module.css'

const OWN_FIELD: readonly (Reason | null)[] = ['bad-address', 'bad-relay', 'too-many']

/** The last step of first run: who may tell this browser its public address, and where two people find each other again. */
export const ChooseWays = () => {
  const panel = usePanel()
  const [routers, setRouters] = useState<Routers>({ kind: 'public' })
  const [relays, setRelays] = useState<RelaysChosen>({ kind: 'public', own: '' })
  const [tried, setTried] = useState(false)
  const choose = useAction(() => panel.ask('chooseWays', { routers, relays: chosenRelays(relays) }))
  const missing = relays.kind === 'own' && chosenRelays(relays).length === 0
  const changed = () => {
    setTried(false)
    choose.clear()
  }
  return (
    <Moment title={t('ways.title')} lede={t('ways.lede')} step={3} lock>
      <form
        class={stack.stack}
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (!missing) choose.run()
        }}
      >
        <section class={style.way}>
          <h2>{t('routers.title')}</h2>
          <p>{t('routers.lede')}</p>
          <RoutersChoice
            routers={routers}
            onRouters={(next) => {
              setRouters(next)
              changed()
            }}
            error={choose.reason === 'bad-address' ? wordsFor(choose.reason) : null}
            brief
          />
        </section>
        <section class={style.way}>
          <h2>{t('relays.title')}</h2>
          <p>{t('relays.lede')}</p>
          <RelaysChoice
            relays={relays}
            onRelays={(next) => {
              setRelays(next)
              changed()
            }}
            error={tried && missing ? t('relays.missing') : relayProblem(choose.reason)}
          />
        </section>
        <Problem reason={OWN_FIELD.includes(choose.reason) ? null : choose.reason} />
        <button class={stack.big} data-kind="primary" type="submit" disabled={choose.busy}>
          {t('first.continue')}
        </button>
      </form>
    </Moment>
  )
}

import { useState } from 'preact/hooks'
import type { Routers } from '../../contract/panel-api'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { RoutersChoice } from '../parts/routers-choice'
import stack from '../parts/stack.module.css'
import { Moment } from '../shell/moment'
import { t } from '../words'

/** The last step of first run: who may tell this browser its public address. */
export const ChooseRouters = () => {
  const panel = usePanel()
  const [routers, setRouters] = useState<Routers>({ kind: 'public' })
  const choose = useAction(() => panel.ask('chooseWays', { routers, relays: [] }))
  return (
    <Moment title={t('routers.title')} lede={t('routers.lede')} step={3} lock>
      <form
        class={stack.stack}
        onSubmit={(event) => {
          event.preventDefault()
          choose.run()
        }}
      >
        <RoutersChoice routers={routers} onRouters={setRouters} />
        <Problem reason={choose.reason} />
        <button class={stack.big} data-kind="primary" type="submit" disabled={choose.busy}>
          {t('first.continue')}
        </button>
        <p class={`${stack.note} ${stack.center}`}>{t('first.routers_note')}</p>
      </form>
    </Moment>
  )
}

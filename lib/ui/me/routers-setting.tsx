import { useState } from 'preact/hooks'
import type { Routers } from '../../contract/panel-api'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { RoutersChoice } from '../parts/routers-choice'
import { t, wordsFor } from '../words'
import style from './me.module.css'

/** The way through routers, changeable at any time; own servers count once they are saved. */
export const RoutersSetting = ({ routers }: { routers: Routers }) => {
  const panel = usePanel()
  const [editing, setEditing] = useState<Routers | null>(null)
  const choose = useAction(async (next: Routers) => {
    await panel.ask('chooseRouters', { routers: next })
    setEditing(null)
  })
  const pick = (next: Routers) => {
    choose.clear()
    // Shown as chosen at once, and as it was again where it could not be.
    setEditing(next)
    if (next.kind !== 'own') choose.run(next)
  }
  return (
    <section>
      <h2 class={style.heading}>{t('routers.title')}</h2>
      <form
        class={style.stack}
        onSubmit={(event) => {
          event.preventDefault()
          if (editing !== null) choose.run(editing)
        }}
      >
        <RoutersChoice
          routers={editing ?? routers}
          onRouters={pick}
          error={choose.reason === 'bad-address' ? wordsFor(choose.reason) : null}
        />
        <Problem reason={choose.reason === 'bad-address' ? null : choose.reason} />
        {editing?.kind === 'own' && (
          <div class={style.ends}>
            <button data-kind="plain" type="button" onClick={() => setEditing(null)}>
              {t('action.cancel')}
            </button>
            <button type="submit" disabled={choose.busy}>
              {t('routers.save_servers')}
            </button>
          </div>
        )}
      </form>
    </section>
  )
}

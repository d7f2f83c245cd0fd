import { X } from 'lucide-preact'
import { useRef, useState } from 'preact/hooks'
import { PUBLIC_RELAYS } from '../../contract/public-relays'
import { useAction, usePanel, useWatch } from '../panel'
import { Problem } from '../parts/banner'
import { Field } from '../parts/field'
import { IconButton } from '../parts/icon-button'
import { PublicRelays, RelayAddress } from '../parts/relay-list'
import { RelayState } from '../parts/relay-state'
import { shownRelay } from '../relay-address'
import { relayProblem, t } from '../words'
import style from './me.module.css'
import own from './relays-setting.module.css'

/** The relays in use, one by one, changeable at any time; without any: only by hand. */
export const RelaysSetting = ({ relays }: { relays: string[] }) => {
  const panel = usePanel()
  const states = useWatch('diagnostics', {})?.relays ?? []
  const [address, setAddress] = useState('')
  const section = useRef<HTMLElement>(null)
  const choose = useAction((next: readonly string[]) => panel.ask('chooseRelays', { relays: [...next] }))
  const add = useAction(async () => {
    await panel.ask('chooseRelays', { relays: [...relays, address] })
    setAddress('')
  })
  const remove = (gone: string) => {
    // Its button goes with it, and the focus must not get lost.
    section.current?.focus()
    choose.run(relays.filter((relay) => relay !== gone))
  }
  return (
    <section class={own.relays} ref={section} tabIndex={-1} aria-label={t('relays.title')}>
      <h2 class={style.heading}>{t('relays.title')}</h2>
      <div class={style.card}>
        {relays.length === 0 ? (
          <ByHand onPublic={() => choose.run(PUBLIC_RELAYS)} busy={choose.busy} />
        ) : (
          <ul class={own.list} aria-label={t('relays.list')}>
            {relays.map((relay) => {
              const state = states.find((each) => each.own && shownRelay(each.address) === shownRelay(relay))
              return (
                <li key={relay}>
                  <div>
                    <RelayAddress address={relay} />
                    {state !== undefined && <RelayState relay={state} />}
                  </div>
                  <IconButton
                    icon={X}
                    label={t('relays.remove', { address: shownRelay(relay) })}
                    onClick={() => remove(relay)}
                  />
                </li>
              )
            })}
          </ul>
        )}
        <form
          class={own.add}
          onSubmit={(event) => {
            event.preventDefault()
            choose.clear()
            add.run()
          }}
        >
          <Field
            label={t('relays.address')}
            hint={t('relays.address_hint')}
            kind="code"
            maxLength={256}
            value={address}
            onValue={(next) => {
              setAddress(next)
              add.clear()
            }}
            error={relayProblem(add.reason)}
          />
          <button type="submit" disabled={add.busy || address.trim() === ''}>
            {t('relays.add')}
          </button>
        </form>
      </div>
      <Problem reason={choose.reason ?? (relayProblem(add.reason) === null ? add.reason : null)} />
    </section>
  )
}

const ByHand = ({ onPublic, busy }: { onPublic: () => void; busy: boolean }) => (
  <div class={own.none}>
    <div>
      {t('relays.none')}
      <small>{t('relays.none_means')}</small>
    </div>
    <small>{t('relays.public_means')}</small>
    <PublicRelays />
    <button type="button" disabled={busy} onClick={onPublic}>
      {t('relays.take_public')}
    </button>
  </div>
)

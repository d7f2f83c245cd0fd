import { X } from 'lucide-preact'
import { useRef, useState } from 'preact/hooks'
import { PUBLIC_RELAYS } from '../../contract/public-relays'
import { useAction, usePanel, useWatch } from '../panel'
import { Problem } from '../parts/banner'
import { Field } from '../parts/field'
import { IconButton } from '../parts/icon-button'
import { PublicRelays, RelayAddress, RelayReach } from '../parts/relay-list'
import { RelayState } from '../parts/relay-state'
import { shownRelay, typedRelay } from '../relay-address'
import { relayProblem, t } from '../words'
import style from './me.module.css'
import own from './relays-setting.module.css'

/** What is asked of the list of relays, and what was wrong with the last wish. */
const useRelayList = (relays: string[]) => {
  const panel = usePanel()
  const [address, setAddress] = useState('')
  const [listed, setListed] = useState(false)
  const choose = useAction((next: readonly string[]) => panel.ask('chooseRelays', { relays: [...next] }))
  const add = useAction(async () => {
    await panel.ask('chooseRelays', { relays: [...relays, typedRelay(address)] })
    setAddress('')
  })
  // What was wrong with the list may be right by now.
  const clear = () => {
    setListed(false)
    choose.clear()
    add.clear()
  }
  const same = (relay: string) => shownRelay(relay) === shownRelay(typedRelay(address))
  const problem = relayProblem(add.reason)
  return {
    address,
    setAddress: (next: string) => {
      setAddress(next)
      clear()
    },
    add: () => {
      clear()
      if (relays.some(same)) setListed(true)
      else add.run()
    },
    choose: (next: readonly string[]) => {
      clear()
      choose.run(next)
    },
    busy: add.busy || choose.busy,
    /** What is wrong with the address. */
    problem: listed ? t('relays.listed') : problem,
    reason: choose.reason ?? (problem === null ? add.reason : null),
  }
}

/** The relays in use, one by one, changeable at any time; without any: only by hand. */
export const RelaysSetting = ({ relays }: { relays: string[] }) => {
  const list = useRelayList(relays)
  const section = useRef<HTMLElement>(null)
  const remove = (gone: string) => {
    // Its button goes with it, and the focus must not get lost.
    section.current?.focus()
    list.choose(relays.filter((relay) => relay !== gone))
  }
  return (
    <section class={own.relays} ref={section} tabIndex={-1} aria-label={t('relays.title')}>
      <h2 class={style.heading}>{t('relays.title')}</h2>
      <div class={style.card}>
        {relays.length === 0 ? (
          <ByHand onPublic={() => list.choose(PUBLIC_RELAYS)} busy={list.busy} />
        ) : (
          <RelayRows relays={relays} onRemove={remove} />
        )}
        <form
          class={own.add}
          onSubmit={(event) => {
            event.preventDefault()
            list.add()
          }}
        >
          <Field
            label={t('relays.address')}
            hint={t('relays.address_hint')}
            kind="code"
            maxLength={256}
            value={list.address}
            onValue={list.setAddress}
            error={list.problem}
          />
          <button type="submit" disabled={list.busy || list.address.trim() === ''}>
            {t('relays.add')}
          </button>
        </form>
      </div>
      <Problem reason={list.reason} />
    </section>
  )
}

const RelayRows = ({ relays, onRemove }: { relays: string[]; onRemove: (relay: string) => void }) => {
  const states = useWatch('diagnostics', {})?.relays ?? []
  return (
    <ul class={own.list} aria-label={t('relays.list')}>
      {relays.map((relay) => {
        const state = states.find((each) => each.own && shownRelay(each.address) === shownRelay(relay))
        return (
          <li key={relay}>
            <div>
              <RelayAddress address={relay} />
              {state !== undefined && <RelayState relay={state} />}
              <RelayReach address={relay} />
            </div>
            <IconButton
              icon={X}
              label={t('relays.remove', { address: shownRelay(relay) })}
              onClick={() => onRemove(relay)}
            />
          </li>
        )
      })}
    </ul>
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

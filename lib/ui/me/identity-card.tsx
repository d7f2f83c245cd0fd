import { useState } from 'preact/hooks'
import type { Me } from '../../contract/panel-api'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { CopyIcon, CopyNote, useCopy } from '../parts/copy'
import { Face } from '../parts/face'
import { Field } from '../parts/field'
import hidden from '../parts/hidden.module.css'
import iconButton from '../parts/icon-button.module.css'
import { PersonName } from '../parts/person-name'
import { t } from '../words'
import style from './me.module.css'

/** Name, face and identity: what other people know of somebody. */
export const IdentityCard = ({ me }: { me: Me }) => {
  const [renaming, setRenaming] = useState(false)
  const { copied, copy } = useCopy()
  return (
    <header class={style.identity}>
      <Face name={me.name} hue={me.hue} size="large" />
      <div>
        {renaming ? (
          <Rename name={me.name} onDone={() => setRenaming(false)} />
        ) : (
          <div class={style.name}>
            <h2>
              <PersonName name={me.name} />
            </h2>
            <button data-kind="plain" type="button" onClick={() => setRenaming(true)}>
              {t('me.rename')}
            </button>
          </div>
        )}
        <div class={style.did}>
          <label>
            <span class={hidden.hidden}>{t('me.identity')}</span>
            <input
              readOnly
              dir="ltr"
              autocomplete="off"
              value={me.did}
              onFocus={(event) => event.currentTarget.select()}
            />
          </label>
          <button
            class={iconButton.square}
            data-kind="plain"
            type="button"
            aria-label={t('me.copy_identity')}
            title={t('me.copy_identity')}
            onClick={() => copy(me.did)}
          >
            <CopyIcon copied={copied} />
          </button>
        </div>
        <p class={style.note}>{t('me.identity_note')}</p>
        <CopyNote copied={copied} hidden={hidden.hidden} />
      </div>
    </header>
  )
}

const Rename = ({ name, onDone }: { name: string; onDone: () => void }) => {
  const panel = usePanel()
  const [next, setNext] = useState(name)
  const rename = useAction(async () => {
    await panel.ask('rename', { name: next.trim() })
    onDone()
  })
  return (
    <form
      class={style.rename}
      onSubmit={(event) => {
        event.preventDefault()
        rename.run()
      }}
      onKeyDown={(event) => event.key === 'Escape' && onDone()}
    >
      <Field label={t('first.name')} first maxLength={64} value={next} onValue={setNext} />
      <button type="submit" disabled={rename.busy || next.trim() === ''}>
        {t('me.save_name')}
      </button>
      <button data-kind="plain" type="button" onClick={onDone}>
        {t('action.cancel')}
      </button>
      <Problem reason={rename.reason} />
    </form>
  )
}

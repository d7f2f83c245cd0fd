import { useEffect, useState } from 'preact/hooks'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { Field } from '../parts/field'
import { t } from '../words'
import style from './me.module.css'

const LONGEST = 8

/** What the person's own prompts show, so that no other window passes for one. */
export const MarkSetting = ({ mark }: { mark: string }) => {
  const panel = usePanel()
  const [typed, setTyped] = useState(mark)
  const [saved, setSaved] = useState(false)
  const save = useAction(async () => {
    await panel.ask('setMark', { mark: typed.trim() })
    setSaved(true)
  })
  // Another panel may have changed it meanwhile.
  useEffect(() => setTyped(mark), [mark])
  const length = [...typed.trim()].length
  return (
    <div class={style.setting}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.run()
        }}
      >
        <Field
          label={t('me.mark')}
          hint={t('me.mark_note')}
          error={length > LONGEST || save.reason === 'bad-name' ? t('me.mark_long') : null}
          value={typed}
          onValue={(next) => {
            setTyped(next)
            setSaved(false)
            save.clear()
          }}
        />
        <Problem reason={save.reason === 'bad-name' ? null : save.reason} />
        <div class={style.ends}>
          <small role="status">{saved && t('me.mark_saved')}</small>
          <button type="submit" disabled={save.busy || length === 0 || length > LONGEST || typed.trim() === mark}>
            {t('me.save_mark')}
          </button>
        </div>
      </form>
    </div>
  )
}

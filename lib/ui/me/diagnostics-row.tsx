import { go } from '../place'
import { t } from '../words'
import style from './me.module.css'

/** The way to the diagnostics. */
export const DiagnosticsRow = () => (
  <div class={`${style.card} ${style.apart}`}>
    <div class={style.setting}>
      <div>
        {t('diagnostics.row')}
        <small>{t('diagnostics.row_note')}</small>
      </div>
      <button type="button" onClick={() => go({ at: 'diagnostics' })}>
        {t('diagnostics.title')}
      </button>
    </div>
  </div>
)

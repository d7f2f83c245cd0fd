import { go } from '../place'
import { t } from '../words'
import style from './me.module.css'

/** The ways to a backup and back: both are with the data. */
export const BackupRow = () => (
  <div class={`${style.card} ${style.apart}`}>
    <div class={style.setting}>
      <div>
        {t('me.backup')}
        <small>{t('me.backup_note')}</small>
      </div>
      <div>
        <button type="button" onClick={() => go({ at: 'export' })}>
          {t('export.backup')}
        </button>{' '}
        <button type="button" onClick={() => go({ at: 'export' })}>
          {t('export.restore')}
        </button>
      </div>
    </div>
  </div>
)

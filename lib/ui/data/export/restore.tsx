import { go } from '../../place'
import { t } from '../../words'
import style from '../files.module.css'
import { ChooseFiles } from '../import/choose-files'
import type { ImportSession } from '../import/session'

/** Choosing a backup; from there on it is an import. */
export const Restore = ({ importing }: { importing: ImportSession }) => (
  <section class={style.section}>
    <h2>{t('export.restore_title')}</h2>
    <div class={style.card}>
      <div class={`${style.row} ${style.wordy}`}>
        <p>{t('export.restore_lede')}</p>
        <ChooseFiles
          label={t('export.restore')}
          onFiles={(files) => {
            importing.take(files.map((file) => ({ file })))
            go({ at: 'import' })
          }}
        />
      </div>
    </div>
  </section>
)

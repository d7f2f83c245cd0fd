import { t } from '../../words'
import style from '../files.module.css'
import { StepTitle } from './step-title'

/** While the worker finds out what a file is. */
export const Looking = ({ file, onCancel }: { file: File; onCancel: () => void }) => (
  <>
    <StepTitle name={file.name} />
    <p class={style.note} role="status">
      {t('import.looking')}
    </p>
    <div class={style.ends}>
      <button data-kind="plain" type="button" onClick={onCancel}>
        {t('action.cancel')}
      </button>
    </div>
  </>
)

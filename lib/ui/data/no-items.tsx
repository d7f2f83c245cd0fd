import { Mark } from '../parts/mark'
import { t } from '../words'
import { beginImport } from './begin'
import style from './items.module.css'
import { useDataTools } from './tools'
import { TypeMenu } from './type-menu'

/** Nothing here yet: what this place is for, and how it begins. */
export const NoItems = () => {
  const tools = useDataTools()
  return (
    <div class={style.empty}>
      <Mark size={48} out />
      <h2>{t('items.empty_title')}</h2>
      <p>{t('items.empty')}</p>
      <div class={style.ways}>
        <button data-kind="primary" type="button" onClick={() => beginImport(tools)}>
          {t('items.import')}
        </button>
        <TypeMenu words />
      </div>
    </div>
  )
}

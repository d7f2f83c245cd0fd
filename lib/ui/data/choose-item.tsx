import { Mark } from '../parts/mark'
import { t } from '../words'
import style from './items.module.css'

/** What stands beside the list while nothing is chosen. */
export const ChooseItem = () => (
  <main class={style.empty}>
    <Mark size={48} out />
    <p>{t('items.pick')}</p>
  </main>
)

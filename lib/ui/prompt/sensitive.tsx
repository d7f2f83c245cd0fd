import { TriangleAlert } from 'lucide-preact'
import { t } from '../words'
import style from './record.module.css'

/** Beside what tells of health, money, whereabouts or secrets. */
export const Sensitive = () => (
  <em class={style.sensitive}>
    <TriangleAlert size={12} aria-hidden="true" />
    {t('prompt.sensitive')}
  </em>
)

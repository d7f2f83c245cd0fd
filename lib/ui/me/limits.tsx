import { Eye } from 'lucide-preact'
import { t } from '../words'
import style from './me.module.css'

const LIMITS = ['limit_address', 'limit_relay', 'limit_invitation', 'limit_mail', 'limit_words'] as const

/** What Hearth does not hide, said where people look for their settings. */
export const Limits = () => (
  <section>
    <h2 class={style.heading}>{t('me.limits')}</h2>
    <ul class={`${style.card} ${style.limits}`}>
      {LIMITS.map((limit) => (
        <li key={limit}>
          <Eye size={16} aria-hidden="true" />
          {t(`me.${limit}`)}
        </li>
      ))}
    </ul>
  </section>
)

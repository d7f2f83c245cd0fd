import { Mark } from '../parts/mark'
import { t } from '../words'
import style from './elsewhere.module.css'
import { Moment } from './moment'

/** What the small panels show until first run is done: the way to it. */
export const Elsewhere = ({ open }: { open: boolean }) => (
  <Moment title={t('first.elsewhere_title')} lede={t('first.elsewhere_lede')} mark={<Mark size={44} out />} lock={open}>
    <a class={style.way} href="/home.html" target="_blank" rel="noopener">
      {t('first.elsewhere_open')}
    </a>
  </Moment>
)

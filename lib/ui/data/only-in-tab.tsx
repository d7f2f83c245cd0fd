import { hrefOf, type Place } from '../place'
import elsewhere from '../shell/elsewhere.module.css'
import { View } from '../shell/view'
import { t } from '../words'
import style from './files.module.css'

/** What the small panels show of what takes a while: they close at the next click, so it happens in a tab. */
export const OnlyInTab = ({ title, place }: { title: string; place: Place }) => (
  <View title={title} back={{ at: 'data' }}>
    <div class={style.page}>
      <p class={style.note}>{t('import.only_in_tab')}</p>
      <a class={elsewhere.way} href={`/home.html${hrefOf(place)}`} target="_blank" rel="noopener">
        {t('import.open_in_tab')}
      </a>
    </div>
  </View>
)

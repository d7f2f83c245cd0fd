import { Mark } from '../parts/mark'
import { View } from '../shell/view'
import { t } from '../words'
import { Empty } from './empty'
import style from './empty.module.css'

/** What stands beside the list while nothing is chosen. */
export const Choose = ({ empty }: { empty: boolean }) =>
  empty ? (
    <View title={t('place.chats')}>
      <Empty />
    </View>
  ) : (
    <main class={style.empty}>
      <Mark size={48} out />
      <p>{t('chats.pick')}</p>
    </main>
  )

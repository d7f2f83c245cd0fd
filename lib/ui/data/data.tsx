import { later } from '../parts/later'
import { Shell } from '../shell/shell'
import { View } from '../shell/view'
import { t } from '../words'

/** The data. */
export const Data = later<{ unread: number }>(
  async () => (await import('./screens')).DataScreens,
  (words, { unread }) => (
    <Shell unread={unread}>
      <View title={t('place.data')}>{words}</View>
    </Shell>
  ),
)

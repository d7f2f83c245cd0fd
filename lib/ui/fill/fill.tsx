import { later } from '../parts/later'
import { Shell } from '../shell/shell'
import { View } from '../shell/view'
import { t } from '../words'

/** Filling the form of the page in front of the person. */
export const Fill = later<{ unread: number }>(
  async () => (await import('./screen')).FillScreen,
  (words, { unread }) => (
    <Shell unread={unread}>
      <View title={t('fill.open')} back={{ at: 'chats' }} alone>
        {words}
      </View>
    </Shell>
  ),
)

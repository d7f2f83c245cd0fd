import { later } from '../parts/later'
import { Shell } from '../shell/shell'
import { View } from '../shell/view'
import { t } from '../words'

/** What sites may do, what they did, and the receipts of it. */
export const Sites = later<{ unread: number }>(
  async () => (await import('./screens')).SitesScreens,
  (words, { unread }) => (
    <Shell unread={unread}>
      <View title={t('place.sites')}>{words}</View>
    </Shell>
  ),
)

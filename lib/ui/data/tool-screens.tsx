import type { ComponentType } from 'preact'
import { later } from '../parts/later'
import { View } from '../shell/view'
import { t } from '../words'

const tool = (title: () => string, load: () => Promise<ComponentType>) =>
  later(load, (words) => (
    <View title={title()} back={{ at: 'data' }}>
      {words}
    </View>
  ))

/** What happened when. */
export const Timeline = tool(
  () => t('timeline.title'),
  async () => (await import('./timeline/screen')).TimelineScreen,
)

/** Measurements as pictures. */
export const Charts = tool(
  () => t('charts.title'),
  async () => (await import('./charts/screen')).ChartsScreen,
)

/** Counts and sums. */
export const Query = tool(
  () => t('query.title'),
  async () => (await import('./query/screen')).QueryScreen,
)

/** Contacts that may be one person, side by side. */
export const MergeDuplicates = tool(
  () => t('merge.title'),
  async () => (await import('./merge/screen')).MergeScreen,
)

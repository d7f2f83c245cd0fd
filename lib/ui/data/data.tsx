import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Banner } from '../parts/banner'
import { Loading } from '../parts/loading'
import { Shell } from '../shell/shell'
import { View } from '../shell/view'
import { t } from '../words'

type Screens = ComponentType<{ unread: number }>

// Kept, so that coming back shows it at once.
let loaded: Screens | null = null

/** The data. Its screens are fetched when they are first seen: a panel that shows chats opens as fast as without them. */
export const Data = ({ unread }: { unread: number }) => {
  const [screens, setScreens] = useState<{ Screens: Screens } | 'failed' | null>(loaded && { Screens: loaded })
  useEffect(() => {
    if (loaded !== null) return
    import('./screens').then(
      ({ DataScreens }) => {
        loaded = DataScreens
        setScreens({ Screens: DataScreens })
      },
      () => setScreens('failed'),
    )
  }, [])
  if (screens !== null && screens !== 'failed') return <screens.Screens unread={unread} />
  return (
    <Shell unread={unread}>
      <View title={t('place.data')}>
        {screens === null ? <Loading words={t('items.loading')} /> : <Banner tone="bad">{t('error.internal')}</Banner>}
      </View>
    </Shell>
  )
}

import type { ComponentChildren, ComponentType, VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { t } from '../words'
import { Banner } from './banner'
import { Loading } from './loading'

/**
 * A screen that is fetched when it is first shown: a panel that never shows it opens as fast as without it.
 * Until it is there, and when it cannot be fetched, `frame` stands in its place around what is to be said.
 */
export const later = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  frame: (words: ComponentChildren, props: Props) => VNode,
): ComponentType<Props> => {
  // Kept, so that coming back shows it at once.
  let loaded: ComponentType<Props> | null = null
  return (props) => {
    const [screen, setScreen] = useState<{ Screen: ComponentType<Props> } | 'failed' | null>(
      loaded && { Screen: loaded },
    )
    useEffect(() => {
      if (screen !== null) return
      load().then(
        (Screen) => {
          loaded = Screen
          setScreen({ Screen })
        },
        () => setScreen('failed'),
      )
    }, [])
    if (screen === null) return frame(<Loading words={t('place.opening')} />, props)
    if (screen === 'failed') return frame(<Banner tone="bad">{t('error.internal')}</Banner>, props)
    return <screen.Screen {...props} />
  }
}

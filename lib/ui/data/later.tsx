import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** A screen that is loaded when it is first shown: most panels never show it. */
export const later = (load: () => Promise<ComponentType>): ComponentType => {
  let loaded: ComponentType | null = null
  return () => {
    const [Screen, setScreen] = useState<ComponentType | null>(() => loaded)
    useEffect(() => {
      if (Screen !== null) return
      load().then((screen) => {
        loaded = screen
        setScreen(() => screen)
      })
    }, [Screen])
    return Screen && <Screen />
  }
}

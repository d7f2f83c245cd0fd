import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks'

/** For so many milliseconds after something new is shown nothing can be allowed. */
const DEAF = 700

/**
 * A button that cannot be pressed by accident or by somebody's timing: deaf when what is `shown` appears or changes, and
 * whenever the window gains or loses the focus or is uncovered. A press that began before that is none. `onPress` is told of
 * every press, `hears` is asked at its end.
 */
export const useDeaf = (shown: string) => {
  const [heard, setHeard] = useState<string | null>(null)
  const listening = useRef(false)
  const press = useRef<'none' | 'good' | 'bad'>('none')
  useLayoutEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const deafen = () => {
      clearTimeout(timer)
      listening.current = false
      if (press.current === 'good') press.current = 'bad'
      setHeard(null)
      timer = setTimeout(() => {
        listening.current = true
        setHeard(shown)
      }, DEAF)
    }
    deafen()
    addEventListener('focus', deafen)
    addEventListener('blur', deafen)
    document.addEventListener('visibilitychange', deafen)
    return () => {
      clearTimeout(timer)
      removeEventListener('focus', deafen)
      removeEventListener('blur', deafen)
      document.removeEventListener('visibilitychange', deafen)
    }
  }, [shown])
  const onPress = useCallback(() => {
    press.current = listening.current ? 'good' : 'bad'
  }, [])
  const hears = useCallback(() => {
    const heardWhole = listening.current && press.current !== 'bad'
    press.current = 'none'
    return heardWhole
  }, [])
  return { deaf: heard !== shown, onPress, hears }
}

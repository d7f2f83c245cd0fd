/** Calls back every second. Returns how to stop. */
export type Beat = (look: () => void) => () => void

const EVERY = 1_000

/** One timer for all who look, and none while nobody does: each would wake the page on its own. */
export const beat = (): Beat => {
  const looks = new Map<symbol, () => void>()
  let timer: ReturnType<typeof setInterval> | undefined
  return (look) => {
    const own = Symbol()
    looks.set(own, look)
    timer ??= setInterval(() => {
      for (const each of looks.values()) each()
    }, EVERY)
    return () => {
      looks.delete(own)
      if (looks.size > 0) return
      clearInterval(timer)
      timer = undefined
    }
  }
}

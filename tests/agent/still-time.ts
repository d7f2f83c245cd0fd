import { vi } from 'vitest'

/** Time that stands still but for what a test lets pass. Everything that does not wait for a timer still happens. */
export interface StillTime {
  /** Resolves when nothing is left to do but to wait for a timer. */
  idle(): Promise<void>
  /** Lets timers run, one after the other, until `good` or for so many milliseconds; says whether it was good. */
  pass(ms: number, good?: () => boolean): Promise<boolean>
  /** The clock goes on and no timer has run meanwhile: the machine was asleep. */
  skip(ms: number): void
  /** Nothing waits for a timer any more. */
  clear(): void
}

/** Stops time at this moment, in milliseconds since 1970; to be undone by `vi.useRealTimers`. */
export const stillTime = (start: number): StillTime => {
  vi.useFakeTimers({
    now: start,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  })
  let pending = 0
  const later = globalThis.setImmediate
  // The database's steps are immediates. Whoever waits for none of them waits for a timer.
  const counted = (work: (...args: unknown[]) => void, ...args: unknown[]) => {
    pending++
    return later(() => {
      pending--
      work(...args)
    })
  }
  vi.stubGlobal('setImmediate', counted)

  const idle = async (): Promise<void> => {
    do await new Promise((resolve) => later(resolve))
    while (pending > 0)
  }
  return {
    idle,
    pass: async (ms, good = () => false) => {
      const end = Date.now() + ms
      for (;;) {
        await idle()
        if (good()) return true
        if (Date.now() >= end || vi.getTimerCount() === 0) return false
        vi.advanceTimersToNextTimer()
      }
    },
    skip: (ms) => void vi.setSystemTime(Date.now() + ms),
    clear: () => void vi.clearAllTimers(),
  }
}

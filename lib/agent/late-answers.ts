import type { AskId } from '../contract/ids'
import { muteDelay } from '../permissions/refusals'

/**
 * Answers muted sites as if somebody had closed a window: 2 to 10 seconds after the page was first looked at, and only while it
 * is. Returns what to call with all of them that are looked at now, whenever those may be others.
 */
export const lateAnswers = (answer: (ask: AskId) => Promise<void>): ((seen: readonly AskId[]) => void) => {
  const timers = new Map<AskId, ReturnType<typeof setTimeout>>()
  return (seen) => {
    for (const [id, timer] of timers) {
      if (seen.includes(id)) continue
      clearTimeout(timer)
      timers.delete(id)
    }
    for (const id of seen) {
      if (timers.has(id)) continue
      const answerNow = () => {
        timers.delete(id)
        void answer(id).catch(() => undefined)
      }
      timers.set(id, setTimeout(answerNow, muteDelay()))
    }
  }
}

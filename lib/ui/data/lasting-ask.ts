import { HearthError, reasonOf } from '../../contract/errors'
import type { Panel } from '../../contract/panel-api'

/** How often the agent may be away while one thing is asked. */
const TRIES = 5

/**
 * Asks the agent what may be asked twice: again where its worker was stopped in between, and after the unlock where it was
 * locked. Once the signal is given it throws `cancelled`.
 */
export const lastingAsk = (panel: Panel, signal: AbortSignal): Panel['ask'] => {
  const ask: Panel['ask'] = async (name, params) => {
    for (let tries = 1; ; ) {
      if (signal.aborted) throw new HearthError('cancelled')
      try {
        return await panel.ask(name, params)
      } catch (error) {
        const reason = reasonOf(error)
        if (reason === 'locked') await unlocked(panel, signal)
        else if (reason !== 'interrupted' || tries++ === TRIES) throw error
      }
    }
  }
  return ask
}

const unlocked = (panel: Panel, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (then: () => void) => {
      signal.removeEventListener('abort', cancel)
      // The first value may come before the watch is there to be stopped.
      queueMicrotask(() => stop())
      then()
    }
    const cancel = () => end(() => reject(new HearthError('cancelled')))
    signal.addEventListener('abort', cancel)
    const stop = panel.watch('status', {}, ({ phase }) => {
      if (phase === 'open') end(resolve)
    })
  })

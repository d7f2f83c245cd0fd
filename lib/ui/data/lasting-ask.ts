import { HearthError, reasonOf } from '../../contract/errors'
import type { Panel } from '../../contract/panel-api'
import { patiently } from './patient'

/**
 * Asks the agent what may be asked twice: again where its worker was stopped in between, and after the unlock where it was
 * locked. Once the signal is given it throws `cancelled`.
 */
export const lastingAsk = (panel: Panel, signal: AbortSignal): Panel['ask'] => {
  const ask: Panel['ask'] = async (name, params) => {
    for (;;) {
      if (signal.aborted) throw new HearthError('cancelled')
      try {
        return await patiently(() => panel.ask(name, params))
      } catch (error) {
        if (reasonOf(error) !== 'locked') throw error
        await unlocked(panel, signal)
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

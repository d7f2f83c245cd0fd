import { reasonOf } from '../../contract/errors'

const TRIES = 5

/** Asks again when the agent died in between. Only for what may be asked twice. */
export const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      if (reasonOf(error) !== 'interrupted' || tries === TRIES) throw error
    }
  }
}

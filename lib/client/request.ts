import { MAX_PAGE_REQUEST, type PageRequest } from '../contract/page-api'
import { agentError, NOT_JSON, type Wire } from './wire'

const TRIES = 8
const FIRST_PAUSE = 100
const LONGEST_PAUSE = 5_000
/** Whoever kept a request for so long was there. */
const WAS_THERE = 5_000

const GONE = { code: 4900, name: 'DisconnectedError', message: 'disconnected' }

/** A request as it travels: a copy, so that it is the same whenever it is sent again. */
export const requestOf = (method: string, params: unknown, id: string = crypto.randomUUID()): PageRequest => {
  let text: string
  try {
    text = JSON.stringify({ hearth: 1, id, method, params })
  } catch {
    throw agentError(NOT_JSON)
  }
  if (text.length > MAX_PAGE_REQUEST) throw agentError({ ...NOT_JSON, message: 'params: too long' })
  return JSON.parse(text) as PageRequest
}

/**
 * The result of one request. Where the channel dies (the browser stopped the worker) the same request is sent again, with the
 * same id: the agent joins it to the one that is under way. Rejects with what the agent refused it with, `DisconnectedError`
 * after eight tries that nobody took, or the signal's reason.
 */
export const resultOf = (wire: Wire, request: PageRequest, signal?: AbortSignal): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(signal?.reason)
    if (signal?.aborted) {
      stop()
      return
    }
    signal?.addEventListener('abort', stop)
    ask(wire, request, signal)
      .then(resolve, reject)
      .finally(() => signal?.removeEventListener('abort', stop))
  })

const ask = async (wire: Wire, request: PageRequest, signal?: AbortSignal): Promise<unknown> => {
  for (let tries = 0; tries < TRIES && !signal?.aborted; tries++) {
    const sent = Date.now()
    const answer = await wire.send(request).catch(() => null)
    if (answer && 'result' in answer) return answer.result
    if (answer) throw agentError(answer.error)
    if (Date.now() - sent > WAS_THERE) tries = 0
    await new Promise((go) => setTimeout(go, Math.min(FIRST_PAUSE * 2 ** tries, LONGEST_PAUSE)))
  }
  throw agentError(GONE)
}

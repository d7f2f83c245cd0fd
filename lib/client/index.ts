import { announcedProvider } from './announcement'
import { extensionWire, ownId, type PageRuntime, pageRuntime } from './extension'
import type { Agent, ConnectOptions } from './hearth'
import { createProvider, type Provider } from './provider'
import { requestOf } from './request'
import { agentError } from './wire'

/**
 * Finds the person's agent. Rejects with `NotFoundError` (code 8) where there is none, and with `SecurityError` where this page
 * may not ask: only the top frame of an https page, or of one on localhost, may.
 */
export const connectAgent = async ({ timeout = 1_000, id = ownId }: ConnectOptions = {}): Promise<Agent> => {
  if (globalThis.document && 'prerendering' in document && document.prerendering)
    await new Promise((seen) => document.addEventListener('prerenderingchange', seen, { once: true }))
  const provider = (await throughExtension(pageRuntime(), id, timeout)) ?? (await announcedProvider(timeout))
  if (provider) return provider as Agent
  throw agentError({ code: 8, name: 'NotFoundError', message: 'no agent was found' })
}

/** The browser says at once where there is no such extension; one that starts may take its time. */
const throughExtension = async (
  runtime: PageRuntime | undefined,
  id: string,
  timeout: number,
): Promise<Provider | null> => {
  if (!runtime?.sendMessage || id === '') return null
  const wire = extensionWire(runtime, id)
  const late = new Promise<null>((resolve) => setTimeout(resolve, timeout * 10, null))
  const answer = await Promise.race([wire.send(requestOf('agent_getInfo', undefined)), late]).catch(() => null)
  if (answer === null) return null
  if ('error' in answer && answer.error.name === 'SecurityError') throw agentError(answer.error)
  return createProvider(wire)
}

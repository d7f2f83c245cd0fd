import type { PageAnswer, PageError, PageRequest } from '../contract/page-api'
import type { AgentError } from './hearth'

/** How a page reaches the agent. */
export interface Wire {
  /** One request and its answer; rejects where the channel died before there was one. */
  send(request: PageRequest): Promise<PageAnswer>
  /** Opens the port of events; throws where it cannot. `lost` is called once, when it closed by itself. Returns how to close it. */
  listen(hear: (message: unknown) => void, lost: () => void): () => void
}

/** A port of the browser's, as far as events need it. */
export interface EventPort {
  onMessage: { addListener(listener: (message: unknown) => void): void }
  onDisconnect: { addListener(listener: () => void): void }
  disconnect(): void
}

/** Listens on a port; `runtime` is where the browser says why it closed. Returns how to close it. */
export const listenOn = (
  port: EventPort,
  runtime: { lastError?: unknown },
  hear: (message: unknown) => void,
  lost: () => void,
): (() => void) => {
  port.onMessage.addListener(hear)
  port.onDisconnect.addListener(() => {
    // Read, because an unread one is written to the console.
    void runtime.lastError
    lost()
  })
  return () => port.disconnect()
}

/** An error as pages get it. */
export const agentError = ({ code, name, message }: PageError): AgentError =>
  Object.assign(new Error(message), { code, name })

/** Params that cannot travel. */
export const NOT_JSON: PageError = { code: -32602, name: 'TypeError', message: 'params: not JSON' }

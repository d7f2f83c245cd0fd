import { EVENT_PORT, MAX_PAGE_REQUEST, type PageAnswer, type PageError } from '../contract/page-api'
import { type FromPage, HELLO_EVENT, JOIN_EVENT, type ToPage } from './port'
import { createProvider } from './provider'
import { type EventPort, listenOn, type Wire } from './wire'

/** `runtime`, as browsers give it to scripts beside a page. */
export interface BridgeRuntime {
  lastError?: unknown
  sendMessage(message: unknown): Promise<unknown>
  connect(options: { name: string }): EventPort
}

/** Longer ones the agent would refuse. */
const LONGEST = MAX_PAGE_REQUEST + 1_000

/**
 * Runs beside the page, in a world of its own: hands what the page's side asks to the agent, and back what the agent says. It
 * decides nothing; whose page it is, the browser tells the agent.
 */
export const bridge = (runtime: BridgeRuntime): void => {
  const { port1: ours, port2: theirs } = new MessageChannel()
  const provider = createProvider(ownWire(runtime))
  const heard = new Map<string, (data: unknown) => void>()
  const say = (message: ToPage): void => ours.postMessage(JSON.stringify(message))

  const ask = ({ n, method, params, id }: FromPage & { kind: 'ask' }): Promise<void> =>
    provider.request({ method, params, ...(id !== undefined && { id }) }).then(
      (result) => say({ kind: 'answer', n, result }),
      ({ code, name, message }: PageError) => say({ kind: 'answer', n, error: { code, name, message } }),
    )
  const on = (event: string): void => {
    if (heard.has(event)) return
    const listener = (data: unknown): void => say({ kind: 'event', event, data })
    heard.set(event, listener)
    provider.on(event, listener)
  }
  const off = (event: string): void => {
    const listener = heard.get(event)
    heard.delete(event)
    if (listener) provider.off(event, listener)
  }
  ours.onmessage = ({ data }) => {
    if (typeof data !== 'string' || data.length > LONGEST) return
    try {
      const said = JSON.parse(data) as FromPage
      if (said.kind === 'ask') void ask(said)
      else if (said.kind === 'on') on(said.event)
      else if (said.kind === 'off') off(said.event)
    } catch {
      // The page took the port itself, and says what it likes: only to its own harm.
    }
  }
  const join = (): boolean => dispatchEvent(new MessageEvent(JOIN_EVENT, { ports: [theirs] }))
  addEventListener(HELLO_EVENT, join, { once: true })
  join()
}

/** The wire of a script that belongs to the extension. */
const ownWire = (runtime: BridgeRuntime): Wire => ({
  send: async (request) => {
    const answer = await runtime.sendMessage(request)
    if (!answer) throw new Error('no answer')
    return answer as PageAnswer
  },
  listen: (hear, lost) => listenOn(runtime.connect({ name: EVENT_PORT }), runtime, hear, lost),
})

import { PAGE_API_VERSION } from '../contract/page-api'
import { ANNOUNCE_EVENT, type Announcement, REQUEST_EVENT } from './announcement'
import { type FromPage, HELLO_EVENT, JOIN_EVENT, type ToPage } from './port'
import type { Provider } from './provider'
import { agentError, NOT_JSON } from './wire'

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 64 64' fill='none' stroke='%23b9471b' stroke-width='6' stroke-linecap='round'%3E%3Cpath d='M14 9v46M14 38c0-10.5 7.5-18 18-18s18 7.5 18 18v17'/%3E%3C/svg%3E"

/** Runs in the page's own world: announces a provider as soon as the script beside it joined, and whenever the page asks for one. */
export const announce = (): void => {
  const join = (event: Event): void => {
    const [port] = (event as MessageEvent).ports
    if (!port) return
    const detail: Announcement = Object.freeze({
      info: Object.freeze({
        uuid: crypto.randomUUID(),
        name: 'Hearth',
        icon: ICON,
        rdns: 'invalid.hearth',
        apiVersion: PAGE_API_VERSION,
      }),
      provider: Object.freeze(portProvider(port)),
    })
    const say = (): boolean => dispatchEvent(new CustomEvent(ANNOUNCE_EVENT, { detail }))
    addEventListener(REQUEST_EVENT, say)
    say()
  }
  addEventListener(JOIN_EVENT, join, { once: true })
  dispatchEvent(new Event(HELLO_EVENT))
}

/** The provider of the script beside the page, as far as its own world can hold it. */
const portProvider = (port: MessagePort): Provider => {
  let n = 0
  const asked = new Map<number, (answer: ToPage & { kind: 'answer' }) => void>()
  const listeners = new Map<string, Set<(data: unknown) => void>>()
  const say = (message: FromPage): void => port.postMessage(JSON.stringify(message))
  port.onmessage = ({ data }) => {
    const said = JSON.parse(data) as ToPage
    if (said.kind === 'answer') {
      asked.get(said.n)?.(said)
      asked.delete(said.n)
    } else for (const listener of listeners.get(said.event) ?? []) queueMicrotask(() => listener(said.data))
  }
  return {
    request: ({ method, params, id, signal }) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        signal?.addEventListener('abort', () => reject(signal.reason))
        try {
          say({ kind: 'ask', n: ++n, method, params, ...(id !== undefined && { id }) })
        } catch {
          reject(agentError(NOT_JSON))
          return
        }
        asked.set(n, ({ result, error }) => (error ? reject(agentError(error)) : resolve(result)))
      }),
    on: (event, listener) => {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
      say({ kind: 'on', event })
    },
    off: (event, listener) => {
      const all = listeners.get(event)
      if (all?.delete(listener) && all.size === 0) say({ kind: 'off', event })
    },
  }
}

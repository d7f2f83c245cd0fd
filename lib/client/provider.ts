import type { PageEvent, PageRequest } from '../contract/page-api'
import { requestOf, resultOf } from './request'
import type { Wire } from './wire'

type Listener = (data: unknown) => void

/** `id`: chosen by the page, to ask for the same again after a reload; without, a new one each time. */
export interface Asked {
  method: string
  params?: unknown
  id?: string
  signal?: AbortSignal
}

/** As of EIP-1193: one function for requests, two for events. */
export interface Provider {
  request(asked: Asked): Promise<unknown>
  on(event: string, listener: Listener): void
  off(event: string, listener: Listener): void
}

interface Subscription {
  request: PageRequest
  /** What the agent calls it now; the page keeps the name that it got first. */
  name: string
}

const FIRST_PAUSE = 50
const LONGEST_PAUSE = 10_000
/** A port that lived for so long was no failure. */
const LIVED = 5_000
/** After a longer gap something may have changed meanwhile. */
const GAP = 1_000

/** A provider over a wire. */
export const createProvider = (wire: Wire): Provider => {
  const subscriptions = new Map<string, Subscription>()
  const events = listening(wire, subscriptions)
  return {
    ...events,
    request: async ({ method, params, id, signal }) => {
      const request = requestOf(method, params, id)
      const asked = request.params as { subscription?: string } | undefined
      const own = asked?.subscription ?? ''
      if (method === 'data_unsubscribe')
        request.params = { ...asked, subscription: subscriptions.get(own)?.name ?? own }
      const result = await resultOf(wire, request, signal)
      if (method === 'data_unsubscribe') subscriptions.delete(own)
      if (method === 'data_subscribe') {
        const { subscription } = result as { subscription: string }
        subscriptions.set(subscription, { request, name: subscription })
      }
      return result
    },
  }
}

/** The port is open while anybody listens; when it dies it is opened again, and what was subscribed is subscribed again. */
const listening = (wire: Wire, subscriptions: Map<string, Subscription>): Omit<Provider, 'request'> => {
  const listeners = new Map<string, Set<Listener>>()
  let close: (() => void) | null = null
  let openedAt = 0
  let lostAt = 0
  let pause = FIRST_PAUSE
  let timer: ReturnType<typeof setTimeout> | undefined

  const tell = (event: string, data: unknown): void => {
    // Each in a task of its own: a listener that throws harms no other.
    for (const listener of listeners.get(event) ?? []) queueMicrotask(() => listener(data))
  }
  const hear = (message: unknown): void => {
    const { event, data } = message as PageEvent
    if (event !== 'dataChanged') tell(event, data)
    else
      for (const [subscription, { name }] of subscriptions)
        if (name === data.subscription) tell(event, { ...data, subscription })
  }
  const subscribeAgain = async (subscription: string, { request }: Subscription, missed: boolean): Promise<void> => {
    try {
      const { subscription: name } = (await resultOf(wire, request)) as { subscription: string }
      if (!subscriptions.has(subscription)) return
      subscriptions.set(subscription, { request, name })
      const { type } = request.params as { type: string }
      if (missed) tell('dataChanged', { subscription, type, ids: [] })
    } catch {
      // Its grant has ended.
      subscriptions.delete(subscription)
    }
  }
  const open = (): void => {
    shut()
    openedAt = Date.now()
    try {
      close = wire.listen(hear, lost)
    } catch {
      // The extension was updated or removed under this page.
      lost()
      return
    }
    const missed = openedAt - lostAt > GAP
    for (const [name, subscription] of subscriptions) void subscribeAgain(name, subscription, missed)
  }
  const lost = (): void => {
    close = null
    lostAt = Date.now()
    pause = lostAt - openedAt > LIVED ? FIRST_PAUSE : Math.min(pause * 2, LONGEST_PAUSE)
    timer = setTimeout(open, pause)
  }
  const shut = (): void => {
    clearTimeout(timer)
    close?.()
    close = null
  }
  // The browser closes the ports of a page that it puts aside, and may say nothing when the page comes back.
  globalThis.addEventListener?.('pageshow', ({ persisted }) => {
    if (persisted && listeners.size > 0) open()
  })

  return {
    on: (event, listener) => {
      const first = listeners.size === 0
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
      if (first) open()
    },
    off: (event, listener) => {
      const all = listeners.get(event)
      all?.delete(listener)
      if (all?.size === 0) listeners.delete(event)
      if (listeners.size === 0) shut()
    },
  }
}

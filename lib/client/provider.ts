import { type Listener, pageEvents, type Subscriptions } from './events'
import { requestOf, resultOf } from './request'
import type { Wire } from './wire'

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

/** A provider over a wire. */
export const createProvider = (wire: Wire): Provider => {
  const subscriptions: Subscriptions = new Map()
  const { on, off, during } = pageEvents(wire, subscriptions)
  return {
    on,
    off,
    request: async ({ method, params, id, signal }) => {
      const request = requestOf(method, params, id)
      const asked = request.params as { subscription?: string } | undefined
      const own = asked?.subscription ?? ''
      if (method === 'data_unsubscribe')
        request.params = { ...asked, subscription: subscriptions.get(own)?.name || own }
      const result = await during(resultOf(wire, request, signal))
      if (method === 'data_unsubscribe') subscriptions.delete(own)
      if (method === 'data_subscribe') {
        const { subscription } = result as { subscription: string }
        subscriptions.set(subscription, { request, name: subscription })
      }
      return result
    },
  }
}

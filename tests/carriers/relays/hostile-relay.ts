import type { RelayEvent } from '../../../lib/carriers/relay-event'
import type { WebSocketLike } from '../../../lib/carriers/relay-session'

export type Said = [verb: string, ...rest: unknown[]]
export interface Filter {
  ids?: string[]
  '#x'?: string[]
  since?: number
  until?: number
  limit?: number
}

/** The relay's end of one connection. */
export interface Client {
  /** Hands over a message: what is no text becomes JSON. */
  say(message: unknown): void
  /** Hands over anything at all. */
  throwAt(data: unknown): void
  drop(): void
  readonly subscriptions: Map<string, Filter>
}

export interface Behaviour {
  /** What happens instead of opening. */
  open?(client: Client): 'open' | 'never'
  /** What it does with a message; `honestly` is what it should do. */
  hear?(client: Client, message: Said, honestly: () => void): void
  /** What it makes of an event before it is shown to somebody: any number of any things. */
  show?(event: RelayEvent): unknown[]
}

export interface MemoryRelay {
  socket: () => WebSocketLike
  readonly events: RelayEvent[]
  /** How often somebody connected. */
  connections(): number
  readonly heard: Said[]
}

/** A relay in memory, honest but for its behaviour. */
export const memoryRelay = (behaviour: Behaviour = {}): MemoryRelay => {
  const { open = () => 'open', hear = (_, __, honestly) => honestly(), show = (event) => [event] } = behaviour
  const events: RelayEvent[] = []
  const heard: Said[] = []
  const clients = new Set<Client>()
  let connections = 0

  const fits = (event: RelayEvent, { ids, since = 0, until = Number.POSITIVE_INFINITY, ...filter }: Filter): boolean =>
    (ids?.includes(event.id) ?? true) &&
    (!filter['#x'] || event.tags.some(([name, value]) => name === 'x' && filter['#x']?.includes(value ?? ''))) &&
    event.created_at >= since &&
    event.created_at <= until
  const tell = (client: Client, subscription: string, event: RelayEvent): void => {
    for (const shown of show(event)) client.say(['EVENT', subscription, shown])
  }
  const honestly = (client: Client, [verb, ...rest]: Said): void => {
    if (verb === 'EVENT') {
      const event = rest[0] as RelayEvent
      events.push(event)
      client.say(['OK', event.id, true, ''])
      for (const each of clients)
        for (const [id, filter] of each.subscriptions) if (fits(event, filter)) tell(each, id, event)
    }
    if (verb === 'REQ') {
      const [id, filter] = rest as [string, Filter]
      const found = events.filter((event) => fits(event, filter)).sort((a, b) => b.created_at - a.created_at)
      for (const event of found.slice(0, filter.limit ?? 500)) tell(client, id, event)
      client.say(['EOSE', id])
      client.subscriptions.set(id, filter)
    }
    if (verb === 'CLOSE') client.subscriptions.delete(rest[0] as string)
  }

  const socket = (): WebSocketLike => {
    connections++
    const target = new EventTarget()
    let closed = false
    const drop = (): void => {
      if (closed) return
      closed = true
      clients.delete(client)
      queueMicrotask(() => target.dispatchEvent(new Event('close')))
    }
    const throwAt = (data: unknown): void => {
      queueMicrotask(() => closed || target.dispatchEvent(new MessageEvent('message', { data })))
    }
    const client: Client = {
      say: (message) => throwAt(typeof message === 'string' ? message : JSON.stringify(message)),
      ...{ throwAt, drop, subscriptions: new Map() },
    }
    queueMicrotask(() => {
      if (closed || open(client) === 'never') return
      clients.add(client)
      target.dispatchEvent(new Event('open'))
    })
    return {
      send: (text) => {
        if (closed) return
        const message = JSON.parse(text) as Said
        heard.push(message)
        hear(client, message, () => honestly(client, message))
      },
      close: drop,
      addEventListener: (type, listener) => target.addEventListener(type, listener),
    }
  }
  return { socket, events, heard, connections: () => connections }
}

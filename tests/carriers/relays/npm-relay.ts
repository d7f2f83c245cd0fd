import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Event, EventRepository, type Filter, LogLevel } from '@nostr-relay/common'
import { NostrRelay } from '@nostr-relay/core'
import { Validator } from '@nostr-relay/validator'
import { type WebSocket, WebSocketServer } from 'ws'

export interface RunningRelay {
  readonly url: string
  /** Every message that clients sent and that they were sent, as text. */
  readonly wire: { from: string[]; to: string[] }
  /** What it keeps. */
  readonly events: Event[]
  /** Breaks every connection and listens no more, as a machine that lost power. */
  stop(): Promise<void>
  /** Listens again, where it did before, with what it kept. */
  start(): Promise<void>
}

/** Newest first, by tags of one letter, as NIP-01 has it. */
const memory = (events: Event[]): EventRepository => {
  const fits = (event: Event, filter: Filter): boolean =>
    (filter.kinds?.includes(event.kind) ?? true) &&
    (filter.ids?.includes(event.id) ?? true) &&
    event.created_at >= (filter.since ?? 0) &&
    event.created_at <= (filter.until ?? Number.POSITIVE_INFINITY) &&
    Object.entries(filter).every(
      ([key, values]) =>
        !key.startsWith('#') || event.tags.some(([name, value]) => `#${name}` === key && values.includes(value)),
    )
  return new (class extends EventRepository {
    isSearchSupported = () => false
    upsert = (event: Event) => {
      const isDuplicate = events.some(({ id }) => id === event.id)
      if (!isDuplicate) events.push(event)
      return { isDuplicate }
    }
    find = (filter: Filter) =>
      events
        .filter((event) => fits(event, filter))
        .sort((a, b) => b.created_at - a.created_at)
        .slice(0, filter.limit ?? 500)
    destroy = async () => undefined
  })()
}

/** A relay as others run it: the npm packages of @nostr-relay on a port of this address. `auth`: it asks who is there. */
export const npmRelay = async ({ auth = false, host = '127.0.0.1' } = {}): Promise<RunningRelay> => {
  const events: Event[] = []
  const wire = { from: [] as string[], to: [] as string[] }
  const validator = new Validator()
  let port = 0
  let stop = async (): Promise<void> => undefined

  const start = async (): Promise<void> => {
    const relay = new NostrRelay(memory(events), {
      logLevel: LogLevel.ERROR,
      // It would answer a question as it did a second ago.
      filterResultCacheTtl: 0,
      ...(auth ? { hostname: host } : {}),
    })
    const http = createServer()
    const sockets = new WebSocketServer({ server: http, maxPayload: 1 << 20 })
    sockets.on('connection', (socket: WebSocket) => {
      const say = socket.send.bind(socket) as (text: string) => void
      socket.send = ((text: string) => {
        wire.to.push(text)
        say(text)
      }) as typeof socket.send
      relay.handleConnection(socket as never, '127.0.0.1')
      socket.on('close', () => relay.handleDisconnect(socket as never))
      socket.on('error', () => undefined)
      socket.on('message', async (data) => {
        wire.from.push(String(data))
        try {
          await relay.handleMessage(socket as never, await validator.validateIncomingMessage(data as Buffer))
        } catch (error) {
          socket.send(JSON.stringify(['NOTICE', String((error as Error).message)]))
        }
      })
    })
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject)
      http.listen(port, host, resolve)
    })
    port = (http.address() as AddressInfo).port
    stop = async () => {
      for (const socket of sockets.clients) socket.terminate()
      await new Promise((resolve) => http.close(resolve))
      await relay.destroy()
    }
  }

  await start()
  return { url: `ws://${host}:${port}/`, wire, events, start, stop: () => stop() }
}

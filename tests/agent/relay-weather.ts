import type { WebSocketLike } from '../../lib/carriers/relay-session'
import { type Behaviour, type Client, memoryRelay } from '../carriers/relays/hostile-relay'

/** What a relay does with an event: it says of all but the last that it has taken it. */
export type RelayFate = 'keep' | 'lose' | 'twice' | 'late' | 'refuse'

/** A relay that is at times away, and does with events what the weather says. */
export interface WeatherRelay {
  readonly url: string
  socket(): WebSocketLike
  readonly relay: ReturnType<typeof memoryRelay>
  up(): void
  down(): void
  /** Breaks the connections and stays. */
  drop(): void
  /** Forgets everything that it keeps. */
  forget(): void
  /** Brings what is late. */
  catchUp(): void
}

export const weatherRelay = (
  url: string,
  fate: () => RelayFate,
  { open, hear, show }: Behaviour = {},
): WeatherRelay => {
  const clients = new Set<Client>()
  const late: (() => void)[] = []
  let away = false
  const relay = memoryRelay({
    ...(show ? { show } : {}),
    open: (client) => {
      if (!away) {
        clients.add(client)
        return open?.(client) ?? 'open'
      }
      client.drop()
      return 'never'
    },
    hear: (client, message, honestly) => {
      if (hear) return hear(client, message, honestly)
      if (message[0] !== 'EVENT') return honestly()
      const { id } = message[1] as { id: string }
      const is = fate()
      if (is === 'refuse') return client.say(['OK', id, false, 'rate-limited: slow down'])
      if (is === 'lose') return client.say(['OK', id, true, ''])
      if (is === 'late') {
        late.push(honestly)
        return client.say(['OK', id, true, ''])
      }
      honestly()
      if (is === 'twice') honestly()
      for (const go of late.splice(0)) go()
    },
  })
  const drop = () => {
    for (const client of clients) client.drop()
    clients.clear()
  }
  return {
    url,
    relay,
    socket: relay.socket,
    up: () => {
      away = false
    },
    down: () => {
      away = true
      drop()
    },
    drop,
    forget: () => void relay.events.splice(0),
    catchUp: () => {
      for (const go of late.splice(0)) go()
    },
  }
}

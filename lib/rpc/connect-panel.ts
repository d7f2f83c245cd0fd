import { HearthError } from '../contract/errors'
import { PANEL_PORT, type Panel } from '../contract/panel-api'
import { lastingPort } from './lasting-port'
import type { FromPanel, ToPanel } from './panel-port'

interface Asked {
  resolve(value: unknown): void
  reject(error: HearthError): void
}

/** The agent as a panel holds it, over a port that renews itself with its watches. */
export const connectPanel = (): Panel => {
  let ids = 0
  const asked = new Map<number, Asked>()
  const watches = new Map<number, { begin: FromPanel; onValue(value: unknown): void }>()
  // What was asked between two ports waits for the next one.
  let unsaid: FromPanel[] = []

  const hear = (message: ToPanel): void => {
    if (message.kind === 'value') {
      watches.get(message.id)?.onValue(message.value)
      return
    }
    const waiting = asked.get(message.id)
    asked.delete(message.id)
    if (message.kind === 'answer') waiting?.resolve(message.value)
    else waiting?.reject(new HearthError(message.reason))
  }
  const interrupt = (): void => {
    const still = new Set(unsaid.map(({ id }) => id))
    for (const [id, { reject }] of asked) {
      if (still.has(id)) continue
      asked.delete(id)
      reject(new HearthError('interrupted'))
    }
  }

  const port = lastingPort(PANEL_PORT, {
    onOpen: ({ say }) => {
      const asks = unsaid
      unsaid = []
      for (const { begin } of watches.values()) say(begin)
      for (const ask of asks) say(ask)
    },
    onMessage: (message) => hear(message as ToPanel),
    onLost: interrupt,
  })

  return {
    ask: (name, params) =>
      new Promise((resolve, reject) => {
        const id = ++ids
        asked.set(id, { resolve: resolve as Asked['resolve'], reject })
        const ask: FromPanel = { kind: 'ask', id, name, params }
        if (!port.say(ask)) unsaid.push(ask)
      }),
    watch: (name, params, onValue) => {
      const id = ++ids
      const begin: FromPanel = { kind: 'watch', id, name, params }
      watches.set(id, { begin, onValue: onValue as (value: unknown) => void })
      port.say(begin)
      return () => {
        if (watches.delete(id)) port.say({ kind: 'end', id } satisfies FromPanel)
      }
    },
  }
}

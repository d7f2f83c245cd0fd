import browser, { type Runtime } from 'webextension-polyfill'
import { HearthError, reasonOf } from '../contract/errors'
import { PANEL_PORT, type PanelCommands, type PanelWatches } from '../contract/panel-api'
import type { FromPanel, ToPanel } from './panel-port'
import { isOwnPage } from './sender'

const PANELS = ['/popup.html', '/sidepanel.html', '/home.html', '/prompt.html']

/** What the agent does for panels. Anything thrown crosses as its reason, and `internal` where it has none. */
export interface PanelServer {
  commands: {
    [K in keyof PanelCommands]: (
      params: Parameters<PanelCommands[K]>[0],
    ) => ReturnType<PanelCommands[K]> | Promise<ReturnType<PanelCommands[K]>>
  }
  /** Pushes the value at once and after every change; returns how to stop. */
  watch<K extends keyof PanelWatches>(
    name: K,
    params: PanelWatches[K]['params'],
    push: (value: PanelWatches[K]['value']) => void,
  ): () => void
}

/** Answers panels, and nobody else. To be called while the worker starts, before anything is awaited. Returns how to stop. */
export const servePanels = (server: PanelServer): (() => void) => {
  const onConnect = (port: Runtime.Port): void => {
    if (port.name !== PANEL_PORT) return
    if (isOwnPage(port.sender, PANELS)) servePanel(server, port)
    else port.disconnect()
  }
  browser.runtime.onConnect.addListener(onConnect)
  return () => browser.runtime.onConnect.removeListener(onConnect)
}

const servePanel = ({ commands, watch }: PanelServer, port: Runtime.Port): void => {
  const watches = new Map<number, () => void>()
  let gone = false
  const say = (message: ToPanel): void => {
    if (!gone) port.postMessage(message)
  }

  const ask = async ({ id, name, params }: FromPanel & { kind: 'ask' }): Promise<void> => {
    try {
      if (!Object.hasOwn(commands, name)) throw new HearthError('unknown-method')
      const command = commands[name as keyof PanelCommands] as (params: unknown) => unknown
      say({ kind: 'answer', id, value: await command(params) })
    } catch (error) {
      say({ kind: 'error', id, reason: reasonOf(error) })
    }
  }
  const begin = ({ id, name, params }: FromPanel & { kind: 'watch' }): void => {
    try {
      const stop = watch(name as keyof PanelWatches, params as never, (value) => say({ kind: 'value', id, value }))
      watches.get(id)?.()
      watches.set(id, stop)
    } catch (error) {
      say({ kind: 'error', id, reason: reasonOf(error) })
    }
  }
  const end = (id: number): void => {
    watches.get(id)?.()
    watches.delete(id)
  }

  port.onMessage.addListener((message) => {
    const said = message as FromPanel
    if (said.kind === 'ask') void ask(said)
    else if (said.kind === 'watch') begin(said)
    else if (said.kind === 'end') end(said.id)
  })
  port.onDisconnect.addListener(() => {
    gone = true
    for (const id of [...watches.keys()]) end(id)
  })
}

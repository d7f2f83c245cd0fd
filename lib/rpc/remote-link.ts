import browser, { type Runtime } from 'webextension-polyfill'
import { HearthError } from '../contract/errors'
import type { ConnectionId } from '../contract/ids'
import { type ConnectionInfo, LINK_PORT, type Link, type LinkEvent, type Peer } from '../contract/link-api'
import { type FromLink, packBytes, type ToLink, unpackBytes, unpackEvent } from './link-port'
import { ensureOffscreen } from './offscreen'
import { isOwnPage } from './sender'

const PATIENCE = 15_000

export interface RemoteLink extends Link {
  /** Whether the link shall keep the worker awake; said again to every new offscreen document. After `false` none is made. */
  keepAwake(on: boolean): void
}

interface Waiting {
  port: Runtime.Port
  resolve(value: unknown): void
  reject(error: HearthError): void
}

/**
 * The link in our own offscreen document. A command makes the document where there is none, takes 15 s at most
 * (`unreachable`), and rejects with `interrupted` when the port ends first. To be called while the worker starts.
 */
export const remoteLink = (ensure: () => Promise<void> = ensureOffscreen): RemoteLink => {
  let ids = 0
  let port: Runtime.Port | null = null
  let arrived: ((port: Runtime.Port) => void)[] = []
  // What every new offscreen document has to be told.
  let awake = false
  let shut = false
  let configuration: unknown = null
  let listener: ((event: LinkEvent) => void | Promise<void>) | null = null
  let unheard: (FromLink & { kind: 'event' })[] = []
  const waiting = new Map<number, Waiting>()
  // What is open as far as the listener knows: it all ends with the document.
  const open = new Map<ConnectionId, Peer | null>()
  let lost = false

  const say = (to: Runtime.Port, message: ToLink): void => {
    // A port that has just ended tells so by its own event.
    if (to === port) to.postMessage(message)
  }
  const tell = async (from: Runtime.Port, said: FromLink & { kind: 'event' }): Promise<void> => {
    if (listener === null) {
      unheard.push(said)
      return
    }
    const event = unpackEvent(said.event)
    if (event.kind === 'open') open.set(event.connection, event.peer)
    if (event.kind === 'closed') open.delete(event.connection)
    try {
      await listener(event)
    } catch {
      // Taken all the same: what its receiver could not keep is sent again by the other side, end to end.
    }
    say(from, { kind: 'took', number: said.number })
  }
  const hear = (from: Runtime.Port, said: FromLink): void => {
    if (said.kind === 'event') void tell(from, said)
    if (said.kind === 'event' || said.kind === 'awake') return
    const asked = waiting.get(said.id)
    if (said.kind === 'answer') asked?.resolve(unpackBytes(said.value))
    else asked?.reject(new HearthError(said.reason))
  }
  const inform = async (event: LinkEvent): Promise<void> => listener?.(event)
  const loseAll = (): void => {
    lost = true
    for (const [connection, peer] of open)
      inform({ kind: 'closed', connection, peer, why: 'lost' }).catch(() => undefined)
    open.clear()
  }
  /** The port may have ended alone, and what was open still be. */
  const findAgain = async (): Promise<void> => {
    lost = false
    for (const { connection, peer, state } of await command('connections', {}))
      if (state === 'open') await inform({ kind: 'open', connection, peer })
  }
  const accept = (next: Runtime.Port): void => {
    if (next.name !== LINK_PORT) return
    if (!isOwnPage(next.sender, ['/offscreen.html'])) {
      next.disconnect()
      return
    }
    port = next
    unheard = []
    next.onMessage.addListener((message) => hear(next, message as FromLink))
    next.onDisconnect.addListener(() => {
      if (port === next) {
        port = null
        loseAll()
      }
      for (const asked of waiting.values()) if (asked.port === next) asked.reject(new HearthError('interrupted'))
    })
    say(next, { kind: 'keep-awake', on: awake })
    if (configuration) say(next, { kind: 'command', id: ++ids, name: 'configure', params: configuration })
    for (const go of arrived) go(next)
    arrived = []
    if (lost) findAgain().catch(() => undefined)
  }
  const present = async (): Promise<Runtime.Port> => {
    if (port !== null) return port
    const arrival = new Promise<Runtime.Port>((resolve) => arrived.push(resolve))
    await ensure()
    return arrival
  }

  const command: Link['command'] = (name, params) =>
    new Promise((resolve, reject) => {
      const id = ++ids
      if (name === 'configure') configuration = params
      if (shut && !port) {
        // A late command after the lock shall not bring the document back; the next one is configured when it comes.
        if (name === 'configure') resolve(undefined as never)
        else reject(new HearthError('unreachable', 'the link is shut'))
        return
      }
      let over = false
      const late = setTimeout(() => fail(new HearthError('unreachable', 'the link does not answer')), PATIENCE)
      const done = (): void => {
        over = true
        clearTimeout(late)
        waiting.delete(id)
      }
      const fail = (error: unknown): void => {
        done()
        reject(error)
      }
      const send = (to: Runtime.Port): void => {
        if (over) return
        waiting.set(id, {
          port: to,
          resolve: (value) => {
            done()
            if (name === 'connections')
              for (const { connection, peer, state } of value as ConnectionInfo[])
                if (state === 'open') open.set(connection, peer)
            resolve(value as never)
          },
          reject: fail,
        })
        say(to, { kind: 'command', id, name, params: packBytes(params) })
      }
      if (port) send(port)
      else present().then(send).catch(fail)
    })

  browser.runtime.onConnect.addListener(accept)
  return {
    command,
    listen: (next) => {
      listener = next
      const before = unheard
      unheard = []
      const from = port
      // Not at once: whoever listens here has yet to let others listen to it.
      if (from) queueMicrotask(() => before.forEach((said) => void tell(from, said)))
      return () => {
        if (listener === next) listener = null
      }
    },
    keepAwake: (on) => {
      awake = on
      shut = !on
      if (port) say(port, { kind: 'keep-awake', on })
    },
  }
}

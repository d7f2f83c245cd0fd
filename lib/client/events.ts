import type { PageEvent, PageRequest } from '../contract/page-api'
import { resultOf } from './request'
import type { Wire } from './wire'

export type Listener = (data: unknown) => void

/**
 * What was subscribed: by the name that the page got first, how to ask for it again, and what the agent calls it now. `refused`:
 * there is no grant, or Hearth is locked; nobody tells which.
 */
export type Subscriptions = Map<string, { request: PageRequest; name: string; refused?: true }>

/** What arrives on the port. It tells the agent, too, that this document is there. */
export interface PageEvents {
  on(event: string, listener: Listener): void
  off(event: string, listener: Listener): void
  /** While this is under way the port is open. */
  during<T>(work: Promise<T>): Promise<T>
}

const FIRST_PAUSE = 50
const LONGEST_PAUSE = 10_000
/** A port that lived for so long was no failure. */
const LIVED = 5_000
/** After a longer gap something may have changed meanwhile. */
const GAP = 1_000

/**
 * Opens the port when it is first needed, and again whenever it died while somebody listens or waits; then it subscribes again
 * to what was subscribed. Only the page's end closes it: that it is closed means that the page went away.
 */
export const pageEvents = (wire: Wire, subscriptions: Subscriptions): PageEvents => {
  const listeners = new Map<string, Set<Listener>>()
  let working = 0
  let close: (() => void) | null = null
  let openedAt = 0
  let lostAt = 0
  let pause = FIRST_PAUSE
  let timer: ReturnType<typeof setTimeout> | undefined
  const isNeeded = (): boolean => listeners.size > 0 || working > 0

  const tell = (event: string, data: unknown): void => {
    // Each in a task of its own: a listener that throws harms no other.
    for (const listener of listeners.get(event) ?? []) queueMicrotask(() => listener(data))
  }
  const hear = (message: unknown): void => {
    const { event, data } = message as PageEvent
    if (event === 'connect' || event === 'permissionsChanged') tryRefused()
    if (event !== 'dataChanged') tell(event, data)
    else
      for (const [subscription, { name }] of subscriptions)
        if (name === data.subscription) tell(event, { ...data, subscription })
  }
  const subscribeAgain = async (subscription: string, request: PageRequest, missed: boolean): Promise<void> => {
    subscriptions.set(subscription, { request, name: '' })
    const next = await resultOf(wire, request).then(
      (result) => ({ request, name: (result as { subscription: string }).subscription }),
      () => ({ request, name: '', refused: true as const }),
    )
    if (!subscriptions.has(subscription)) return
    subscriptions.set(subscription, next)
    const { type } = request.params as { type: string }
    if (missed && next.name) tell('dataChanged', { subscription, type, ids: [] })
  }
  const tryRefused = (): void => {
    for (const [name, { request, refused }] of subscriptions) if (refused) void subscribeAgain(name, request, true)
  }
  const open = (): void => {
    clearTimeout(timer)
    timer = undefined
    close?.()
    openedAt = Date.now()
    try {
      close = wire.listen(hear, lost)
    } catch {
      // The extension was updated or removed under this page.
      lost()
      return
    }
    const missed = openedAt - lostAt > GAP
    for (const [name, { request }] of subscriptions) void subscribeAgain(name, request, missed)
  }
  const lost = (): void => {
    close = null
    lostAt = Date.now()
    pause = lostAt - openedAt > LIVED ? FIRST_PAUSE : Math.min(pause * 2, LONGEST_PAUSE)
    if (isNeeded()) timer = setTimeout(open, pause)
  }
  const need = (): void => {
    if (close === null && timer === undefined) open()
  }
  // Who comes back to the page may have unlocked Hearth.
  globalThis.addEventListener?.('focus', tryRefused)
  // The browser closes the ports of a page that it puts aside, and may say nothing when the page comes back.
  globalThis.addEventListener?.('pageshow', ({ persisted }) => {
    if (persisted && isNeeded()) open()
  })

  return {
    on: (event, listener) => {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
      need()
    },
    off: (event, listener) => {
      const all = listeners.get(event)
      if (all?.delete(listener) && all.size === 0) listeners.delete(event)
    },
    during: (work) => {
      working++
      need()
      return work.finally(() => {
        working--
      })
    },
  }
}

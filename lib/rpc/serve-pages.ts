import browser, { type Runtime } from 'webextension-polyfill'
import { EVENT_PORT, PAGE_ERRORS, type PageAnswer, type PageCaller, type PageServer } from '../contract/page-api'
import { callerOf, type PageSender } from './page-caller'
import { PagePorts } from './page-ports'
import { readRequest } from './page-request'
import { isEnabled } from './site-patterns'
import { TokenBuckets } from './token-buckets'

/** Who asks, or why they may not. */
type Asking = PageCaller | 'SecurityError' | 'DisconnectedError'

/**
 * Answers web pages: through `externally_connectable` (Chromium), and through our own script beside pages that the person
 * enabled. Nobody else gets an answer: no other extension, none of our own pages. Whose page it is, only the browser says. To be
 * called while the worker starts, before anything is awaited. Returns how to stop.
 */
export const servePages = (server: PageServer, now: () => number = Date.now): (() => void) => {
  const buckets = new TokenBuckets(now)
  const ports = new PagePorts((caller, tell) => server.listen(caller, tell))

  const answer = async (asking: Promise<Asking>, message: unknown): Promise<PageAnswer> => {
    const caller = await asking
    if (typeof caller === 'string') return refusal(caller)
    if (!buckets.take(caller.origin)) return refusal('QuotaExceededError')
    const read = readRequest(message)
    if ('answer' in read) return read.answer
    try {
      return await server.request(caller, read.request)
    } catch {
      return { id: read.request.id, error: PAGE_ERRORS.OperationError }
    }
  }
  const listen = (asking: Promise<Asking>, port: Runtime.Port): void => {
    const allowed = (caller: Asking) => (typeof caller !== 'string' && buckets.take(caller.origin) ? caller : null)
    void ports.add(port, asking.then(allowed))
  }

  const onPageMessage = (message: unknown, sender: PageSender): Promise<PageAnswer> | undefined =>
    isPage(sender) ? answer(shown(sender), message) : undefined
  const onPageConnect = (port: Runtime.Port): void => {
    if (port.name === EVENT_PORT && isPage(port.sender)) listen(shown(port.sender), port)
    else port.disconnect()
  }
  // Every message within the extension arrives here too: what is not from beside a page is for somebody else.
  const onOwnMessage = (message: unknown, sender: PageSender): Promise<PageAnswer> | undefined =>
    isBesidePage(sender) ? answer(enabled(sender), message) : undefined
  const onOwnConnect = (port: Runtime.Port): void => {
    if (port.name !== EVENT_PORT) return
    if (isBesidePage(port.sender)) listen(enabled(port.sender), port)
    else port.disconnect()
  }
  const onRemoved = (): void =>
    void ports.close(async ({ origin }, { sender }) => isBesidePage(sender) && !(await isEnabled(origin)))

  return listenTo([
    [browser.runtime.onMessageExternal, onPageMessage],
    [browser.runtime.onConnectExternal, onPageConnect],
    [browser.runtime.onMessage, onOwnMessage],
    [browser.runtime.onConnect, onOwnConnect],
    [browser.permissions.onRemoved, onRemoved],
  ])
}

const refusal = (name: keyof typeof PAGE_ERRORS): PageAnswer => ({ id: null, error: PAGE_ERRORS[name] })

/** Other extensions, and programs, have an id. */
const isPage = (sender: PageSender | undefined): boolean => sender !== undefined && sender.id === undefined

/** Our own script beside a page: our id, at an address that is not ours. */
const isBesidePage = (sender: PageSender | undefined): boolean =>
  sender?.id === browser.runtime.id && /^https?:/.test(sender.url ?? '')

const shown = async (sender: PageSender | undefined): Promise<Asking> => callerOf(sender) ?? 'SecurityError'

/** A script of ours outlives the permission until its page is loaded again; then it reaches nobody. */
const enabled = async (sender: PageSender | undefined): Promise<Asking> => {
  const caller = callerOf(sender)
  if (caller === null) return 'SecurityError'
  return (await isEnabled(caller.origin)) ? caller : 'DisconnectedError'
}

const listenTo = (pairs: [event: object, listener: unknown][]): (() => void) => {
  const all = pairs as [{ addListener(listener: unknown): void; removeListener(listener: unknown): void }, unknown][]
  for (const [event, listener] of all) event.addListener(listener)
  return () => {
    for (const [event, listener] of all) event.removeListener(listener)
  }
}

import type { BrowserContext } from 'playwright-core'

/** One context of the extension that Playwright does not show as a page: the worker, the offscreen document. */
export interface Target {
  url: string
  /** The value of an expression, promises awaited, as JSON carries it. Throws what it threw. */
  evaluate<T>(expression: string): Promise<T>
}

/** What a context said went wrong. */
export interface Complaint {
  where: string
  text: string
}

interface Reply {
  result?: { value?: unknown }
  exceptionDetails?: { text: string; exception?: { description?: string } }
}

interface Incoming {
  id?: number
  method?: string
  params?: {
    exceptionDetails?: { text: string; exception?: { description?: string } }
    type?: string
    args?: { value?: unknown; description?: string }[]
    entry?: { level: string; text: string; url?: string; source?: string }
  }
  result?: Reply
  error?: { message: string }
}

export interface Targets {
  /** Resolves with the first context that fits, as soon as there is one. */
  find(fits: (target: Target) => boolean): Promise<Target>
  /** Every uncaught exception, `console.error` and browser-reported error (CSP, failed loads) of the extension's contexts. */
  complaints: Complaint[]
}

// Chromium calls an offscreen document a background page.
const TYPES = ['service_worker', 'background_page']

// Both are attached to before their scripts ran.
const STARTED =
  "globalThis.document ? document.readyState === 'complete' : globalThis.serviceWorker?.state === 'activated'"

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Attaches to the worker and the offscreen document whenever they start, and listens to what they complain of. */
export const watchTargets = async (context: BrowserContext, origin: string): Promise<Targets> => {
  const browser = context.browser()
  if (!browser) throw new Error('the browser is gone')
  const session = await browser.newBrowserCDPSession()
  const attached = new Set<string>()
  const starting = new Map<string, Target>()
  const targets = new Map<string, Target>()
  const complaints: Complaint[] = []
  const answers = new Map<string, (incoming: Incoming) => void>()
  const arrivals = new Set<() => void>()
  let counter = 0

  const send = (sessionId: string, method: string, params: object = {}): Promise<Reply> => {
    const id = ++counter
    return new Promise((resolve, reject) => {
      answers.set(`${sessionId} ${id}`, ({ result, error }) => {
        if (error) reject(new Error(error.message))
        else resolve(result ?? {})
      })
      const message = JSON.stringify({ id, method, params })
      session.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject)
    })
  }

  const complain = (target: Target, { method, params }: Incoming) => {
    const where = target.url.replace(origin, '').split(/[?#]/)[0] ?? ''
    if (method === 'Runtime.exceptionThrown') {
      const details = params?.exceptionDetails
      complaints.push({ where, text: details?.exception?.description ?? details?.text ?? 'exception' })
    }
    if (method === 'Runtime.consoleAPICalled' && params?.type === 'error') {
      complaints.push({ where, text: (params.args ?? []).map((arg) => arg.description ?? String(arg.value)).join(' ') })
    }
    if (method === 'Log.entryAdded' && params?.entry?.level === 'error') {
      complaints.push({ where, text: `${params.entry.text} ${params.entry.url ?? ''}`.trim() })
    }
  }

  session.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
    const incoming = JSON.parse(message) as Incoming
    const target = starting.get(sessionId)
    if (incoming.id === undefined) {
      if (target) complain(target, incoming)
      return
    }
    const key = `${sessionId} ${incoming.id}`
    answers.get(key)?.(incoming)
    answers.delete(key)
  })

  const lost = (): Incoming => ({ error: { message: 'the context is gone' } })
  session.on('Target.detachedFromTarget', ({ sessionId }) => {
    starting.delete(sessionId)
    targets.delete(sessionId)
    for (const [key, answer] of answers) {
      if (!key.startsWith(`${sessionId} `)) continue
      answers.delete(key)
      answer(lost())
    }
  })

  const attach = async ({ targetId, type, url }: { targetId: string; type: string; url: string }) => {
    if (!TYPES.includes(type) || !url.startsWith(origin) || attached.has(targetId)) return
    attached.add(targetId)
    const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false })
    const target: Target = {
      url,
      evaluate: async <T>(expression: string): Promise<T> => {
        const params = { expression, awaitPromise: true, returnByValue: true, userGesture: true }
        const { result, exceptionDetails } = await send(sessionId, 'Runtime.evaluate', params)
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
        return result?.value as T
      },
    }
    starting.set(sessionId, target)
    await Promise.all([send(sessionId, 'Runtime.enable'), send(sessionId, 'Log.enable')])
    while (!(await target.evaluate(STARTED))) await pause(20)
    targets.set(sessionId, target)
    for (const arrival of arrivals) arrival()
  }
  // A context may be gone before it hears us; then it has nothing to say either.
  const tryAttach = (event: { targetInfo: { targetId: string; type: string; url: string } }) =>
    void attach(event.targetInfo).catch(() => {})
  session.on('Target.targetCreated', tryAttach)
  session.on('Target.targetInfoChanged', tryAttach)
  await session.send('Target.setDiscoverTargets', { discover: true })

  return {
    find: (fits) =>
      new Promise((resolve) => {
        const look = () => {
          const found = [...targets.values()].find(fits)
          if (!found) return
          arrivals.delete(look)
          resolve(found)
        }
        arrivals.add(look)
        look()
      }),
    complaints,
  }
}

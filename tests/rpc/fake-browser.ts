/** The browser as far as ports, messages and sites that are enabled go: JSON only, asynchronous, and a worker that can be stopped. */

type Listener = (...args: never[]) => unknown

const event = () => {
  const listeners = new Set<Listener>()
  return {
    listeners,
    addListener: (listener: Listener) => void listeners.add(listener),
    removeListener: (listener: Listener) => void listeners.delete(listener),
    tell: (...args: unknown[]) => [...listeners].map((listener) => (listener as (...a: unknown[]) => unknown)(...args)),
  }
}

export const OWN_ID = 'ownid'
export const ownUrl = (path: string): string => `chrome-extension://${OWN_ID}${path}`

const half = (name: string, sender?: unknown) => ({
  name,
  sender,
  onMessage: event(),
  onDisconnect: event(),
  open: true,
  postMessage: (_: unknown): void => undefined,
  disconnect: (): void => undefined,
})
export type FakePort = ReturnType<typeof half>

const joined = (name: string, sender: unknown): [FakePort, FakePort] => {
  const [a, b] = [half(name), half(name, sender)]
  for (const [mine, theirs] of [
    [a, b],
    [b, a],
  ] as const) {
    mine.postMessage = (message) => {
      if (!mine.open) throw new Error('Attempting to use a disconnected port object')
      const copy = JSON.parse(JSON.stringify(message))
      queueMicrotask(() => theirs.open && theirs.onMessage.tell(copy))
    }
    mine.disconnect = () => {
      if (!mine.open) return
      mine.open = theirs.open = false
      queueMicrotask(() => theirs.onDisconnect.tell(theirs))
    }
  }
  return [a, b]
}

const onConnect = event()
let sender: unknown = { id: OWN_ID, url: ownUrl('/popup.html') }
let ports: [FakePort, FakePort][] = []

/** Patterns that the person allowed. */
export const granted = new Set<string>()
const permissions = {
  onAdded: event(),
  onRemoved: event(),
  getAll: async () => ({ permissions: [], origins: [...granted] }),
  contains: async ({ origins }: { origins: string[] }) => origins.every((pattern) => granted.has(pattern)),
  request: async ({ origins }: { origins: string[] }) => {
    for (const pattern of origins) granted.add(pattern)
    permissions.onAdded.tell({ origins })
    return true
  },
  remove: async ({ origins }: { origins: string[] }) => {
    for (const pattern of origins) granted.delete(pattern)
    permissions.onRemoved.tell({ origins })
    return true
  },
}

interface Script {
  id: string
  matches: string[]
  js: string[]
}
interface Injection {
  target: { tabId: number }
  files: string[]
}

/** Content scripts that are registered, and what was put into which open tab. */
export const registered: Script[] = []
export const injected: Injection[] = []
const scripting = {
  getRegisteredContentScripts: async () => registered,
  registerContentScripts: async (scripts: Script[]) => void registered.push(...scripts),
  unregisterContentScripts: async ({ ids }: { ids: string[] }) =>
    void registered.splice(0, registered.length, ...registered.filter(({ id }) => !ids.includes(id))),
  executeScript: async (injection: Injection) => void injected.push(injection),
}

/** A port that a page opened to us, as the browser hands it over: `tell` tells the page's end. */
export const pagePort = (name: string, sender: unknown): [near: FakePort, far: FakePort] => joined(name, sender)

export const fake = {
  permissions,
  scripting,
  tabs: { query: async (): Promise<object[]> => [] },
  runtime: {
    id: OWN_ID,
    lastError: undefined,
    getURL: ownUrl,
    onConnect,
    onMessage: event(),
    onMessageExternal: event(),
    onConnectExternal: event(),
    getManifest: (): object => ({}),
    connect: ({ name }: { name: string }): FakePort => {
      const [near, far] = joined(name, sender)
      ports.push([near, far])
      queueMicrotask(() => (onConnect.listeners.size > 0 ? onConnect.tell(far) : far.disconnect()))
      return near
    },
  },
}

/** Who connects from now on, as the browser would say it. */
export const connectAs = (next: unknown): void => {
  sender = next
}

/** Ends every port and forgets the agent's listeners, as when a worker is stopped. */
export const stopWorker = (): void => {
  onConnect.listeners.clear()
  for (const [near, far] of ports) {
    if (!far.open) continue
    near.open = far.open = false
    near.onDisconnect.tell(near)
  }
  ports = []
}

/** Lets everything that is under way arrive. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 50; i++) await Promise.resolve()
}

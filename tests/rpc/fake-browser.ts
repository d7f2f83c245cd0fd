/** `browser.runtime` as far as ports and messages go: JSON only, asynchronous, and a worker that can be stopped. */

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

export const fake = {
  runtime: {
    id: OWN_ID,
    lastError: undefined,
    getURL: ownUrl,
    onConnect,
    onMessageExternal: event(),
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

import browser, { type Runtime } from 'webextension-polyfill'

const FIRST_PAUSE = 50
const LONGEST_PAUSE = 2_000

export interface LastingPort {
  /** Says it on the port that is open now; false where there is none at this moment. */
  say(message: unknown): boolean
  close(): void
}

/**
 * A port to the agent that is opened again whenever the worker was stopped, which also wakes it. `onOpen` is called on every
 * new port, `onLost` after each one that ended. The pauses between tries grow until the agent says something.
 */
export const lastingPort = (
  name: string,
  { onOpen, onMessage, onLost }: { onOpen(port: LastingPort): void; onMessage(message: unknown): void; onLost(): void },
): LastingPort => {
  let port: Runtime.Port | null = null
  let pause = FIRST_PAUSE
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false

  const lost = (): void => {
    // Read, because an unread one is written to the console.
    void browser.runtime.lastError
    port = null
    onLost()
    if (closed) return
    timer = setTimeout(open, pause)
    pause = Math.min(pause * 2, LONGEST_PAUSE)
  }
  const open = (): void => {
    try {
      port = browser.runtime.connect({ name })
    } catch {
      // The extension was updated or removed under this page.
      lost()
      return
    }
    port.onDisconnect.addListener(lost)
    port.onMessage.addListener((message) => {
      pause = FIRST_PAUSE
      onMessage(message)
    })
    onOpen(lasting)
  }

  const lasting: LastingPort = {
    say: (message) => {
      try {
        port?.postMessage(message)
        return port !== null
      } catch {
        return false
      }
    },
    close: () => {
      closed = true
      clearTimeout(timer)
      port?.disconnect()
      port = null
    },
  }
  open()
  return lasting
}

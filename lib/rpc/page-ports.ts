import type { Runtime } from 'webextension-polyfill'
import type { PageCaller, PageServer } from '../contract/page-api'

/** Ports of one document; a page needs one. */
const MOST = 8

/** The ports on which pages hear of events. */
export class PagePorts {
  readonly #listen: PageServer['listen']
  readonly #open = new Map<Runtime.Port, { caller: PageCaller; stop(): void }>()
  constructor(listen: PageServer['listen']) {
    this.#listen = listen
  }

  /** Lets this port listen once it is clear whose it is; closes it where it is nobody's, or one too many. */
  async add(port: Runtime.Port, asking: Promise<PageCaller | null>): Promise<void> {
    let gone = false
    port.onDisconnect.addListener(() => {
      gone = true
      this.#drop(port)
    })
    const caller = await asking
    if (gone) return
    const mine = [...this.#open.values()].filter((each) => each.caller.document === caller?.document)
    if (caller === null || mine.length >= MOST) {
      port.disconnect()
      return
    }
    const stop = this.#listen(caller, (event) => {
      if (this.#open.has(port)) port.postMessage(event)
    })
    this.#open.set(port, { caller, stop })
  }

  /** Closes those that fit. */
  async close(fits: (caller: PageCaller, port: Runtime.Port) => Promise<boolean>): Promise<void> {
    for (const [port, { caller }] of [...this.#open]) {
      if (!(await fits(caller, port))) continue
      port.disconnect()
      // Only the other side hears of that.
      this.#drop(port)
    }
  }

  #drop(port: Runtime.Port): void {
    const open = this.#open.get(port)
    this.#open.delete(port)
    open?.stop()
  }
}

import { type RelayCarrier, relayCarrier } from '../../../lib/carriers/relay'
import { peer, topicsOf } from '../../carriers/relays/people'

/** What this uses of a service worker's global; the page's own types know none. */
interface Worker {
  addEventListener(
    type: 'message',
    listener: (event: MessageEvent & { waitUntil(done: Promise<void>): void }) => void,
  ): void
}

const person = (self: string, other: string, url: string): RelayCarrier =>
  relayCarrier({ relays: () => [url], topics: topicsOf(self, [other]), now: Date.now })

const page = {
  /** Alice, in this page, sends frames of these lengths to Bob, in a service worker of his own, who sends each back. */
  async meet(url: string, lengths: number[]): Promise<number[]> {
    const alice = person('alice', 'bob', url)
    const back: number[] = []
    const all = new Promise<void>((resolve) => {
      alice.onFrame((frame) => {
        if (frame.every((byte) => byte === frame.length % 251)) back.push(frame.length)
        if (back.length === lengths.length) resolve()
      })
    })
    const reached = new Promise<void>((resolve) => void alice.onReach((_, reach) => reach === 'stored' && resolve()))
    await alice.refresh()
    await reached
    for (const length of lengths) await alice.send(peer('bob'), new Uint8Array(length).fill(length % 251))
    await navigator.serviceWorker.register('page.js')
    const { active } = await navigator.serviceWorker.ready
    active?.postMessage({ url, count: lengths.length })
    await all
    await alice.close()
    return back.sort((a, b) => a - b)
  },
}

const serve = async (url: string, count: number): Promise<void> => {
  const bob = person('bob', 'alice', url)
  await new Promise<void>((resolve) => {
    let echoed = 0
    bob.onFrame(async (frame) => {
      await bob.send(peer('alice'), frame)
      echoed++
      if (echoed === count) resolve()
    })
    void bob.refresh()
  })
  await bob.close()
}

if ('document' in globalThis) {
  Object.assign(globalThis, { relayPage: page })
  document.title = 'ready'
} else {
  const worker = globalThis as unknown as Worker
  worker.addEventListener('message', (event) => {
    const { url, count } = event.data as { url: string; count: number }
    event.waitUntil(serve(url, count))
  })
}

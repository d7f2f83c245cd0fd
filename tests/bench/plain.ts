import { finalizeEvent, generateSecretKey } from 'nostr-tools/pure'
import { KIND, TAG } from '../../lib/carriers/relay-event'
import { describe, prepare } from './bare'

/** A relay used plainly, in a page: what Hearth's way over relays is measured against. */
interface Plain {
  /** Answers the next offer that somebody leaves for `self`; resolves with when the channel opened. */
  answer(url: string, self: string): Promise<number>
  /** Makes an offer to `other` from nothing, not even a connection to the relay; resolves with when it began and when the channel opened. */
  offer(url: string, self: string, other: string): Promise<{ begun: number; opened: number }>
  /** Listens; resolves when it does, with when so many events have come. */
  count(url: string, topic: string, events: number): Promise<{ all: Promise<number> }>
  /** Publishes events of these sizes; resolves when the relay has taken the last. */
  publish(url: string, topic: string, sizes: number[]): Promise<{ begun: number; taken: number }>
}

declare global {
  var plain: Plain
}

const now = () => performance.timeOrigin + performance.now()

/** A connection that listens to one topic, once that is agreed. */
const connect = async (url: string, topic: string, onContent: (content: string) => void) => {
  const socket = new WebSocket(url)
  const listening = Promise.withResolvers<void>()
  const taken = new Map<string, () => void>()
  socket.onopen = () => socket.send(JSON.stringify(['REQ', 'all', { kinds: [KIND], [`#${TAG}`]: [topic] }]))
  socket.onerror = () => listening.reject(new Error('no relay'))
  socket.onmessage = ({ data }) => {
    const [kind, id, event] = JSON.parse(data) as [string, string, { content: string; tags: string[][] }]
    if (kind === 'EOSE') listening.resolve()
    // This relay tells whoever listens of everything that comes in, whatever they asked for.
    if (kind === 'EVENT' && event.tags.some(([, value]) => value === topic)) onContent(event.content)
    if (kind === 'OK') taken.get(id)?.()
  }
  await listening.promise
  return (to: string, content: string): Promise<void> => {
    const created_at = Math.floor(Date.now() / 1_000)
    const event = finalizeEvent({ kind: KIND, created_at, tags: [[TAG, to]], content }, generateSecretKey())
    return new Promise((resolve) => {
      taken.set(event.id, resolve)
      socket.send(JSON.stringify(['EVENT', event]))
    })
  }
}

interface Letter {
  from: string
  sdp: RTCSessionDescriptionInit
}

globalThis.plain = {
  answer: async (url, self) => {
    prepare({ iceServers: [], offers: false })
    const publish = await connect(url, self, async (content) => {
      const { from, sdp } = JSON.parse(content) as Letter
      const answer: Letter = { from: self, sdp: await describe({ remote: sdp, restart: false }) }
      await publish(from, JSON.stringify(answer))
    })
    document.title = 'listening'
    return bare.opened
  },
  offer: async (url, self, other) => {
    const begun = now()
    prepare({ iceServers: [], offers: true })
    const offer = describe({ remote: null, restart: false })
    const publish = await connect(url, self, (content) => {
      void bare.pc.setRemoteDescription((JSON.parse(content) as Letter).sdp)
    })
    const letter: Letter = { from: self, sdp: await offer }
    await publish(other, JSON.stringify(letter))
    return { begun, opened: await bare.opened }
  },
  count: async (url, topic, events) => {
    const { promise: all, resolve } = Promise.withResolvers<number>()
    let count = 0
    await connect(url, topic, () => {
      count++
      if (count === events) resolve(now())
    })
    return { all }
  },
  publish: async (url, topic, sizes) => {
    const publish = await connect(url, `${topic} back`, () => undefined)
    const begun = now()
    await Promise.all(sizes.map((size) => publish(topic, 'a'.repeat(size))))
    return { begun, taken: now() }
  },
}

import type { Described, Serverless } from '../../lib/carriers/peer'
import type { Offer } from '../../lib/contract/offer'
import { toHex } from '../../lib/crypto/hash'
import { random } from '../../lib/crypto/random'

/** One end of a connection in memory, in the shape of PeerJS's: what one sends, the other hears, in order. */
interface End {
  described: Described
  other: End | null
  emit(event: string, ...args: unknown[]): void
  /** Its browser says so of the path. */
  become(state: RTCPeerConnectionState): void
  /** What it sends waits until the path is mended. */
  cut(): void
  mend(): void
  /** What its browser tells of the connection. */
  stats: object[]
}

const fakeEnd = (role: Offer['role']): End => {
  const listeners = new Map<string, ((...args: unknown[]) => void)[]>()
  const pc = Object.assign(new EventTarget(), {
    connectionState: 'new',
    getStats: async () => new Map(end.stats.map((stat, i) => [i, stat])),
  })
  const channel = Object.assign(new EventTarget(), { bufferedAmount: 0, bufferedAmountLowThreshold: 0 })
  let open = true
  let held: (() => void)[] | null = null
  const close = (): void => {
    if (!open) return
    open = false
    const { other } = end
    end.emit('close')
    // Behind everything that is under way already.
    setTimeout(() => (other?.described.connection as unknown as { close(): void } | undefined)?.close())
  }
  const end: End = {
    other: null,
    emit: (event, ...args) => {
      for (const listener of listeners.get(event) ?? []) listener(...args)
    },
    become: (state) => {
      pc.connectionState = state
      pc.dispatchEvent(new Event('connectionstatechange'))
    },
    cut: () => {
      held ??= []
    },
    mend: () => {
      for (const go of held?.splice(0) ?? []) go()
      held = null
    },
    stats: [],
    described: {
      pc: pc as unknown as RTCPeerConnection,
      description: {
        role,
        ufrag: toHex(random(8)),
        pwd: toHex(random(16)),
        fingerprint: random(32),
        candidates: [
          {
            type: 'host',
            transport: 'udp',
            address: { kind: 0, bytes: Uint8Array.of(192, 168, 1, 2) },
            port: 9,
            priority: 1,
          },
          {
            type: 'srflx',
            transport: 'udp',
            address: { kind: 0, bytes: Uint8Array.of(203, 0, 113, 9) },
            port: 9,
            priority: 1,
          },
        ],
      },
      connection: {
        dataChannel: Object.assign(channel, { close }),
        on: (event: string, listener: (...args: unknown[]) => void) => {
          listeners.set(event, [...(listeners.get(event) ?? []), listener])
        },
        send: (message: Uint8Array | string) => {
          const to = end.other
          const copy = typeof message === 'string' ? message : message.slice().buffer
          if (!open) return
          const go = (): void => queueMicrotask(() => to?.emit('data', copy))
          if (held) held.push(go)
          else go()
        },
        close,
      } as unknown as Described['connection'],
    },
  }
  return end
}

/** An air in which every offer can be answered: what `serverless` is, without a browser. */
export const fakeAir = () => {
  const ends = new Map<string, End>()
  const asked: RTCIceServer[][] = []
  const add = (role: Offer['role']): End => {
    const end = fakeEnd(role)
    ends.set(end.described.description.ufrag, end)
    return end
  }
  const serverless = (): Serverless => ({
    offer: async (iceServers) => {
      asked.push(iceServers)
      return add('offer').described
    },
    answer: async (iceServers, { ufrag }) => {
      asked.push(iceServers)
      const answerer = add('active')
      answerer.other = ends.get(ufrag) ?? null
      return answerer.described
    },
    accept: async ({ description }, answer) => {
      const [offerer, answerer] = [ends.get(description.ufrag), ends.get(answer.ufrag)]
      if (!offerer || !answerer) return
      offerer.other = answerer
      offerer.emit('open')
      answerer.emit('open')
    },
  })
  return { serverless, asked, all: () => [...ends.values()], endOf: ({ ufrag }: Offer) => ends.get(ufrag) }
}

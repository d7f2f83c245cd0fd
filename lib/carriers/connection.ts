import type { ConnectionInfo } from '../contract/link-api'
import type { Beat } from './beat'
import { channel, type Pipe } from './channel'
import type { Described } from './peer'
import { wayOf } from './way'

export type Why = 'bye' | 'lost' | 'failed'

export interface ConnectionEvents {
  onOpen(): void
  onFrame(frame: Uint8Array): void
  /** Nothing comes through at the moment. Told once, and again only after something came. */
  onWeak(): void
  /** Something came after all. */
  onRecovered(): void
  /** Told once, last. */
  onClosed(why: Why): void
}

/** One connection from its description to its end. */
export interface Connection {
  /** Whether frames may be sent: it is open, and nobody has said goodbye. */
  usable(): boolean
  /** Whether nothing comes through at the moment. */
  weak(): boolean
  /** When a frame last went or came (`performance.now`), or it opened. */
  usedAt(): number
  /** How it runs, as far as was learned. */
  way(): ConnectionInfo['way']
  /** Asks the browser how it runs, once it is open, and again when the path became another. Never rejects. */
  learnWay(): Promise<void>
  /** The network may be another: asks at once whether the other side is still there. */
  doubt(): void
  /** Errors: unreachable, too-large. */
  send(frame: Uint8Array): Promise<void>
  /** Both descriptions are here: what does not open within 30 s has failed. */
  complete(): void
  /** Says goodbye behind everything queued, waits until the other side has done the same, and closes; at the latest after `patience`. */
  leave(patience?: number): Promise<void>
  close(why: Why): void
}

const OPENS_WITHIN = 30_000
const LINGER = 1_000
const RESUME_UNDER = 256 << 10

export const connection = (described: Described, beat: Beat, events: ConnectionEvents): Connection => {
  const { connection: peerjs, pc, description } = described
  let state: 'waiting' | 'open' | 'leaving' | 'closed' = 'waiting'
  let deadline: ReturnType<typeof setTimeout> | undefined
  let usedAt = performance.now()
  let way: ConnectionInfo['way'] = null
  let learning: Promise<void> | null = null
  let ended: () => void = () => undefined
  const end = new Promise<void>((resolve) => {
    ended = resolve
  })

  const close = (why: Why): void => {
    if (state === 'closed') return
    state = 'closed'
    clearTimeout(deadline)
    talk.end()
    peerjs.close()
    ended()
    events.onClosed(why)
  }
  const closeAfter = (ms: number, why: Why): void => {
    clearTimeout(deadline)
    deadline = setTimeout(() => close(why), ms)
  }

  const forgetWay = (): void => {
    learning = null
  }
  const askWay = async (): Promise<void> => {
    const stats = await pc.getStats().catch(() => null)
    way = stats && wayOf(stats.values())
  }

  const pipe: Pipe = {
    write: (message) => void peerjs.send(message),
    buffered: () => peerjs.dataChannel?.bufferedAmount ?? 0,
    drained: () =>
      Promise.race([
        end,
        new Promise<void>((resolve) => {
          peerjs.dataChannel.bufferedAmountLowThreshold = RESUME_UNDER
          peerjs.dataChannel.addEventListener('bufferedamountlow', () => resolve(), { once: true })
        }),
      ]),
  }
  const talk = channel(
    pipe,
    {
      onFrame: (frame) => {
        usedAt = performance.now()
        events.onFrame(frame)
      },
      // Also of one that is being left: until it has ended the agent counts on it.
      onWeak: events.onWeak,
      onRecovered: () => {
        if (state === 'open') events.onRecovered()
      },
      onLost: () => close('lost'),
      onBroken: () => close('failed'),
      // They have sent all they will, and so do we now. The channel closes softly: it delivers what it holds first.
      onBye: () => {
        if (state !== 'leaving') closeAfter(LINGER, 'bye')
        state = 'leaving'
        void talk.bye().then(() => peerjs.dataChannel?.close())
      },
    },
    beat,
  )

  peerjs.on('open', () => {
    if (state !== 'waiting') return
    clearTimeout(deadline)
    state = 'open'
    usedAt = performance.now()
    talk.start()
    pc.sctp?.transport.iceTransport.addEventListener('selectedcandidatepairchange', forgetWay)
    events.onOpen()
  })
  peerjs.on('data', talk.hear)
  // Of channels whoever offers makes one, and nobody any more: PeerJS would listen to each of them.
  let channels = description.role === 'offer' ? 1 : 0
  pc.addEventListener('datachannel', () => {
    if (++channels > 1) close('failed')
  })
  peerjs.on('close', () => close(state === 'leaving' ? 'bye' : 'lost'))
  // Chromium's iceConnectionState never says so. Before it was open, `failed` mends itself: the answer may have been late.
  pc.addEventListener('connectionstatechange', () => {
    forgetWay()
    if (pc.connectionState === 'failed' && state !== 'waiting') close('failed')
    if (pc.connectionState === 'disconnected') talk.doubt(true)
  })

  return {
    usable: () => state === 'open',
    weak: talk.weak,
    usedAt: () => usedAt,
    way: () => way,
    learnWay: async () => {
      if (state === 'open') learning ??= askWay()
      await learning
    },
    doubt: () => talk.doubt(false),
    send: (frame) => {
      usedAt = performance.now()
      return talk.send(frame)
    },
    complete: () => {
      if (state === 'waiting') closeAfter(OPENS_WITHIN, 'failed')
    },
    leave: async (patience = LINGER) => {
      if (state === 'waiting') close('bye')
      if (state === 'open') {
        state = 'leaving'
        closeAfter(patience, 'bye')
        void talk.bye()
      }
      await end
    },
    close,
  }
}

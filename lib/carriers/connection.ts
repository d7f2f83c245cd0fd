import { channel, type Pipe } from './channel'
import type { Described } from './peer'

export type Why = 'bye' | 'lost' | 'failed'

export interface ConnectionEvents {
  onOpen(): void
  onFrame(frame: Uint8Array): void
  /** Told once, last. */
  onClosed(why: Why): void
}

/** One connection from its description to its end. */
export interface Connection {
  /** Whether frames may be sent: it is open, and nobody has said goodbye. */
  usable(): boolean
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

export const connection = ({ connection: peerjs, pc }: Described, events: ConnectionEvents): Connection => {
  let state: 'waiting' | 'open' | 'leaving' | 'closed' = 'waiting'
  let deadline: ReturnType<typeof setTimeout> | undefined
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
  const talk = channel(pipe, {
    onFrame: events.onFrame,
    onLost: () => close('lost'),
    onBroken: () => close('failed'),
    // They have sent all they will, and so do we now. The channel closes softly: it delivers what it holds first.
    onBye: () => {
      if (state !== 'leaving') closeAfter(LINGER, 'bye')
      state = 'leaving'
      void talk.bye().then(() => peerjs.dataChannel?.close())
    },
  })

  peerjs.on('open', () => {
    if (state !== 'waiting') return
    clearTimeout(deadline)
    state = 'open'
    talk.start()
    events.onOpen()
  })
  peerjs.on('data', talk.hear)
  peerjs.on('close', () => close(state === 'leaving' ? 'bye' : 'lost'))
  // Chromium's iceConnectionState never says so. Before it was open, `failed` mends itself: the answer may have been late.
  pc.addEventListener('connectionstatechange', () => {
    if (pc.connectionState === 'failed' && state !== 'waiting') close('failed')
  })

  return {
    usable: () => state === 'open',
    send: talk.send,
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

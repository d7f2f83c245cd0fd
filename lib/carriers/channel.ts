import { HearthError } from '../contract/errors'
import type { Beat } from './beat'
import { MAX_FRAME } from './carrier'
import { framePieces, pieceReader, signalPiece } from './framing'
import { allowance } from './pace'

/** What a channel runs on: ordered, reliable, and with a view of what has not left yet. */
export interface Pipe {
  write(message: Uint8Array): void
  /** Bytes written that have not left yet. */
  buffered(): number
  /** Resolves once little is left of them, or the pipe has closed. */
  drained(): Promise<void>
}

/** What a channel tells its owner. After `onLost` and `onBroken` the owner is expected to close. */
export interface ChannelEvents {
  onFrame(frame: Uint8Array): void
  /** The other side will send no more. */
  onBye(): void
  /** Nothing comes through at the moment; it may again. Told once, and again only after something came. */
  onWeak(): void
  /** Something came after all. */
  onRecovered(): void
  /** The other side has been silent although it was asked. */
  onLost(): void
  /** The other side sent what no agent sends. */
  onBroken(): void
}

export interface Channel {
  /** The pipe is open: the heartbeat begins. */
  start(): void
  /** Queues a frame; resolves once it was handed to the pipe. Errors: unreachable, too-large. */
  send(frame: Uint8Array): Promise<void>
  /** Says goodbye behind everything queued, once. */
  bye(): Promise<void>
  /** Something makes it doubtful that the other side hears us: it is asked at once. `sure`: nothing comes through already. */
  doubt(sure: boolean): void
  /** Whether nothing comes through at the moment. */
  weak(): boolean
  /** To be called with every message that arrives. */
  hear(message: unknown): void
  /** Nothing is sent or told any more. */
  end(): void
}

const PAUSE_OVER = 1 << 20
/** What may wait in memory for a slow receiver. */
const MAX_QUEUED = 32 << 20
/** What a frame costs while it waits, beside its bytes. */
const QUEUED_COST = 1_024
/** Signals of the other side: so many at once and a second. An agent asks again only after it heard something. */
const MAX_SIGNALS = 64
const SIGNALS_PER_SECOND = 4
/** How long a frame of ours may go without a word from the other side before they are asked. */
const REPLY_WITHIN = 4_000
/** The same where there is nothing to reply to: ICE watches the path by itself, and tells within some 6 s when it is gone. */
const PING_AFTER = 30_000
const WEAK_AFTER = 3_000
const LOST_AFTER = 12_000

/** Frames in pieces over a pipe, with back-pressure and a heartbeat. */
export const channel = (pipe: Pipe, events: ChannelEvents, beat: Beat): Channel => {
  const read = pieceReader()
  let queue = Promise.resolve()
  let queued = 0
  let saidBye = false
  let ended = false
  let written = 0

  const write = (message: Uint8Array): void => {
    written += message.length
    pipe.write(message)
  }
  const inTurn = (pieces: Uint8Array[]): Promise<void> => {
    const turn = queue.then(async () => {
      for (const piece of pieces) {
        if (pipe.buffered() > PAUSE_OVER) await pipe.drained()
        if (ended) throw new HearthError('unreachable', 'closed before it was sent')
        write(piece)
        saidAt ??= performance.now()
      }
    })
    queue = turn.catch(() => undefined)
    return turn
  }

  // A heartbeat by looking now and then: no timer is set or cleared for a message.
  let heardAt = performance.now()
  /** When we said the first that was followed by silence. */
  let saidAt: number | null = null
  let pingedAt: number | null = null
  let weak = false
  let movedBefore = 0
  const heard = (): void => {
    heardAt = performance.now()
    saidAt = null
    pingedAt = null
    if (weak) events.onRecovered()
    weak = false
  }
  const ask = (): void => {
    if (pingedAt !== null) return
    pingedAt = performance.now()
    write(signalPiece('ping'))
  }
  const weaken = (): void => {
    if (weak) return
    weak = true
    events.onWeak()
  }
  const look = (): void => {
    // While what we wrote is being taken, the other side lives, however long our ping waits behind it.
    const moved = written - pipe.buffered()
    if (pipe.buffered() > 0 && moved > movedBefore) heard()
    movedBefore = moved
    const now = performance.now()
    if (pipe.buffered() > 0) saidAt ??= now
    const asked = pingedAt === null ? 0 : now - pingedAt
    if (asked >= LOST_AFTER) {
      end()
      events.onLost()
    } else if (asked >= WEAK_AFTER) weaken()
    else if (now - heardAt >= PING_AFTER || (saidAt !== null && now - saidAt >= REPLY_WITHIN)) ask()
  }
  let stopLooking: (() => void) | undefined
  const end = (): void => {
    ended = true
    stopLooking?.()
  }

  const maySignal = allowance(MAX_SIGNALS, SIGNALS_PER_SECOND, () => performance.now())
  const understand = (message: unknown): ReturnType<typeof read> => {
    try {
      const said = read(message)
      if (typeof said === 'string' && !maySignal(1)) throw new HearthError('too-many', 'signals without end')
      return said
    } catch {
      end()
      events.onBroken()
      return null
    }
  }
  const hear = (message: unknown): void => {
    if (ended) return
    heard()
    const said = understand(message)
    if (said instanceof Uint8Array) events.onFrame(said)
    else if (said === 'bye') events.onBye()
    // Whoever asks faster than they listen gets no answer, instead of filling our memory with them.
    else if (said === 'ping' && pipe.buffered() <= PAUSE_OVER) write(signalPiece('pong'))
  }

  return {
    start: () => {
      heard()
      stopLooking = beat(look)
    },
    send: async (frame) => {
      if (frame.length === 0 || frame.length > MAX_FRAME) throw new HearthError('too-large', 'frame out of bounds')
      const cost = frame.length + QUEUED_COST
      if (ended || saidBye || queued + cost > MAX_QUEUED) throw new HearthError('unreachable', 'not now')
      queued += cost
      try {
        await inTurn(framePieces(frame))
      } finally {
        queued -= cost
      }
    },
    bye: async () => {
      if (saidBye || ended) return
      saidBye = true
      await inTurn([signalPiece('bye')]).catch(() => undefined)
    },
    doubt: (sure) => {
      if (ended || !stopLooking) return
      ask()
      if (sure) weaken()
    },
    weak: () => weak,
    hear,
    end,
  }
}

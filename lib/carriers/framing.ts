import { HearthError } from '../contract/errors'
import { concat } from '../contract/wire'
import { MAX_FRAME } from './carrier'

/** The largest message on a channel: one control byte and what it carries. */
export const PIECE = 64 * 1024
const ROOM = PIECE - 1

/** The control byte that begins every message on a channel (PROTOCOL.md, Channel). */
const CONTROL = { whole: 0, part: 1, last: 2, ping: 3, pong: 4, bye: 5 } as const

export type Signal = 'ping' | 'pong' | 'bye'

/** A message that carries nothing. */
export const signalPiece = (signal: Signal): Uint8Array => Uint8Array.of(CONTROL[signal])

/** The messages that carry a frame: one, or full parts and a last one. */
export const framePieces = (frame: Uint8Array): Uint8Array[] => {
  if (frame.length <= ROOM) return [piece(CONTROL.whole, frame)]
  const pieces: Uint8Array[] = []
  for (let at = 0; at < frame.length; at += ROOM) {
    const control = at + ROOM < frame.length ? CONTROL.part : CONTROL.last
    pieces.push(piece(control, frame.subarray(at, at + ROOM)))
  }
  return pieces
}

const piece = (control: number, data: Uint8Array): Uint8Array => concat(Uint8Array.of(control), data)

/**
 * Reads messages of a channel in their order: a signal, a frame once its last part is there, or null before that. Throws
 * `damaged` on anything that {@link framePieces} and {@link signalPiece} would not have written, and holds 1 MiB at most.
 */
export const pieceReader = (): ((message: unknown) => Signal | Uint8Array | null) => {
  let parts: Uint8Array[] = []
  return (message) => {
    if (!(message instanceof ArrayBuffer) || message.byteLength === 0 || message.byteLength > PIECE) throw malformed()
    const [control] = new Uint8Array(message, 0, 1)
    const data = new Uint8Array(message, 1)
    switch (control) {
      case CONTROL.whole:
        if (parts.length > 0 || data.length === 0) throw malformed()
        return data
      case CONTROL.part:
        // Parts are full, so that neither their number nor their sum can grow without the other.
        if (data.length !== ROOM || (parts.length + 1) * ROOM >= MAX_FRAME) throw malformed()
        parts.push(data)
        return null
      case CONTROL.last: {
        const frame = concat(...parts, data)
        if (parts.length === 0 || data.length === 0 || frame.length > MAX_FRAME) throw malformed()
        parts = []
        return frame
      }
      default:
        return signalOf(control, data)
    }
  }
}

const signalOf = (control: number | undefined, data: Uint8Array): Signal => {
  const signal = (['ping', 'pong', 'bye'] as const).find((name) => CONTROL[name] === control)
  if (!signal || data.length > 0) throw malformed()
  return signal
}

const malformed = (): HearthError => new HearthError('damaged', 'malformed message on a channel')

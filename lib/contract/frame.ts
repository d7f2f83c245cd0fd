import { HearthError } from './errors'

/** What one sealed frame is. An opening is a letter that begins a session; an envelope follows inside it. */
export type FrameKind = 'envelope' | 'signal' | 'reply' | 'opening'

/** The largest frame that any carrier takes and anybody looks at, in bytes. */
export const MAX_FRAME: number = 1 << 20

const VERSION = 1
const KINDS: readonly FrameKind[] = ['envelope', 'signal', 'reply', 'opening']

/** The first byte of every frame: the version in the high nibble, the kind in the low one. */
export const headOf = (kind: FrameKind): number => (VERSION << 4) | KINDS.indexOf(kind)

/** The kind of a frame by its first byte. Throws `newer-version` for a later version, `damaged` for no frame at all. */
export const kindOf = (frame: Uint8Array): FrameKind => {
  const head = frame[0] ?? 0
  if (head >> 4 > VERSION) throw new HearthError('newer-version', 'frame of a newer version')
  const kind = head >> 4 === VERSION ? KINDS[head & 0x0f] : undefined
  if (!kind) throw new HearthError('damaged', 'not a frame')
  return kind
}

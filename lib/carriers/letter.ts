import { HearthError } from '../contract/errors'
import type { ContactId } from '../contract/ids'
import type { Peer } from '../contract/link-api'
import { Reader, Writer } from '../contract/wire'
import type { Carrier } from './carrier'
import { listeners } from './listeners'

/** What one letter holds: frames, and bytes of the whole payload. */
export const MAX_LETTER_FRAMES = 64
export const MAX_LETTER = 256 * 1024

const VERSION = 1
const KIND = 0
const HEAD = 2
const FRAME_HEAD = 4
/** The largest frame that a letter can carry. */
export const MAX_LETTER_FRAME = MAX_LETTER - HEAD - FRAME_HEAD

/** `version << 4 | kind || count || (u32 length || frame)…`: what goes into the armour. Errors: too-large. */
export const writeLetter = (frames: readonly Uint8Array[]): Uint8Array => {
  if (frames.length === 0 || frames.length > MAX_LETTER_FRAMES) throw new HearthError('too-large', 'frames of a letter')
  const writer = new Writer().u8((VERSION << 4) | KIND).u8(frames.length)
  for (const frame of frames) writer.u32(frame.length).bytes(frame)
  const payload = writer.done()
  if (payload.length > MAX_LETTER) throw new HearthError('too-large', 'letter over 256 KiB')
  return payload
}

/** The frames of a letter. Errors: damaged, newer-version, too-large. */
export const readLetter = (payload: Uint8Array): Uint8Array[] => {
  if (payload.length > MAX_LETTER) throw new HearthError('too-large', 'letter over 256 KiB')
  const reader = new Reader(payload)
  const head = reader.u8()
  if (head >> 4 > VERSION) throw new HearthError('newer-version', 'letter')
  const count = reader.u8()
  if (head !== ((VERSION << 4) | KIND) || count === 0 || count > MAX_LETTER_FRAMES)
    throw new HearthError('damaged', 'letter')
  const frames = Array.from({ length: count }, () => reader.bytes(reader.u32()))
  reader.end()
  if (frames.some(({ length }) => length === 0)) throw new HearthError('damaged', 'empty frame')
  return frames
}

export interface LetterCarrier extends Carrier {
  /** Everything sent to a contact since the last time, as the payload of one letter; null where nothing was. */
  take(contact: ContactId): Uint8Array | null
  /** Delivers the frames of a letter that the person opened, and says how many. Errors: damaged, newer-version, too-large. */
  open(payload: Uint8Array): Promise<number>
}

/** Frames that wait until the person carries them. A letter is for a contact: it opens on whichever device it is pasted into. */
export const letterCarrier = (): LetterCarrier => {
  const waiting = new Map<ContactId, Uint8Array[]>()
  const frames = listeners<[frame: Uint8Array, from: Peer | null]>()
  let closed = false

  const size = (letter: readonly Uint8Array[]): number =>
    letter.reduce((sum, frame) => sum + FRAME_HEAD + frame.length, HEAD)

  return {
    name: 'letter',
    reach: () => (closed ? 'no' : 'by-hand'),
    send: async ({ contact }, frame) => {
      if (frame.length === 0 || frame.length > MAX_LETTER_FRAME)
        throw new HearthError('too-large', 'frame out of bounds')
      const letter = [...(waiting.get(contact) ?? []), frame]
      if (closed || letter.length > MAX_LETTER_FRAMES || size(letter) > MAX_LETTER)
        throw new HearthError('unreachable', 'this letter is full')
      waiting.set(contact, letter)
    },
    take: (contact) => {
      const letter = waiting.get(contact)
      waiting.delete(contact)
      return letter ? writeLetter(letter) : null
    },
    open: async (payload) => {
      const found = readLetter(payload)
      if (closed) throw new HearthError('interrupted', 'closed')
      for (const frame of found) await frames.tell(frame, null)
      return found.length
    },
    onFrame: frames.add,
    onReach: () => () => undefined,
    close: async () => {
      closed = true
      waiting.clear()
      frames.clear()
    },
  }
}

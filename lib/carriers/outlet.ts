import type { LinkEvent } from '../contract/link-api'

/** How many frames of one source may be untaken: what an honest one has under way (256), repeated twice. */
export const MAX_UNTAKEN = 768
/** The same in bytes: such a window of the longest texts. */
export const MAX_UNTAKEN_BYTES = 16 << 20
/** Where so much of all sources together is untaken, each has room for its share only, and that whatever the others do. */
const CROWDED = 4_096
const CROWDED_BYTES = 64 << 20
const SHARE = 320
const SHARE_BYTES = 2 << 20

type Listener = (event: LinkEvent) => void | Promise<void>

export interface Outlet {
  /** `source`: on whose account a frame waits. False where it found no room: too much of theirs has not been taken yet. */
  tell(event: LinkEvent, source: string): boolean
  listen(listener: Listener): () => void
}

/** Tells events in order to one listener, keeps them while there is none, and counts the frames that it has not finished with. */
export const outlet = (): Outlet => {
  let listener: Listener | null = null
  let untold: { event: LinkEvent; source: string }[] = []
  const all = { frames: 0, bytes: 0 }
  const accounts = new Map<string, { frames: number; bytes: number }>()

  const hasRoom = (source: string, size: number): boolean => {
    const { frames, bytes } = accounts.get(source) ?? { frames: 0, bytes: 0 }
    const crowded = all.frames >= CROWDED || all.bytes + size > CROWDED_BYTES
    return crowded
      ? frames < SHARE && bytes + size <= SHARE_BYTES
      : frames < MAX_UNTAKEN && bytes + size <= MAX_UNTAKEN_BYTES
  }
  const count = (source: string, frames: 1 | -1, size: number): void => {
    const own = accounts.get(source) ?? { frames: 0, bytes: 0 }
    for (const each of [all, own]) {
      each.frames += frames
      each.bytes += frames * size
    }
    if (own.frames === 0) accounts.delete(source)
    else accounts.set(source, own)
  }
  const hand = async (event: LinkEvent, source: string, to: Listener): Promise<void> => {
    try {
      await to(event)
    } catch {
      // What its receiver could not keep is sent again by the other side, end to end.
    } finally {
      if (event.kind === 'frame') count(source, -1, event.frame.length)
    }
  }

  return {
    tell: (event, source) => {
      if (event.kind === 'frame') {
        if (!hasRoom(source, event.frame.length)) return false
        count(source, 1, event.frame.length)
      }
      if (listener) void hand(event, source, listener)
      else untold.push({ event, source })
      return true
    },
    listen: (next) => {
      listener = next
      const before = untold
      untold = []
      for (const { event, source } of before) void hand(event, source, next)
      return () => {
        if (listener === next) listener = null
      }
    },
  }
}

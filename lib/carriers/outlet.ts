import type { LinkEvent } from '../contract/link-api'

export const MAX_UNTAKEN = 512
export const MAX_UNTAKEN_BYTES = 32 << 20

type Listener = (event: LinkEvent) => void | Promise<void>

export interface Outlet {
  /** False where a frame found no room: too much of what was told has not been taken yet. */
  tell(event: LinkEvent): boolean
  listen(listener: Listener): () => void
}

/** Tells events in order to one listener, keeps them while there is none, and counts what the listener has not finished with. */
export const outlet = (): Outlet => {
  let listener: Listener | null = null
  let untold: LinkEvent[] = []
  let untaken = 0
  let bytes = 0

  const size = (event: LinkEvent): number => (event.kind === 'frame' ? event.frame.length : 0)
  const hand = async (event: LinkEvent, to: Listener): Promise<void> => {
    try {
      await to(event)
    } catch {
      // What its receiver could not keep is sent again by the other side, end to end.
    } finally {
      untaken--
      bytes -= size(event)
    }
  }

  return {
    tell: (event) => {
      const full = untaken >= MAX_UNTAKEN || bytes + size(event) > MAX_UNTAKEN_BYTES
      if (full && event.kind === 'frame') return false
      untaken++
      bytes += size(event)
      if (listener) void hand(event, listener)
      else untold.push(event)
      return true
    },
    listen: (next) => {
      listener = next
      const before = untold
      untold = []
      for (const event of before) void hand(event, next)
      return () => {
        if (listener === next) listener = null
      }
    },
  }
}

/** What was told and is not taken yet, in bytes. */
export interface Untaken {
  /** Whether there is room for something more of this holder's, whatever the others hold. */
  hasRoom(holder: string): boolean
  add(holder: string, bytes: number, taken: Promise<unknown>): void
  /** Resolves when all that there is now was taken. */
  ready(): Promise<unknown>
}

/** Pages of the largest events from several relays, and more. */
const MAX_BYTES = 64 << 20
/** Nobody takes up everybody's room. */
const MAX_OF_ONE = 16 << 20
/** What a frame takes up in memory besides its bytes. */
const OVERHEAD = 1_024

export const untaken = (): Untaken => {
  const of = new Map<string, number>()
  const taking = new Set<Promise<unknown>>()
  let all = 0

  const change = (holder: string, bytes: number): void => {
    const now = (of.get(holder) ?? 0) + bytes
    all += bytes
    if (now > 0) of.set(holder, now)
    else of.delete(holder)
  }

  return {
    hasRoom: (holder) => all <= MAX_BYTES && (of.get(holder) ?? 0) <= MAX_OF_ONE,
    add: (holder, bytes, taken) => {
      change(holder, bytes + OVERHEAD)
      const done = taken.finally(() => {
        change(holder, -bytes - OVERHEAD)
        taking.delete(done)
      })
      taking.add(done)
    },
    ready: () => Promise.all(taking),
  }
}

import { HearthError } from '../contract/errors'
import type { Place } from '../contract/topic'
import { ceiling } from './pace'
import { MAX_ITEMS, ROOM } from './relay-parcel'

export interface Outgoing {
  /** Resolves when every item was left somewhere. Errors: unreachable. */
  add(place: Place, items: readonly Uint8Array[]): Promise<void>
  close(): void
}

interface Waiting {
  place: Place
  item: Uint8Array
  settle(error?: unknown): void
}

const AT_ONCE = 4
const MAX_WAITING_BYTES = 16 << 20

/**
 * Everything that waits to be published, first come first served and so many a minute. What waits for the same place leaves
 * together: the more there is, the more of it fits into one event.
 */
export const outgoing = (parts: {
  perMinute: number
  now: () => number
  leave(place: Place, items: readonly Uint8Array[]): Promise<void>
}): Outgoing => {
  const take = ceiling(parts.perMinute, 60_000, parts.now)
  let waiting: Waiting[] = []
  let bytes = 0
  let underWay = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false

  const nextBatch = ({ place: { topic } }: Waiting): Waiting[] => {
    let room = ROOM
    let items = 0
    const batch = waiting.filter(({ place, item }) => {
      if (place.topic.name !== topic.name || item.length > room || items === MAX_ITEMS) return false
      room -= item.length
      items++
      return true
    })
    const taken = new Set(batch)
    waiting = waiting.filter((one) => !taken.has(one))
    return batch
  }
  const leave = async (batch: readonly Waiting[], place: Place): Promise<void> => {
    underWay++
    const items = batch.map(({ item }) => item)
    const error = await parts.leave(place, items).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    underWay--
    bytes -= items.reduce((sum, { length }) => sum + length, 0)
    for (const { settle } of batch) settle(error)
    pump()
  }
  const pump = (): void => {
    for (let first = waiting[0]; first && timer === undefined && underWay < AT_ONCE; first = waiting[0]) {
      const wait = take()
      if (wait === 0) void leave(nextBatch(first), first.place)
      else
        timer = setTimeout(() => {
          timer = undefined
          pump()
        }, wait)
    }
  }

  return {
    add: async (place, items) => {
      const size = items.reduce((sum, { length }) => sum + length, 0)
      if (closed || bytes + size > MAX_WAITING_BYTES) throw new HearthError('unreachable', 'not now')
      bytes += size
      const left = items.map(
        (item) =>
          new Promise<void>((resolve, reject) => {
            waiting.push({ place, item, settle: (error) => (error === undefined ? resolve() : reject(error)) })
          }),
      )
      // What is added in the same moment may share an event.
      queueMicrotask(pump)
      await Promise.all(left)
    },
    close: () => {
      closed = true
      clearTimeout(timer)
      for (const { settle } of waiting) settle(new HearthError('unreachable', 'closed'))
      waiting = []
    },
  }
}

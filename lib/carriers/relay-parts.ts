import { concat } from '../contract/wire'
import { toHex } from '../crypto/hash'
import { MAX_FRAME } from './carrier'
import type { Item } from './relay-parcel'

interface Unfinished {
  topic: string
  holder: string
  count: number
  parts: Map<number, Uint8Array>
}

/** How many frames may be unfinished at once, of one topic and of all: the oldest of the topic or of whoever has most gives way. */
const MAX_OF_TOPIC = 4
const MAX_OF_ALL = 32

/**
 * Puts frames together from items in any order, and again and again: a whole frame, or null while parts are missing. `holder`:
 * on whose account it is, as one may have many topics.
 */
export const assembler = (): ((topic: string, holder: string, item: Item) => Uint8Array | null) => {
  const unfinished = new Map<string, Unfinished>()

  const makeRoom = (topic: string, holder: string): void => {
    const all = [...unfinished]
    const ofTopic = all.filter(([, one]) => one.topic === topic)
    const most = all.length >= MAX_OF_ALL ? busiest([...unfinished.values()], holder) : null
    const [oldest] = ofTopic.length >= MAX_OF_TOPIC ? ofTopic : all.filter(([, one]) => one.holder === most)
    if (oldest) unfinished.delete(oldest[0])
  }

  return (topic, holder, item) => {
    if (item.kind === 'whole') return item.frame
    const key = `${topic}/${toHex(item.id)}`
    if (!unfinished.has(key)) makeRoom(topic, holder)
    const one = unfinished.get(key) ?? { topic, holder, count: item.count, parts: new Map() }
    if (one.count !== item.count) return null
    unfinished.set(key, one)
    one.parts.set(item.index, item.data)
    if (one.parts.size < one.count) return null
    unfinished.delete(key)
    const frame = concat(...Array.from({ length: one.count }, (_, index) => one.parts.get(index) as Uint8Array))
    return frame.length <= MAX_FRAME ? frame : null
  }
}

/** Who of those that hold some would have most with one more of `next`; the one with the oldest where several do. */
const busiest = (all: readonly Unfinished[], next: string): string | null => {
  const counts = new Map<string, number>()
  for (const { holder } of all) counts.set(holder, (counts.get(holder) ?? (holder === next ? 1 : 0)) + 1)
  return [...counts].reduce<[string | null, number]>((most, each) => (each[1] > most[1] ? each : most), [null, 0])[0]
}

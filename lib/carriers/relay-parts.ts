import { concat } from '../contract/wire'
import { toHex } from '../crypto/hash'
import { MAX_FRAME } from './carrier'
import type { Item } from './relay-parcel'

interface Unfinished {
  topic: string
  count: number
  parts: Map<number, Uint8Array>
}

/** How many frames may be unfinished at once, of one topic and of all: the oldest gives way. */
const MAX_OF_TOPIC = 4
const MAX_OF_ALL = 32

/** Puts frames together from items in any order, and again and again: a whole frame, or null while parts are missing. */
export const assembler = (): ((topic: string, item: Item) => Uint8Array | null) => {
  const unfinished = new Map<string, Unfinished>()

  const makeRoom = (topic: string): void => {
    const ofTopic = [...unfinished].filter(([, one]) => one.topic === topic)
    const [oldest] = ofTopic.length >= MAX_OF_TOPIC ? ofTopic : unfinished.size >= MAX_OF_ALL ? unfinished : []
    if (oldest) unfinished.delete(oldest[0])
  }

  return (topic, item) => {
    if (item.kind === 'whole') return item.frame
    const key = `${topic}/${toHex(item.id)}`
    if (!unfinished.has(key)) makeRoom(topic)
    const one = unfinished.get(key) ?? { topic, count: item.count, parts: new Map() }
    if (one.count !== item.count) return null
    unfinished.set(key, one)
    one.parts.set(item.index, item.data)
    if (one.parts.size < one.count) return null
    unfinished.delete(key)
    const frame = concat(...Array.from({ length: one.count }, (_, index) => one.parts.get(index) as Uint8Array))
    return frame.length <= MAX_FRAME ? frame : null
  }
}

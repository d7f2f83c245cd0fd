import { allowance } from './pace'
import type { Arrived } from './relay-wire'

/** What an event was worth: something new, something known already, nothing; or it found no room. */
export type Worth = 'new' | 'known' | 'useless' | 'full'

/** The topics that a relay tells of as soon as something comes, in subscriptions of a size that every relay takes. */
export interface Live {
  has(subscription: string): boolean
  ids(): string[]
  /** These topics and no others from now on. */
  listen(topics: readonly string[]): void
  ask(subscription: string): void
  /** The relay has answered: whether it was about the topics that are wanted now. Else it was asked again. */
  answered(subscription: string): boolean
  /** Whether the event is one that the subscription asks for. Leaves out its topic where more comes under it than people send. */
  count(subscription: string, event: Arrived, worth: Worth): boolean
}

/** Some relays refuse more values in a filter. */
export const TOPICS_PER_REQUEST = 200

/**
 * How much may come under a topic: so much at once, and so much more per second. A device leaves one event a second at most. What
 * does not open costs more, and by its size.
 */
const BUSY = 1_000
const BUSY_PER_SECOND = 2
const USELESS = 5
const USELESS_SIZE = 8_192

export const liveTopics = (parts: {
  now: () => number
  ask(subscription: string, topics: readonly string[]): void
  /** Whether what was asked last is still without an answer. */
  waits(subscription: string): boolean
  close(subscription: string): void
  /** The topic was left out: it was too busy, or there was no room for something of it. */
  onLeft(topic: string, why: 'busy' | 'full'): void
}): Live => {
  let live = new Map<string, Set<string>>()
  // Subscriptions whose topics changed before the relay had answered: two answers could not be told apart.
  const stale = new Set<string>()
  const bears = new Map<string, (cost: number) => boolean>()

  const ask = (subscription: string): void => {
    if (parts.waits(subscription)) stale.add(subscription)
    else parts.ask(subscription, [...(live.get(subscription) ?? [])])
  }
  const leave = (subscription: string, topic: string, why: 'busy' | 'full'): void => {
    live.get(subscription)?.delete(topic)
    bears.delete(topic)
    ask(subscription)
    parts.onLeft(topic, why)
  }

  return {
    has: (subscription) => live.has(subscription),
    ids: () => [...live.keys()],
    ask,
    listen: (topics) => {
      const before = live
      live = new Map(chunks(topics, TOPICS_PER_REQUEST).map((some, index) => [`live${index}`, new Set(some)]))
      for (const subscription of before.keys()) if (!live.has(subscription)) parts.close(subscription)
      for (const [subscription, wanted] of live) if (!same(before.get(subscription), wanted)) ask(subscription)
      const all = new Set(topics)
      for (const topic of bears.keys()) if (!all.has(topic)) bears.delete(topic)
    },
    answered: (subscription) => {
      const again = stale.delete(subscription)
      if (again) ask(subscription)
      return !again
    },
    count: (subscription, { topics, size }, worth) => {
      const wanted = live.get(subscription)
      const topic = topics.find((each) => wanted?.has(each))
      // What was left out comes until the relay has heard of it.
      if (topic === undefined) return live.has(subscription) && parts.waits(subscription)
      const bear = bears.get(topic) ?? allowance(BUSY, BUSY_PER_SECOND, parts.now)
      bears.set(topic, bear)
      if (worth === 'full') leave(subscription, topic, 'full')
      else if (!bear(worth === 'useless' ? USELESS + size / USELESS_SIZE : 1)) leave(subscription, topic, 'busy')
      return true
    },
  }
}

const same = (a: ReadonlySet<string> | undefined, b: ReadonlySet<string>): boolean =>
  a !== undefined && a.size === b.size && [...b].every((each) => a.has(each))

/** In pieces of at most `size`, in order. */
export const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))

import type { Filter, Order } from '../contract/data-api'
import type { Entry } from './entry'
import { fold } from './words'

/** Whether an entry meets every condition of a filter; made once, asked for each. */
export const matcher = ({ text = '', type, tag, from, before, import: of, binned }: Filter) => {
  const words = fold(text).split(/\s+/).filter(Boolean)
  // The longest word rules out the most.
  words.sort((a, b) => b.length - a.length)
  return (entry: Entry): boolean =>
    entry.binned === (binned === true) &&
    (type === undefined || entry.type === type) &&
    (tag === undefined || entry.tags.includes(tag)) &&
    (from === undefined || entry.at >= from) &&
    (before === undefined || entry.at < before) &&
    (of === undefined || entry.import === of) &&
    words.every((word) => entry.hay.includes(word))
}

const collator = new Intl.Collator(undefined, { numeric: true })

const ORDERS: Record<Order, (a: Entry, b: Entry) => number> = {
  newest: (a, b) => b.at - a.at || (a.id < b.id ? -1 : 1),
  oldest: (a, b) => a.at - b.at || (a.id < b.id ? -1 : 1),
  changed: (a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1),
  name: (a, b) => collator.compare(nameOf(a), nameOf(b)) || (a.id < b.id ? -1 : 1),
}

const nameOf = ({ hay }: Entry): string => hay.slice(0, 64)

/** Finds entries, and knows the last answers as long as nothing has changed: whoever scrolls asks the same again and again. */
export interface Search {
  find(filter: Filter, order: Order): readonly Entry[]
}

const REMEMBERED = 4

/** A search over what `all` gives; `version` tells when that is another. */
export const openSearch = (items: { all(): readonly Entry[]; readonly version: number }): Search => {
  let answers = new Map<string, readonly Entry[]>()
  let orders = new Map<Order, readonly Entry[]>()
  let version = -1

  const ordered = (order: Order): readonly Entry[] => {
    const found = orders.get(order) ?? [...items.all()].sort(ORDERS[order])
    orders.set(order, found)
    return found
  }
  return {
    find: (filter, order) => {
      if (version !== items.version) {
        answers = new Map()
        orders = new Map()
        version = items.version
      }
      const question = JSON.stringify([filter, order])
      const known = answers.get(question)
      if (known) return known
      const found = ordered(order).filter(matcher(filter))
      answers.set(question, found)
      if (answers.size > REMEMBERED) answers.delete(answers.keys().next().value as string)
      return found
    },
  }
}

import { numberWords } from '../data/numbers'
import { oneLine } from '../names'
import { sinceWhen } from '../time'

const URN = /^urn:uuid:([0-9a-f-]{36})$/
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[^/\s]+$/
const MOMENT = /^\d{4}-\d\d-\d\dT/
const LONGEST = 500

/** One thing that a receipt says: what about, as the standard names it, and what. */
export interface Fact {
  name: string
  value: string
}

/** Everything that a receipt says, in its order. Its words may be of a newer version: whatever is in it is shown. */
export const factsOf = (receipt: object): Fact[] => [...walk(receipt, '')]

function* walk(value: unknown, name: string): Generator<Fact> {
  if (Array.isArray(value)) for (const each of value) yield* walk(each, name)
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) {
      if (key !== '@context') yield* walk(each, key.startsWith('@') ? name : key)
    }
  else if (value !== null && value !== undefined) yield { name: plainName(name), value: plainValue(value) }
}

/** `dpv:hasDataController` is "Data controller". */
const plainName = (key: string): string => {
  const words = key
    .replace(/^.*[:#/]/, '')
    .replace(/^has(?=[A-Z])/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const plainValue = (value: unknown): string =>
  typeof value === 'number' ? numberWords(value) : oneLine(String(value), LONGEST)

/** What names it in an address: the digits of its `urn:uuid:`; null where it has none. */
export const receiptId = (receipt: object): string | null => {
  for (const value of Object.values(receipt)) {
    const id = typeof value === 'string' ? URN.exec(value)?.[1] : undefined
    if (id !== undefined) return id
  }
  return null
}

/** Whom it is about, as far as it says so. */
export const receiptSite = (facts: readonly Fact[]): string | null =>
  facts.find(({ value }) => ORIGIN.test(value))?.value ?? null

/** When it was written. */
export const receiptWhen = (facts: readonly Fact[]): string | null => {
  const moment = facts.find(({ value }) => MOMENT.test(value))?.value
  return moment === undefined || Number.isNaN(Date.parse(moment)) ? null : sinceWhen(Date.parse(moment))
}

import { numberWords } from '../data/numbers'
import { capped, plain } from '../prompt/site-text'
import { locale } from '../time'

const URN = /^urn:uuid:([0-9a-f-]{36})$/
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[^/\s]+$/
const MOMENT = /^\d{4}-\d\d-\d\dT/
const LONGEST = 500
const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })

/** One thing that a receipt says: what about, as the standard names it, and what. */
export interface Fact {
  name: string
  values: string[]
}

/** Everything that a receipt says, in its order. Its words may be of a newer version: whatever is in it is shown. */
export const factsOf = (receipt: object): Fact[] => {
  const facts: Fact[] = []
  for (const { name, value } of walk(receipt, '')) {
    const last = facts.at(-1)
    if (last?.name === name) last.values.push(value)
    else facts.push({ name, values: [value] })
  }
  return facts
}

// What stands for nothing but the form of it. What it is itself called stands in it by another name, too.
const FORM = ['@context', '@type', '@language']

function* walk(value: unknown, name: string): Generator<{ name: string; value: string }> {
  if (Array.isArray(value)) for (const each of value) yield* walk(each, name)
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) {
      const own = key.startsWith('@') ? name : plainName(key)
      if (own !== '' && !FORM.includes(key)) yield* walk(each, own)
    }
  else if (value !== null && value !== undefined) yield { name, value: plainValue(value) }
}

/** `pii_controllers` is "PII controllers". */
const plainName = (key: string): string => {
  const words = key.replaceAll('_', ' ').replace(/^pii\b/, 'PII')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const plainValue = (value: unknown): string => {
  if (typeof value === 'number') return numberWords(value)
  const text = capped(plain(String(value)), LONGEST)
  return MOMENT.test(text) && !Number.isNaN(Date.parse(text)) ? moment.format(Date.parse(text)) : text
}

/** What names it in an address: the digits of its `urn:uuid:`; null where it has none. */
export const receiptId = (receipt: object): string | null => {
  for (const value of Object.values(receipt)) {
    const id = typeof value === 'string' ? URN.exec(value)?.[1] : undefined
    if (id !== undefined) return id
  }
  return null
}

/** Whom it is about, as far as it says so. */
export const receiptSite = (receipt: object): string | null => first(receipt, ORIGIN)

/** When it was written, milliseconds since 1970, as far as it says so. */
export const receiptAt = (receipt: object): number | null => {
  const at = Date.parse(first(receipt, MOMENT) ?? '')
  return Number.isNaN(at) ? null : at
}

const first = (value: unknown, pattern: RegExp): string | null => {
  if (typeof value === 'string') return pattern.test(value) ? value : null
  if (typeof value !== 'object' || value === null) return null
  for (const [key, each] of Object.entries(value)) {
    const found = FORM.includes(key) ? null : first(each, pattern)
    if (found !== null) return found
  }
  return null
}

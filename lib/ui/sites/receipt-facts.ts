import type { Receipt } from '../../contract/receipt'
import { numberWords } from '../data/numbers'
import { capped, plain } from '../prompt/site-text'
import { locale } from '../time'

const MOMENT = /^\d{4}-\d\d-\d\dT/
const LONGEST = 500
const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })

/** One thing that a receipt says: what about, as the standard names it, and what. */
export interface Fact {
  name: string
  values: string[]
}

/** Everything that a receipt says, in its order. */
export const factsOf = (receipt: Receipt): Fact[] => {
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

import type { Address, Draft, Fields, Labelled, Value } from '../contract/item'
import { isList } from '../contract/item-text'
import { itemType } from '../contract/item-types'
import { folded } from './words'

type Kept = Pick<Draft, 'type' | 'fields'>

/** One thing that was typed and that an item does not say. */
export interface Change {
  field: string
  said: Labelled
  /** What it says instead; null where it is only added to. */
  before: Value | null
}

/** What was typed and an item does not say yet: several values are added to, one is replaced. */
export const changesTo = (item: Kept, typed: readonly Fields[]): Change[] => {
  const changes: Change[] = []
  let now = item
  for (const { name } of itemType(item.type)?.fields ?? []) {
    // What an address is called is the person's own to say.
    if (item.type === 'PostalAddress' && name === 'name') continue
    for (const said of typed.flatMap((each) => listOf(each[name]))) {
      const next = withValue(now, name, said)
      if (next === null) continue
      const change = { field: name, said, before: replacedBy(item.fields[name], next.fields[name]) }
      const earlier = changes.some(({ field }) => field === name)
      // Of two that differ in the same form the first counts.
      if (earlier && !isMany(item.type, name)) continue
      changes.push(change)
      now = next
    }
  }
  return changes
}

/** The item with these changes. */
export const withChanges = (item: Kept, changes: readonly Change[]): Fields =>
  changes.reduce((now, { field, said }) => withValue(now, field, said) ?? now, item).fields

const isMany = (type: string, name: string): boolean =>
  itemType(type)?.fields.find((field) => field.name === name)?.many ?? false

const listOf = (value: Value | Labelled[] | undefined): Labelled[] =>
  value === undefined ? [] : isList(value) ? value : [{ value }]

/** The one value that is other than before. */
const replacedBy = (before: Fields[string] | undefined, after: Fields[string] | undefined): Value | null => {
  const now = listOf(after).map(({ value }) => JSON.stringify(value))
  return listOf(before).find(({ value }) => !now.includes(JSON.stringify(value)))?.value ?? null
}

/** The item with one more value; null where it says it already. */
const withValue = ({ type, fields }: Kept, name: string, said: Labelled): Kept | null => {
  const list = listOf(fields[name])
  if (list.some(({ value }) => saysAll(value, said.value))) return null
  const more = list.map(({ value }) => joined(value, said.value))
  const at = more.findIndex((each) => each !== null)
  const next =
    at >= 0 ? list.map((each, index) => (index === at ? { ...each, value: more[at] ?? each.value } : each)) : null
  const value = isMany(type, name) ? (next ?? [...list, said]) : (next?.[0]?.value ?? said.value)
  return { type, fields: { ...fields, [name]: value } }
}

const isAddress = (value: Value): value is Address => typeof value === 'object' && !Array.isArray(value)

const part = (address: Address, name: string): string => folded(address[name as keyof Address] ?? '')

/** Whether a value says all that another one says: the same words, or an address of which the other is a part. */
const saysAll = (one: Value, other: Value): boolean => {
  if (!isAddress(one) || !isAddress(other)) return plainOf(one) === plainOf(other)
  return Object.keys(other).every((name) => part(one, name) === part(other, name))
}

/** Telephone numbers are the same whatever stands between their digits. */
const plainOf = (value: Value): string => {
  const text = String(value)
  const number = /^\+?[\d\s()./-]{5,}$/.test(text) && !/^\d{4}-\d\d/.test(text)
  return number ? text.replace(/[^\d+]/g, '') : folded(text)
}

/** An address with what another one says besides; null where they contradict each other, or cannot be told to be the same. */
const joined = (one: Value, other: Value): Address | null => {
  if (!isAddress(one) || !isAddress(other)) return null
  const shared = Object.keys(other).filter((name) => part(one, name) !== '')
  const place = shared.includes('streetAddress') || shared.includes('postalCode')
  return place && shared.every((name) => part(one, name) === part(other, name)) ? { ...one, ...other } : null
}

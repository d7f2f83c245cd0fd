import type { ItemId } from '../../../contract/ids'
import type { Draft, Fields, Item, Labelled, Value } from '../../../contract/item'
import { isList, textsOf } from '../../../contract/item-text'
import { type FieldType, itemType } from '../../../contract/item-types'

/** One field of the contacts that may become one: what they say in it, each once. */
export interface Gathered {
  field: FieldType
  /** What can be chosen, and of which contacts it is. */
  options: { value: Value | Labelled[]; of: ItemId[] }[]
  /** All of it: lists without doubles, texts one after the other; null where a field takes one value only. */
  both: Value | Labelled[] | null
}

/** By field: the number of an option, or both. */
export type Choices = Readonly<Record<string, number | 'both'>>

/** Which contact the others are merged into: one that a file brought, with the most in it, the oldest. */
export const mainOf = (items: readonly Item[]): Item | undefined =>
  [...items].sort(
    (a, b) =>
      Number(b.original !== undefined) - Number(a.original !== undefined) ||
      Object.keys(b.fields).length - Object.keys(a.fields).length ||
      a.createdAt - b.createdAt ||
      (a.id < b.id ? -1 : 1),
  )[0]

/** What the contacts say, field by field, in the order of their type; what `main` says stands first. */
export const gather = (items: readonly Item[], main: Item): Gathered[] => {
  const ordered = [main, ...items.filter((item) => item !== main)]
  return (itemType(main.type)?.fields ?? []).flatMap((field) => {
    const options: Gathered['options'] = []
    const all: Labelled[] = []
    for (const { id, fields } of ordered) {
      const value = Object.hasOwn(fields, field.name) ? fields[field.name] : undefined
      if (value === undefined) continue
      all.push(...listOf(value))
      const known = options.find((each) => sameList(field, each.value, value))
      if (known) known.of.push(id)
      else options.push({ value, of: [id] })
    }
    return options.length === 0 ? [] : [{ field, options, both: bothOf(field, options, all) }]
  })
}

/** What is chosen before anybody chose: all where that is possible, else what the main contact says. */
export const firstChoices = (gathered: readonly Gathered[]): Choices =>
  Object.fromEntries(gathered.map(({ field, both }) => [field.name, both === null ? 0 : 'both']))

/** The contact that comes out. */
export const mergedDraft = (
  items: readonly Item[],
  main: Item,
  gathered: readonly Gathered[],
  choices: Choices,
): Draft => {
  const fields: Fields = {}
  for (const { field, options, both } of gathered) {
    const choice = choices[field.name] ?? 'both'
    const value = choice === 'both' ? (both ?? options[0]?.value) : options[choice]?.value
    if (value !== undefined) fields[field.name] = value
  }
  return { type: main.type, fields, tags: [...new Set([main, ...items].flatMap(({ tags }) => tags))].slice(0, 100) }
}

/** What two contacts or more say alike in a field: "anna@example.org". */
export const sharedWords = (items: readonly Item[], name: string): string[] => {
  const field = itemType('Contact')?.fields.find((each) => each.name === name)
  if (!field) return []
  const said = items.map(({ fields }) => textsOf(fields[name]))
  return said.flatMap((texts, index) =>
    texts.filter((text) => said.slice(index + 1).some((others) => others.some((other) => same(field, text, other)))),
  )
}

const bothOf = (
  field: FieldType,
  options: Gathered['options'],
  all: readonly Labelled[],
): Value | Labelled[] | null => {
  if (field.many) return united(field, all)
  if (field.kind !== 'text' || options.length < 2) return null
  return options.map(({ value }) => String(value).trim()).join('\n\n')
}

const listOf = (value: Value | Labelled[]): readonly Labelled[] => (isList(value) ? value : [{ value }])

/** Each once: written the first way, or with its country where only another one says that; a label is better than none. */
const united = (field: FieldType, all: readonly Labelled[]): Labelled[] => {
  const found: Labelled[] = []
  const places = new Map<string, number[]>()
  for (const each of all) {
    const bucket = places.get(bucketOf(field, each.value)) ?? []
    const at = bucket.find((index) => same(field, found[index]?.value ?? '', each.value))
    const known = at === undefined ? undefined : found[at]
    if (at === undefined || known === undefined) {
      places.set(bucketOf(field, each.value), [...bucket, found.length])
      found.push(each)
      continue
    }
    const label = known.label ?? each.label
    const abroad = field.kind === 'phone' && !isAbroad(known.value) && isAbroad(each.value)
    found[at] = { value: abroad ? each.value : known.value, ...(label !== undefined && { label }) }
  }
  return found
}

const sameList = (field: FieldType, a: Value | Labelled[], b: Value | Labelled[]): boolean => {
  const [ones, others] = [listOf(a), listOf(b)]
  const both = united(field, [...ones, ...others]).length
  return both === united(field, ones).length && both === united(field, others).length
}

/** Only values with the same can say the same: lists may be long. */
const bucketOf = ({ kind }: FieldType, value: Value): string => {
  if (typeof value === 'object') return plain(value)
  const text = textOf(value)
  return kind === 'phone' ? digitsOf(text).slice(-7) : text.toLowerCase()
}

/** Whether two values say the same. */
const same = ({ kind }: FieldType, a: Value, b: Value): boolean => {
  if (typeof a === 'object' || typeof b === 'object') return typeof a === typeof b && plain(a) === plain(b)
  if (kind === 'phone') return samePhone(textOf(a), textOf(b))
  return kind === 'email' ? textOf(a).toLowerCase() === textOf(b).toLowerCase() : textOf(a) === textOf(b)
}

const plain = (value: Value): string => JSON.stringify(Object.entries(value).sort()).toLowerCase()

const textOf = (value: Value): string => String(value).normalize('NFKC').trim().replace(/\s+/g, ' ')

const digitsOf = (text: string): string =>
  text
    .replace(/\(0\)/g, '')
    .replace(/[^\d+]/g, '')
    .replace(/^00/, '+')

const isAbroad = (value: Value): boolean => digitsOf(textOf(value)).startsWith('+')

/** With a country and without: then one ends in the other. Whatever is no number, and every extension, is compared as text. */
const samePhone = (a: string, b: string): boolean => {
  if (a === b) return true
  const [one, other] = [digitsOf(a), digitsOf(b)]
  const [short, long] = one.startsWith('+') ? [other, one] : [one, other]
  if (short.length < 7 || /[a-z#;*]/i.test(a + b)) return false
  return short.startsWith('+') || !long.startsWith('+') ? short === long : long.endsWith(short.replace(/^0+/, ''))
}

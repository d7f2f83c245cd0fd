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
    const options = new Map<string, Gathered['options'][number]>()
    for (const { id, fields } of ordered) {
      const value = Object.hasOwn(fields, field.name) ? fields[field.name] : undefined
      if (value === undefined) continue
      const key = sameKey(field, value)
      const known = options.get(key)
      if (known) known.of.push(id)
      else options.set(key, { value, of: [id] })
    }
    const all = [...options.values()]
    return all.length === 0 ? [] : [{ field, options: all, both: bothOf(field, all) }]
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

/** The marks that two contacts share, for their reason: "anna@example.org". */
export const sharedWords = (items: readonly Item[], name: string): string[] => {
  const field: FieldType = itemType('Contact')?.fields.find((each) => each.name === name) ?? { name, kind: 'line' }
  const counts = new Map<string, { text: string; count: number }>()
  for (const { fields } of items) {
    const texts = new Map(textsOf(fields[name]).map((text) => [valueKey(field, text), text]))
    for (const [key, text] of texts) counts.set(key, { text, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return [...counts.values()].flatMap(({ text, count }) => (count > 1 ? [text] : []))
}

const bothOf = ({ kind, many, ...rest }: FieldType, options: Gathered['options']): Value | Labelled[] | null => {
  if (many) {
    const united = new Map<string, Labelled>()
    for (const { value } of options)
      for (const each of isList(value) ? value : [{ value }]) {
        const key = valueKey({ kind, ...rest }, each.value)
        const known = united.get(key)
        // The first way to write it stays, and a label is better than none.
        if (!known) united.set(key, each)
        else if (known.label === undefined && each.label !== undefined) united.set(key, { ...known, label: each.label })
      }
    return [...united.values()]
  }
  if (kind !== 'text' || options.length < 2) return null
  return options.map(({ value }) => String(value).trim()).join('\n\n')
}

const sameKey = (field: FieldType, value: Value | Labelled[]): string =>
  isList(value)
    ? value
        .map((each) => valueKey(field, each.value))
        .sort()
        .join('\n')
    : valueKey(field, value)

/** Two values with the same key say the same. */
const valueKey = ({ kind }: Pick<FieldType, 'kind'>, value: Value): string => {
  if (typeof value === 'object') return JSON.stringify(Object.entries(value).sort()).toLowerCase()
  const text = String(value).normalize('NFKC').trim().replace(/\s+/g, ' ')
  if (kind === 'email') return text.toLowerCase()
  if (kind !== 'phone') return text
  const digits = text.replace(/\(0\)/, '').replace(/[^\d+]/g, '')
  return digits.length < 5 ? text : digits.replace(/^00/, '+')
}

import { same } from '../../contract/canonical'
import type { Fields, Item, Labelled, Value } from '../../contract/item'
import { isList } from '../../contract/item-text'
import { itemType } from '../../contract/item-types'
import { checkField } from '../../items/check'
import type { Write } from '../../items/editing'
import { quoted, refuse } from './question'
import type { Site } from './site'

/** A field as a site writes it, as it is kept: of several values without labels; null takes it away. Throws TypeError. */
export const writtenOf = (type: string, name: string, value: unknown): Fields[string] | null => {
  const field = itemType(type)?.fields.find((each) => each.name === name)
  if (!field || field.fixed || field.kind === 'file')
    return refuse(`records: ${type} has no field ${quoted(name)} to write`)
  if (value === null) return null
  try {
    return checkField(field, field.many ? listOf(value) : (value as Value))
  } catch {
    return refuse(`records: not a value of ${quoted(name)}`)
  }
}

const listOf = (value: unknown): Labelled[] => (Array.isArray(value) ? value : [value]).map((each) => ({ value: each }))

/**
 * The fields that would be others. What a site writes back as it was given is no change, and values that it was not given
 * stay: it cannot take away what it never saw, and to a list that it cannot see it only adds. Of values that stay the labels do, too.
 */
export const changesTo = (
  site: Site,
  item: Item,
  written: readonly (readonly [string, Fields[string] | null])[],
): Write['fields'] => {
  const cover = site.permissions.cover(site, { capability: 'data.read', type: item.type })
  const given = cover?.give(item) ?? null
  const changes = written.flatMap(([name, value]): [string, Fields[string] | null][] => {
    const held = item.fields[name]
    const seen = given && Object.hasOwn(given, name) ? given[name] : undefined
    if (seen !== undefined && same(seen, plainOf(value))) return []
    const next = mergedWith(held, value, seen)
    return same(held ?? null, next) ? [] : [[name, next]]
  })
  return Object.fromEntries(changes)
}

const plainOf = (value: Fields[string] | null): unknown =>
  value !== null && isList(value) ? value.map(({ value: each }) => each) : value

const mergedWith = (
  held: Fields[string] | undefined,
  value: Fields[string] | null,
  seen: unknown,
): Fields[string] | null => {
  const [before, wanted] = [held ?? [], value ?? []]
  if (!isList(before) || !isList(wanted)) return value
  const isSeen = (each: Labelled) => Array.isArray(seen) && seen.some((one) => same(one, each.value))
  const unseen = before.filter((each) => !isSeen(each))
  const kept = wanted.flatMap((each) => {
    const was = before.find((one) => same(one.value, each.value))
    // What it was given and nobody has is another value in the place of the true ones.
    return was ?? (isSeen(each) ? [] : each)
  })
  const next = [...kept, ...unseen.filter((each) => !kept.includes(each))]
  return next.length === 0 ? null : next
}

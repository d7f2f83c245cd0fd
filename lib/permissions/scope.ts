import * as v from 'valibot'
import { same } from '../contract/canonical'
import { HearthError } from '../contract/errors'
import type { ItemId } from '../contract/ids'
import type { Item, Labelled, Value } from '../contract/item'
import { isFile, isList } from '../contract/item-text'
import { type FieldType, itemType, type Kind } from '../contract/item-types'
import { isLocal } from '../contract/origin'
import { MAX_RECORDS } from '../contract/page-api'
import { DURATIONS, type Duration, type FieldRule, type Grantee, type Scope } from '../contract/permission'

/** What was asked for, which a decision can only narrow. */
export interface AskedPart {
  kind: 'read' | 'standing'
  type: string
  fields: readonly string[]
  /** To read once what the person picks: `multiple` or one. */
  pick?: { multiple: boolean } | null
  /** To read: also what is added later, if the person says so. */
  standing?: boolean
  /** The items that may be named: of the type, in the vault, not in the bin. */
  item(id: ItemId): Pick<Item, 'type' | 'fields' | 'binnedAt'> | undefined
}

/** Fields as a site gets them: a list of values for a field of several, and of a file its size and media type. */
export type Given = Record<string, unknown>

const LONGEST_ALIAS = 10_000

const rule = v.union([
  v.literal(true),
  v.strictObject({ only: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(1_000)) }),
  v.strictObject({
    instead: v.union([v.pipe(v.string(), v.maxLength(LONGEST_ALIAS)), v.pipe(v.number(), v.finite())]),
  }),
])
const decision = v.variant('allow', [
  v.strictObject({ allow: v.literal(false) }),
  v.strictObject({
    allow: v.literal(true),
    fields: v.optional(v.array(v.string())),
    all: v.optional(v.boolean()),
    records: v.optional(v.record(v.string(), v.record(v.string(), rule))),
  }),
])
type Rules = Record<string, Record<string, v.InferOutput<typeof rule>>>

/**
 * The scope that a person's decision about one part makes; null where it is denied. To read: `fields` of the items in `records`,
 * or of all. To act later (`standing`): `all` for what exists, else only what the grantee makes. A record with an empty rule is
 * left out. Throws `bad-request` for whatever goes beyond what was asked, or gives nothing.
 */
export const narrow = (asked: AskedPart, decided: unknown): Scope | null => {
  const parsed = v.safeParse(decision, decided)
  if (!parsed.success) return bad('no decision')
  const { output } = parsed
  if (!output.allow) return null
  if (output.fields?.some((field) => !asked.fields.includes(field))) bad('a field that was not asked for')
  const fields = asked.fields.filter((field) => output.fields?.includes(field) ?? true)
  if (asked.kind !== 'standing' && fields.length === 0) bad('no field')
  const records = checkRecords(asked, fields, output.records ?? {})
  if (asked.kind === 'standing') {
    if (output.records !== undefined && Object.keys(output.records).length > 0) bad('no records were shown')
    return { fields, all: output.all === true, records: {} }
  }
  if (output.all) {
    if (asked.standing !== true || asked.pick) bad('more than was asked')
    return { fields, all: true, records }
  }
  return single(asked, fields, records)
}

/** Only these items: those whose rule says something, and of the fields those that it names. */
const single = (asked: AskedPart, fields: readonly string[], records: Scope['records']): Scope => {
  const chosen = Object.entries(records).filter(([, each]) => Object.keys(each).length > 0)
  if (chosen.length === 0) bad('nothing is given')
  if (asked.pick && !asked.pick.multiple && chosen.length > 1) bad('more than one')
  return {
    fields: fields.filter((field) => chosen.some(([, each]) => Object.hasOwn(each, field))),
    all: false,
    records: Object.fromEntries(chosen),
  }
}

const checkRecords = (asked: AskedPart, fields: readonly string[], records: Rules): Scope['records'] => {
  const entries = Object.entries(records)
  if (entries.length > MAX_RECORDS) bad('too many records')
  return Object.fromEntries(
    entries.map(([id, rules]) => {
      const item = asked.item(id as ItemId)
      if (!item || item.type !== asked.type || item.binnedAt !== undefined) return bad('a record that was not shown')
      const described = itemType(item.type)?.fields.filter(({ name }) => fields.includes(name))
      const checked = Object.entries(rules).map(([name, rule]): [string, FieldRule] => {
        const field = described?.find((each) => each.name === name) ?? bad('a field that was not asked for')
        if (rule === true) return [name, true]
        return [name, checkRule(field, rule, item.fields[name])]
      })
      return [id, Object.fromEntries(checked)]
    }),
  )
}

// What the vault holds is taken from there: the panel only says which.
const checkRule = (
  { kind, many }: FieldType,
  rule: { only: unknown[] } | { instead: string | number },
  held: Value | Labelled[] | undefined,
): FieldRule => {
  if ('instead' in rule) {
    const { instead } = rule
    if (typeof instead !== (kind === 'number' ? 'number' : 'string') || NO_TEXT.includes(kind)) bad('no such value')
    if (typeof instead === 'string' && instead.trim() === '') bad('an empty value')
    return { instead }
  }
  const values = many && held !== undefined && isList(held) ? held.map(({ value }) => value) : bad('not several values')
  const only = rule.only.map(
    (wanted) => values.find((value) => same(value, wanted)) ?? bad('a value that is not there'),
  )
  return { only: [...new Set(only)] }
}

const NO_TEXT: readonly Kind[] = ['address', 'geo', 'path', 'file']

/** For how long a grantee may be given something, the longest first: no longer than `wanted`; pages of this computer a tab at most. */
export const durationsFor = (grantee: Grantee, wanted: Duration = 'untilRevoked'): Duration[] => {
  const most = isLocal(grantee)
    ? Math.min(DURATIONS.indexOf(wanted), DURATIONS.indexOf('tab'))
    : DURATIONS.indexOf(wanted)
  return DURATIONS.slice(0, most + 1).reverse()
}

/** What a scope gives of an item; null where it leaves it out. */
export const give = (scope: Scope, item: Pick<Item, 'id' | 'type' | 'fields'>): Given | null =>
  giveTogether([scope], item)

/**
 * What scopes give of an item, in no more than `only`; null where all of them leave it out. Of those that speak of the same
 * field the first counts, also where nothing is left of what it gives.
 */
export const giveTogether = (
  scopes: readonly Scope[],
  { id, type, fields }: Pick<Item, 'id' | 'type' | 'fields'>,
  only?: readonly string[],
): Given | null => {
  const about = scopes.filter((scope) => includes(scope, id))
  if (about.length === 0) return null
  const given: Given = {}
  for (const { name, many } of itemType(type)?.fields ?? []) {
    if (only && !only.includes(name)) continue
    const rule = firstRule(about, id, name)
    const value = rule && givenBy(rule, fields[name], many === true)
    if (value !== null && value !== undefined) given[name] = value
  }
  return given
}

const firstRule = (scopes: readonly Scope[], id: ItemId, field: string): FieldRule | null => {
  for (const scope of scopes) {
    const rule = ruleOf(scope, id, field)
    if (rule !== null) return rule
  }
  return null
}

/** Whether a scope is about this item at all. */
export const includes = ({ all, records }: Scope, id: ItemId): boolean =>
  Object.hasOwn(records, id) ? Object.keys(records[id] ?? {}).length > 0 : all

/** What a scope says of one field of an item; null where it gives nothing of it. */
export const ruleOf = ({ fields, all, records }: Scope, id: ItemId, field: string): FieldRule | null => {
  if (!fields.includes(field)) return null
  if (!Object.hasOwn(records, id)) return all ? true : null
  const rule = records[id] ?? {}
  return Object.hasOwn(rule, field) ? (rule[field] ?? null) : null
}

const givenBy = (rule: FieldRule, held: Value | Labelled[] | undefined, many: boolean): unknown => {
  if (rule !== true && 'instead' in rule) return many ? [rule.instead] : rule.instead
  if (held === undefined) return undefined
  if (!many || !isList(held)) return plain(held as Value)
  const values = held.map(({ value }) => value)
  // What the person has changed since is another value, which nobody has said may be given.
  const kept = rule === true ? values : values.filter((value) => rule.only.some((each) => same(each, value)))
  return kept.length === 0 ? undefined : kept.map(plain)
}

const plain = (value: Value): unknown => (isFile(value) ? { mediaType: value.mediaType, size: value.size } : value)

/** Whether every one of these values is among what is given: of a field of several, one of them. */
export const matches = (given: Given, equals: Readonly<Record<string, string | number | boolean>>): boolean =>
  Object.entries(equals).every(([name, wanted]) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    return Array.isArray(value) ? value.includes(wanted) : value === wanted
  })

const bad = (message: string): never => {
  throw new HearthError('bad-request', message)
}

import type { ItemId } from '../../contract/ids'
import type { Value } from '../../contract/item'
import { isList } from '../../contract/item-text'
import type { Duration, FieldRule, RecordRule } from '../../contract/permission'
import type { AskPart, PartDecision, RecordView } from '../../contract/sites-api'

/** What the person chose of one part so far. What they did not touch is as {@link firstChoice} and {@link isTicked} say. */
export interface Choice {
  allow: boolean
  /** Every item, also those that are not shown and those to come. */
  all: boolean
  /** Fields that are left out everywhere. */
  without: readonly string[]
  /** Single values, by {@link Tickable}'s key. */
  ticks: Readonly<Record<string, boolean>>
  /** Another value in the place of a field, by {@link insteadKey}. */
  instead: Readonly<Record<string, string>>
  picked: readonly RecordView[]
}

/** One value that can be given or not. */
export interface Tickable {
  key: string
  value: Value
  label: string | undefined
  first: boolean
}

export type ReadPart = Extract<AskPart, { kind: 'read' }>
export type StandingPart = Extract<AskPart, { kind: 'standing' }>

/** How a part stands when it is first shown: picked is only what there is no choice about. */
export const firstChoice = (part: AskPart): Choice => ({
  allow: true,
  all: part.kind === 'standing' && changesOld(part) && !part.access.includes('create'),
  without: [],
  ticks: {},
  instead: {},
  picked: part.kind === 'read' && part.pick !== null && part.total === 1 ? part.records : [],
})

/** The same choice over values that have changed since: what was picked is as it is now, or no longer picked. */
export const renewed = (choice: Choice, part: AskPart): Choice => {
  if (part.kind !== 'read' || part.pick === null) return choice
  const kept = choice.picked.flatMap(({ item }) => part.records.find((record) => record.item === item) ?? [])
  return { ...choice, picked: kept }
}

/** Whether a part is about items that were there before. */
export const changesOld = ({ access }: StandingPart): boolean => access.some((each) => each !== 'create')

/** Whether every item can be given, not only those that are shown: else there would be none but these. */
export const offersAll = ({ standing, total, records }: ReadPart, duration: Duration): boolean =>
  standing && (total > records.length || duration !== 'once')

/** Whether a part can be left out by itself. Who is not known to a site can give it nothing: that is "Deny". */
export const isOptional = (part: AskPart): boolean => part.kind !== 'identity' || part.act !== 'connect'

/** Whether there is nothing that could be allowed for so long. */
export const isEmpty = (part: AskPart, duration: Duration): boolean => {
  if (part.kind === 'standing') return part.total === 0 && !part.access.includes('create')
  if (part.kind === 'identity') return false
  if (part.kind !== 'read') return part.total === 0
  return hasNothing(part) && !offersAll(part, duration)
}

/** Whether there is nothing to be read yet. */
export const hasNothing = ({ records, total, fields }: ReadPart): boolean =>
  records.length >= total && records.every((record) => fields.every((field) => valuesOf(record, field).length === 0))

/** The key of another value for a field of an item. */
export const insteadKey = (item: ItemId, field: string): string => `${item} ${field}`

/** The values of a field of an item. */
export const valuesOf = ({ item, fields }: RecordView, field: string): Tickable[] => {
  const value = Object.hasOwn(fields, field) ? fields[field] : undefined
  if (value === undefined) return []
  return (isList(value) ? value : [{ value, label: undefined }]).map(({ value: each, label }, index) => ({
    key: `${insteadKey(item, field)} ${Array.isArray(each) ? 'way' : JSON.stringify(each)}`,
    value: each,
    label,
    first: index === 0,
  }))
}

/** Whether a value is to be given: at first the only one of a field, or the first of several. */
export const isTicked = ({ ticks }: Choice, { key, first }: Pick<Tickable, 'key' | 'first'>): boolean =>
  ticks[key] ?? first

/** The value that stands in the place of a field, as a tickable of its own; null where none does. */
export const insteadOf = ({ instead }: Choice, item: ItemId, field: string): Tickable | null => {
  const key = insteadKey(item, field)
  const text = instead[key]
  return text === undefined ? null : { key: `${key} instead`, value: text.trim(), label: undefined, first: true }
}

/** What of a field of an item is given; null where nothing is. */
export const ruleOf = (choice: Choice, record: RecordView, field: string): FieldRule | null => {
  const values = valuesOf(record, field)
  if (values.length === 0 || choice.without.includes(field)) return null
  const other = insteadOf(choice, record.item, field)
  if (other !== null) return other.value !== '' && isTicked(choice, other) ? { instead: other.value } : null
  const given = values.filter((value) => isTicked(choice, value))
  if (given.length === 0) return null
  return given.length === values.length ? true : { only: given.map(({ value }) => value) }
}

/** What of an item is given; empty where nothing is. */
export const rulesOf = ({ fields }: ReadPart, choice: Choice, record: RecordView): RecordRule =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const rule = ruleOf(choice, record, field)
      return rule === null ? [] : [[field, rule]]
    }),
  )

/** The items of which values can be ticked. */
export const recordsOf = (part: ReadPart, { picked }: Choice): readonly RecordView[] =>
  part.pick === null ? part.records : picked

/** What is sent to the agent for a part. */
export const decide = (part: AskPart, choice: Choice, duration: Duration): PartDecision => {
  if (!choice.allow || isEmpty(part, duration)) return { allow: false }
  switch (part.kind) {
    case 'standing': {
      const fields = remaining(part, choice)
      // Deleting is about whole items.
      const some = fields.length > 0 || part.access.every((access) => access === 'delete')
      return some ? { allow: true, fields, all: choice.all } : { allow: false }
    }
    case 'read':
      return choice.all && offersAll(part, duration) ? decideAll(part, choice) : decideSome(part, choice)
    default:
      return { allow: true }
  }
}

const remaining = ({ fields }: ReadPart | StandingPart, { without }: Choice): string[] =>
  fields.filter((field) => !without.includes(field))

const decideSome = (part: ReadPart, choice: Choice): PartDecision => {
  const rules = recordsOf(part, choice)
    .map(({ item, ...record }): [ItemId, RecordRule] => [item, rulesOf(part, choice, { item, ...record })])
    .filter(([, rule]) => Object.keys(rule).length > 0)
  if (rules.length === 0) return { allow: false }
  const fields = part.fields.filter((field) => rules.some(([, rule]) => Object.hasOwn(rule, field)))
  return { allow: true, fields, all: false, records: Object.fromEntries(rules) }
}

/** Every item: only those that differ are named. */
const decideAll = (part: ReadPart, choice: Choice): PartDecision => {
  const fields = remaining(part, choice)
  if (fields.length === 0) return { allow: false }
  const others = part.records.flatMap((record): [ItemId, RecordRule][] => {
    const rule = rulesOf(part, choice, record)
    const whole = fields.every((field) => rule[field] === true || valuesOf(record, field).length === 0)
    return whole ? [] : [[record.item, rule]]
  })
  return { allow: true, fields, all: true, records: Object.fromEntries(others) }
}

/** How many of the values that are shown are given. */
export const countOf = (part: ReadPart, choice: Choice): { given: number; of: number } => {
  let given = 0
  let of = 0
  for (const record of recordsOf(part, choice)) {
    for (const field of part.fields) {
      const values = valuesOf(record, field)
      const rule = ruleOf(choice, record, field)
      of += values.length
      given += rule === null ? 0 : rule === true ? values.length : 'only' in rule ? rule.only.length : 1
    }
  }
  return { given, of }
}

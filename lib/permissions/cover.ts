import { same } from '../contract/canonical'
import type { ItemId } from '../contract/ids'
import type { Item } from '../contract/item'
import type { Capability, Grant, Grantee, Purpose, Scope } from '../contract/permission'
import { type Given, giveTogether, includes, ruleOf } from './scope'

/** Who calls, as the browser says it: a site's origin, and the tab that shows it. */
export interface Caller {
  grantee: Grantee
  tab: number
}

/** What a call needs to be allowed. */
export interface Need {
  capability: Capability
  /** Of the data; null for an identity. */
  type: string | null
  /** All of these, in what it asks for and in what it compares (`equals`). None: whatever there is. */
  fields?: readonly string[]
  /** Why, where only a grant for just that counts. */
  purpose?: Purpose | undefined
  /** The name of the query that goes on with this call, as it was given to `use`: one use, however many pages. */
  continues?: string
}

/** Live grants that together allow what was needed. Where two speak of the same field of an item, the newer one counts. */
export interface Cover {
  /** The newest first. */
  readonly grants: readonly Grant[]
  /** All that they give, in no more than the fields that were needed. */
  readonly fields: readonly string[]
  readonly continues: string | undefined
  /** What of this item is given; null where it is left out, binned or of another type. */
  give(item: Pick<Item, 'id' | 'type' | 'fields' | 'binnedAt'>): Given | null
  /** Whether this item, which exists, may be updated in these fields, or deleted (no fields). */
  allows(item: Pick<Item, 'id' | 'type' | 'binnedAt'>, fields: readonly string[]): boolean
}

/** What these live grants, the newest first, allow of a need; null where that is not all of it. */
export const coverOf = (live: readonly Grant[], need: Need): Cover | null => {
  const { type, fields: needed = [], continues, purpose } = need
  const grants = chosen(purpose ? live.filter((grant) => same(grant.purpose, purpose)) : live, needed)
  if (grants.length === 0) return null
  const scopes = grants.flatMap(({ scope }) => scope ?? [])
  const has = fieldsOf(grants)
  if (needed.some((field) => !has.includes(field))) return null
  const fields = needed.length > 0 ? [...new Set(needed)] : has
  const isThere = (item: Pick<Item, 'type' | 'binnedAt'>) => item.type === type && item.binnedAt === undefined
  return {
    grants,
    fields,
    continues,
    give: (item) => (isThere(item) ? giveTogether(scopes, item, fields) : null),
    allows: (item, changed) => isThere(item) && mayChange(scopes, item.id, changed),
  }
}

// One use is only spent on what lasting grants do not give.
const chosen = (live: readonly Grant[], needed: readonly string[]): Grant[] => {
  const useful = (field: string) => needed.length === 0 || needed.includes(field)
  const isUseful = (grant: Grant) => needed.length === 0 || fieldsOf([grant]).some(useful)
  const grants = live.filter((grant) => grant.duration !== 'once' && isUseful(grant))
  for (const grant of live.filter(({ duration }) => duration === 'once')) {
    const has = fieldsOf(grants)
    const adds = fieldsOf([grant]).some((field) => useful(field) && !has.includes(field))
    if (adds || (needed.length === 0 && grants.length === 0)) grants.push(grant)
  }
  return grants.sort((a, b) => b.at - a.at)
}

const fieldsOf = (grants: readonly Grant[]): string[] => [
  ...new Set(grants.flatMap(({ scope }) => scope?.fields ?? [])),
]

const mayChange = (scopes: readonly Scope[], id: ItemId, fields: readonly string[]): boolean =>
  scopes.some((scope) => includes(scope, id)) &&
  fields.every((field) => scopes.some((scope) => ruleOf(scope, id, field) === true))

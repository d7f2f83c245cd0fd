import type { Purpose } from './descriptor'
import type { GrantId, ItemId, ReceiptId } from './ids'
import type { Value } from './item'

export type { About, Descriptor, Purpose } from './descriptor'

/** Who may be given something: a site is its origin (`https://shop.example`). Apps and contacts get names of other forms. */
export type Grantee = string

/** What may be done with data: `create` adds items, `update` changes what the grant names, `delete` puts it into the bin. */
export const ACCESSES = ['read', 'create', 'update', 'delete'] as const
export type Access = (typeof ACCESSES)[number]

/** For how long: one use, as long as the tab shows this site, a day, thirty days, until it is revoked. */
export const DURATIONS = ['once', 'tab', 'P1D', 'P30D', 'untilRevoked'] as const
export type Duration = (typeof DURATIONS)[number]

/** What a grant allows. `identity.connect`: to know the identity for this site. */
export type Capability = `data.${Access}` | 'identity.connect' | 'identity.signIn'

/** What of one field is given: every value it has, only these of several, or another value in its place. */
export type FieldRule = true | { only: Value[] } | { instead: Value }

/** What of one item is given, by field; a field that is not named is not given. */
export type RecordRule = Record<string, FieldRule>

/**
 * Of which items which fields. `all`: every item of the type, also those to come, with all `fields`; `records` says
 * otherwise for single items (an empty rule leaves the item out). Not `all`: only the items in `records`.
 */
export interface Scope {
  fields: string[]
  all: boolean
  records: Record<ItemId, RecordRule>
}

/** One permission that was given, as it is kept. Times are milliseconds since 1970. */
export interface Grant {
  id: GrantId
  grantee: Grantee
  capability: Capability
  /** Of the data; null for an identity. */
  type: string | null
  scope: Scope | null
  purpose: Purpose | null
  duration: Duration
  /** The tab it ends with, of that session of the browser; null where it outlives tabs. */
  tab: { id: number; session: string } | null
  at: number
  expiresAt: number | null
  ended: { at: number; why: 'revoked' | 'expired' | 'spent' } | null
  receipt: ReceiptId
  usedAt: number | null
  uses: number
}

/** Something that a grantee did or asked for, as it is kept for 90 days; the same use of one grant is counted, minute by minute. */
export interface ActivityEntry {
  id: string
  at: number
  grantee: Grantee
  /** `fill`: the person filled a form of its page. */
  what:
    | 'connect'
    | 'signIn'
    | 'request'
    | 'pick'
    | 'read'
    | 'create'
    | 'update'
    | 'delete'
    | 'subscribe'
    | 'revoke'
    | 'fill'
  type: string | null
  fields: string[]
  /** Items that it was about, added up over `times`. */
  items: number
  times: number
  /** `withdrawn`: unanswered, because the page went away or waited in vain. `muted`: answered without asking. `revoked`: by the person; `left`: given up by the site. */
  outcome: 'allowed' | 'denied' | 'muted' | 'withdrawn' | 'revoked' | 'left'
  duration: Duration | null
  grant: GrantId | null
}

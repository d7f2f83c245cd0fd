import * as v from 'valibot'
import { list, text } from './bounded'
import type { GrantId, ItemId } from './ids'
import type { Value } from './item'

/** Who may be given something: a site is its origin (`https://shop.example`). Apps and contacts get names of other forms. */
export type Grantee = string

/** What may be done with data: `create` adds items, `update` changes what the grant names, `delete` puts it into the bin. */
export const ACCESSES = ['read', 'create', 'update', 'delete'] as const
export type Access = (typeof ACCESSES)[number]

/** For how long: one use, as long as the tab shows this site, a day, thirty days, until it is revoked. */
export const DURATIONS = ['once', 'tab', 'P1D', 'P30D', 'untilRevoked'] as const
export type Duration = (typeof DURATIONS)[number]

/**
 * Why, in the site's own words: claims, never shown as Hearth's. `retention` is an ISO 8601 duration, `category` a DPV term.
 * Longer words are cut where they are shown; what is longer than this is no purpose.
 */
export const Purpose = v.object({
  text: text(10_000),
  category: v.optional(text(200)),
  policyUrl: v.optional(v.pipe(v.string(), v.maxLength(2_000), v.url(), v.startsWith('https://'))),
  retention: v.optional(v.pipe(v.string(), v.maxLength(20), v.regex(/^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$/))),
})
export type Purpose = v.InferOutput<typeof Purpose>

const duration = v.optional(v.picklist(DURATIONS))

/** A permission that is asked for (page-api, "Descriptor"). */
export const Descriptor = v.variant('name', [
  v.object({
    name: v.literal('data'),
    type: text(64),
    access: list(v.picklist(ACCESSES), 4),
    fields: list(text(64), 64),
    purpose: Purpose,
    duration,
  }),
  v.object({
    name: v.literal('identity'),
    access: list(v.literal('signIn'), 1),
    purpose: v.optional(Purpose),
    duration,
  }),
])
export type Descriptor = v.InferOutput<typeof Descriptor>

/** As much of a descriptor as tells grants apart that were given: every one that fits is meant. */
export const About = v.object({
  name: v.picklist(['data', 'identity']),
  type: v.optional(text(64)),
  access: v.optional(list(v.picklist([...ACCESSES, 'connect', 'signIn']), 6)),
})
export type About = v.InferOutput<typeof About>

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
  /** `urn:uuid:…` */
  receipt: string
  usedAt: number | null
  uses: number
}

/** Something that a grantee did or asked for, as it is kept for 90 days; the same use of one grant is counted, minute by minute. */
export interface ActivityEntry {
  id: string
  at: number
  grantee: Grantee
  what: 'connect' | 'signIn' | 'request' | 'pick' | 'read' | 'create' | 'update' | 'delete' | 'subscribe' | 'revoke'
  type: string | null
  fields: string[]
  /** Items that it was about, added up over `times`. */
  items: number
  times: number
  /** `withdrawn`: the page went away. `muted`: answered without asking. `revoked`: by the person; `left`: given up by the site. */
  outcome: 'allowed' | 'denied' | 'muted' | 'withdrawn' | 'revoked' | 'left'
  duration: Duration | null
  grant: GrantId | null
}

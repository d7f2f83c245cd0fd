import { HearthError } from '../contract/errors'
import type { AskId, GrantId, ReceiptId } from '../contract/ids'
import type { ActivityEntry, Duration, Grant, Grantee, Purpose } from '../contract/permission'
import { encodeText } from '../contract/wire'
import type { SealedStore } from '../vault/sealed'
import type { Noted } from './activity'
import type { Caller } from './cover'
import type { GrantRow } from './grants'
import type { ReceiptRow } from './receipts'
import { durationsFor } from './scope'

/** One permission that the person has given; the rest the engine says. `scope` as `narrow` made it. */
export type NewGrant = Pick<Grant, 'capability' | 'type' | 'scope' | 'purpose'>

/** What the person allowed of one ask, to last. `did`: the identity for this grantee, named in receipts. */
export interface Allowed extends Caller {
  ask: AskId
  did: string
  duration: Duration
  grants: readonly NewGrant[]
}

/** One thing that was done; `items`: how many it was about. */
export interface Act {
  what: ActivityEntry['what']
  type: string | null
  fields: readonly string[]
  items: number
}

/** What was just done on the person's word alone, with nothing to last. */
export interface DoneOnce {
  ask: AskId
  grantee: Grantee
  did: string
  purpose: Purpose | null
  acts: readonly Act[]
}

const DAY = 86_400_000
const LASTS: Partial<Record<Duration, number>> = { P1D: DAY, P30D: 30 * DAY }

/** The ids that an ask's grants have: the same for the same ask, so that giving them twice gives them once. */
export const grantIds = (store: SealedStore, { ask, grants }: Allowed): GrantId[] =>
  grants.map((_, index) => store.indexHmac('grant', encodeText(`${ask} ${index}`)) as GrantId)

/** The grants that an ask leads to. Throws `bad-request` for a duration that this grantee cannot be given. */
export const grantsOf = (allowed: Allowed, ids: readonly GrantId[], at: number, session: string): GrantRow[] => {
  const { grantee, tab } = allowed
  if (!durationsFor(grantee).includes(allowed.duration)) throw new HearthError('bad-request', 'longer than it may be')
  return allowed.grants.map((grant, index) => {
    const id = ids[index] as GrantId
    // To be known is no single use: what is given with it is asked for as whoever is known.
    const isShort = grant.capability === 'identity.connect' && allowed.duration === 'once'
    const duration = isShort ? 'tab' : allowed.duration
    const lasts = LASTS[duration]
    return {
      ...grant,
      id,
      grantee,
      duration,
      // One use is one of this page: nobody expects it to be waiting next week.
      tab: duration === 'tab' || duration === 'once' ? { id: tab, session } : null,
      at,
      expiresAt: lasts === undefined ? null : at + lasts,
      ended: null,
      receipt: receiptIdOf(id),
      usedAt: null,
      uses: 0,
    }
  })
}

/** The receipt of a grant. */
export const receiptOfGrant = (grant: Grant, did: string): ReceiptRow => ({
  id: grant.receipt,
  at: grant.at,
  grantee: grant.grantee,
  did,
  capabilities: [grant.capability],
  type: grant.type,
  fields: grant.scope?.fields ?? [],
  purpose: grant.purpose,
  duration: grant.duration,
  expiresAt: grant.expiresAt,
  ended: null,
})

/** What the log says of a grant that was given. */
export const notedOfGrant = ({ id, grantee, capability, type, scope, duration }: Grant): Noted => ({
  grantee,
  what: capability === 'identity.connect' ? 'connect' : 'request',
  type,
  fields: scope?.fields ?? [],
  items: Object.values(scope?.records ?? {}).filter((rule) => Object.keys(rule).length > 0).length,
  outcome: 'allowed',
  duration,
  grant: id,
})

const RECEIPTED = {
  pick: 'data.read',
  read: 'data.read',
  create: 'data.create',
  update: 'data.update',
  delete: 'data.delete',
} as const

/** The receipt of what was done once; null where it was no data. */
export const receiptOfDone = ({ ask, grantee, did, purpose, acts }: DoneOnce, at: number): ReceiptRow | null => {
  const data = acts.filter(({ what }) => Object.hasOwn(RECEIPTED, what))
  if (data.length === 0) return null
  return {
    id: receiptIdOf(ask),
    at,
    grantee,
    did,
    capabilities: [...new Set(data.map(({ what }) => RECEIPTED[what as keyof typeof RECEIPTED]))],
    type: data[0]?.type ?? null,
    fields: [...new Set(data.flatMap(({ fields }) => fields))],
    purpose,
    duration: 'once',
    expiresAt: null,
    ended: null,
  }
}

/** What the log says of something that was done. */
export const notedOfAct = ({ fields, ...act }: Act, grantee: Grantee, grant?: Grant): Noted => ({
  ...act,
  grantee,
  fields: [...fields],
  outcome: 'allowed',
  duration: grant?.duration ?? null,
  grant: grant?.id ?? null,
})

/** What the log says of what was done by these grants: for each of them its own fields. */
export const notedOfUse = (acts: readonly Act[], grants: readonly Grant[]): Noted[] =>
  grants.flatMap((grant, index) =>
    acts.flatMap((act) => {
      const fields = act.fields.filter((field) => grant.scope?.fields.includes(field))
      // What is about no field is about none of them more than about another.
      const isBy = act.fields.length === 0 ? index === 0 : fields.length > 0
      return isBy ? [notedOfAct({ ...act, fields }, grant.grantee, grant)] : []
    }),
  )

/** What these acts say of a site, besides that they were. */
export const toldBy = (acts: readonly Act[]) => ({
  connected: acts.some(({ what }) => what === 'connect'),
  signedIn: acts.some(({ what }) => what === 'signIn'),
})

/** The receipt of what has this id, 16 bytes in hex: they become a UUID (RFC 9562, version 8). */
const receiptIdOf = (hex: string): ReceiptId => {
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16)
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20)]
  return `urn:uuid:${parts.join('-')}` as ReceiptId
}

import type { AskId, GrantId, ItemId } from '../contract/ids'
import type { Item } from '../contract/item'
import type { ActivityEntry, Capability, Duration, Grant, Grantee, Purpose } from '../contract/permission'
import type { SealedStore } from '../vault/sealed'

// The whole of what lib/agent uses, besides these, which need no vault:
//   queue.ts      openQueue(storage, now): asks, also while the vault is locked
//   scope.ts      narrow(asked, decision), durationsFor(grantee, wanted)
//   page-view.ts  pageGrant(grant, now)
//   opaque.ts     siteKey(pairwiseRoot, grantee), idsFor(key)
//   refusals.ts   muteDelay()

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
  /** The name of the query that goes on with this call, as it was given to `use`: one use, however many pages. */
  continues?: string
}

/** Fields as a site gets them: a list of values for a field of several, and of a file its size and media type. */
export type Given = Record<string, unknown>

/** Live grants that together allow what was needed. Where two speak of the same field of an item, the newer one counts. */
export interface Cover {
  readonly grants: readonly Grant[]
  /** All that they give, in no more than the fields that were needed. */
  readonly fields: readonly string[]
  /** What of this item is given; null where it is left out, binned or of another type. */
  give(item: Pick<Item, 'id' | 'type' | 'fields' | 'binnedAt'>): Given | null
  /** Whether this item, which exists, may be updated in these fields, or deleted (no fields). */
  allows(item: Pick<Item, 'id' | 'type' | 'binnedAt'>, fields: readonly string[]): boolean
}

/** One permission that the person has given; the rest the engine says. `scope` as `narrow` made it. */
export type NewGrant = Pick<Grant, 'capability' | 'type' | 'scope' | 'purpose'>

/** What the person allowed of one ask, to last. `did`: the identity for this grantee, named in receipts. */
export interface Allowed extends Caller {
  ask: AskId
  did: string
  duration: Duration
  grants: readonly NewGrant[]
}

/** What was just done on the person's word alone, with nothing to last. */
export interface DoneOnce {
  ask: AskId
  grantee: Grantee
  did: string
  purpose: Purpose | null
  acts: readonly Act[]
}

/** One thing that was done; `items`: how many it was about. */
export interface Act {
  what: ActivityEntry['what']
  type: string | null
  fields: readonly string[]
  items: number
}

/** Something for the log that is no use of a grant. */
export type Noted = Omit<ActivityEntry, 'id' | 'at' | 'times'>

/** What is known of one site. */
export interface SiteState {
  grantee: Grantee
  /** It never got anything before. */
  first: boolean
  /** A site that did, and whose name looks like this one's; null where this one did, too. */
  resembles: Grantee | null
  /** A page of this computer. */
  local: boolean
  connectedAt: number | null
  signedInAt: number | null
  /** When it last got or did something; null where it never did. */
  usedAt: number | null
  /** Until when it is answered without asking; null where it is not muted, `Infinity` until the person ends it. */
  mutedUntil: number | null
}

/**
 * What the person allows, to whom, and all that was made of it: grants, receipts, activity and mutes, sealed in the vault, in
 * one transaction where they belong together. What writes is durable when it resolves, and throws `storage-full` or `locked`.
 */
export interface Permissions {
  /** The live grants that allow what is needed, or null. Lasting ones first: one for a single use is only taken for what they lack. */
  cover(caller: Caller, need: Need): Cover | null
  /** Every grant that is kept, ended ones too for 90 days; the newest first. */
  grants(grantee?: Grantee): Grant[]
  /** The live ones that this caller may use now; the newest first. */
  live(caller: Caller): Grant[]

  /**
   * Gives grants, with their receipts and the activity, once per ask: again it answers with what it gave before. Connecting
   * is noted as `connect`, all else as `request`. Throws `bad-request` where `duration` is none of `durationsFor(grantee)`.
   */
  allow(allowed: Allowed): Promise<Grant[]>
  /** Notes what was done once (a pick, a single write, a sign-in), with a receipt where data is concerned; once per ask. */
  done(done: DoneOnce): Promise<void>
  /**
   * Counts a use of what `cover` found, before the answer leaves: what was for one use is spent. `more` names a query of
   * which there are more pages, and whose next `cover` says `continues`: its grant goes on for it, for five minutes.
   * Resolves with false where one of the grants has ended, or was spent by another call, in between: then it must not be used.
   */
  use(cover: Cover, acts: readonly Act[], more?: string | null): Promise<boolean>
  /** Adds items that a grantee made to its grants to read, update and delete this type that name single items. Does nothing twice. */
  created(caller: Caller, type: string, items: readonly ItemId[]): Promise<void>
  /** Notes what was asked for and not given: denied, withdrawn, muted. */
  note(entries: readonly Noted[]): Promise<void>

  /** Ends these grants of this grantee (of anybody where it is left out); others' are left alone. Resolves with how many ended. */
  revoke(which: { ids?: readonly GrantId[]; grantee?: Grantee }, by: 'person' | 'site'): Promise<number>
  /** The tab shows this origin from now on, or nothing any more (null): grants of others that were to last as long as it end. */
  tabShows(tab: number, grantee: Grantee | null): Promise<void>
  /** Ends what has expired. Resolves with when to call again (milliseconds since 1970), or null. */
  expire(): Promise<number | null>

  site(grantee: Grantee): SiteState
  /** All sites that have, or had lately, grants or a mute; whoever was used last comes first. */
  sites(): SiteState[]
  /** Whether it is answered without asking, after `muteDelay()`. */
  isMuted(grantee: Grantee): boolean
  /** The person said no. Three times within 30 seconds, or `mute`, and it is muted. With the entries for the log. */
  refuse(grantee: Grantee, entries: readonly Noted[], mute?: boolean): Promise<void>
  unmute(grantee: Grantee): Promise<void>

  /** Entries in which all words occur (in who, what, type, fields or outcome), the newest first. */
  activity(page: { text?: string; offset: number; limit: number }): Promise<{ entries: ActivityEntry[]; total: number }>
  /** Receipts as JSON-LD, the newest first. */
  receipts(page: { grantee?: Grantee; offset: number; limit: number }): Promise<{ receipts: object[]; total: number }>

  /** Called after anything that changes what `grants`, `live` or `cover` say, with whose: null, anybody's. Returns how to stop. */
  onGrants(listener: (grantee: Grantee | null) => void): () => void
  /** Called after anything that `sites` or `activity` would show otherwise. Returns how to stop. */
  onChange(listener: () => void): () => void
  /** Forgets what is older than 90 days. */
  upkeep(): Promise<void>
  /** Writes what is still counted in memory only; call it before the store is closed. */
  close(): Promise<void>
}

/** Opens them. `session` is another text in every session of the browser: grants for a tab end with it. */
export const openPermissions = async (
  _store: SealedStore,
  _now: () => number,
  _session: string,
): Promise<Permissions> => {
  throw new Error('not yet')
}

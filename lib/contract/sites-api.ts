import type { ActivityWord } from './activity-terms'
import type { AskId, GrantId, ItemId, ReceiptId } from './ids'
import type { Fields, Labelled, Value } from './item'
import type { Access, ActivityEntry, Duration, Grant, Grantee, Purpose, RecordRule, Scope } from './permission'
import type { Receipt } from './receipt'

/** A site as the prompt and the lists show it. */
export interface SiteView {
  origin: Grantee
  /** 0 to 359, made from the key for this site. */
  hue: number
  /** It never got anything before. */
  first: boolean
  /** The person was asked by it before. */
  asked: boolean
  /** A site that the person knows, and whose name looks like this one's. */
  resembles: Grantee | null
  /** A page of this computer (localhost): grants end with its tab. */
  local: boolean
}

/** An item with only the fields that are asked for. */
export interface RecordView {
  item: ItemId
  /** Its name in the vault: shown to the person, not part of what is given. */
  title: string
  fields: Fields
}

/** One thing that is asked for. The decision has a part for each of them, in their order. */
export type AskPart =
  /** To be known (`connect`) or to sign in, as the identity for this site. `lastAt`: when that was done before. */
  | {
      kind: 'identity'
      act: 'connect' | 'signIn'
      did: string
      lastAt: number | null
      statement: string | null
      resources: string[]
    }
  /** To read. `records` are the first 20 of `total`. `pick`: the person chooses, once (`multiple` or one); nothing is chosen before. */
  | {
      kind: 'read'
      type: string
      fields: string[]
      records: RecordView[]
      total: number
      pick: { multiple: boolean } | null
      /** Also what is added later, if the person says so. */
      standing: boolean
    }
  /**
   * To add, change or delete later, without asking each time; what already exists of the type: `total`. `reads`: what it adds it
   * may read by a grant that it has, as long as that lasts.
   */
  | {
      kind: 'standing'
      access: Exclude<Access, 'read'>[]
      type: string
      fields: string[]
      total: number
      reads: boolean
    }
  /** To write now: all that would change, whole. `total` counts also records that would stay as they are; 0: nothing can be allowed. `reads`: as above. */
  | { kind: 'write'; type: string; changes: WriteView[]; total: number; reads: boolean }
  /** To put into the bin now: all of it, of long texts the beginning. */
  | { kind: 'delete'; type: string; records: RecordView[]; total: number }

/** What a write would change in one item; `before` is null where nothing was. */
export interface WriteView {
  /** null for a new one. */
  item: ItemId | null
  title: string
  fields: { field: string; before: Value | Labelled[] | null; after: Value | Labelled[] | null }[]
}

/** What the person is asked. */
export interface PromptView {
  id: AskId
  /** Names all that is shown: a decision about something that has changed since is refused. */
  seen: string
  site: SiteView
  /** What the person chose, so that no copy of this window can show it. */
  mark: string
  /** The person's own name: shown, never given by these parts. */
  name: string
  purpose: Purpose | null
  parts: AskPart[]
  /** The longest first that may be chosen; what the site asked for is `wanted`. */
  durations: Duration[]
  wanted: Duration
}

/**
 * What the person allows of one part; as {@link Scope}. `records`: by item, only of those that are shown or were picked. A write
 * or a deletion is allowed as it was shown, or not: it says no more.
 */
export type PartDecision =
  | { allow: false }
  | { allow: true; fields?: string[]; all?: boolean; records?: Record<ItemId, RecordRule> }

/** Of which items a grant is: how many it gives, or of all of them leaves out, and which it gives where these are few. */
export interface ScopeView extends Omit<Scope, 'records'> {
  given: number
  leftOut: number
  items: ItemId[]
  /** Another value stands in the place of one of the person's. */
  instead: boolean
}

/** A grant as the lists show it. */
export interface GrantView extends Omit<Grant, 'scope' | 'tab'> {
  scope: ScopeView | null
}

/** A site with something to say in the lists. */
export interface SiteSummary {
  site: SiteView
  grants: GrantView[]
  /** Until when it is answered without asking; `Infinity` crosses as null: until the person ends it. */
  mutedUntil: number | null
  muted: boolean
}

export interface SitesView {
  /** Whoever was used last comes first. */
  sites: SiteSummary[]
}

/** What sites ask just now, and who is not heard. */
export interface AskingView {
  /** Requests that wait for the person, by site; the visible tab's are shown by the prompt. */
  waiting: { origin: Grantee; count: number }[]
  /** Sites that are told no without the person being asked: since when, and until when; `until` is null until the person ends it. */
  muted: { origin: Grantee; at: number; until: number | null }[]
}

/** What panels may ask about sites. Unless said otherwise everything throws `locked`, and what writes `storage-full`. */
export interface SitesCommands {
  /** Errors: unknown-request (it went away), changed-since (not what was shown), bad-request (more than was asked). */
  allowRequest(params: { ask: AskId; seen: string; duration: Duration; parts: PartDecision[] }): void
  denyRequest(params: { ask: AskId; mute: boolean }): void
  /** More items to pick from: those in which all words of `text` occur. */
  pickable(params: { ask: AskId; part: number; text: string; offset: number }): { records: RecordView[]; total: number }
  /** Opens the prompt for what waits, in its own window. */
  showPrompt(params: Record<never, never>): void
  /** One grant, everything of one grantee, or everything. */
  revoke(params: { grant?: GrantId; grantee?: Grantee }): void
  unmute(params: { grantee: Grantee }): void
  /** Notes that the person filled a form with these fields of an item. */
  logFill(params: { grantee: Grantee; type: string; fields: string[] }): void
  /** A text of 1 to 8 characters that prompts show. */
  setMark(params: { mark: string }): void
  /** All activity, the newest first, from `offset`: 500 at most. */
  readActivity(params: { offset: number }): { entries: ActivityEntry[]; total: number }
  /** The newest first, from `offset`: 100 at most. */
  readReceipts(params: { offset: number; grantee?: Grantee }): { receipts: Receipt[]; total: number }
  readReceipt(params: { id: ReceiptId }): { receipt: Receipt | null }
}

/** What panels may watch of it; null while locked. */
export interface SitesWatches {
  /** What is asked for the visible tab, the oldest first; `more` wait behind it. `null` in `view`: nothing to decide here and now. */
  prompt: { params: Record<never, never>; value: { view: PromptView | null; more: number } | null }
  asking: { params: Record<never, never>; value: AskingView | null }
  sites: { params: Record<never, never>; value: SitesView | null }
  /** Entries in which all words occur (who, what, outcome), the newest first. */
  activity: {
    params: { words: ActivityWord[]; offset: number; limit: number }
    value: { entries: ActivityEntry[]; total: number } | null
  }
}

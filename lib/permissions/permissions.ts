import type { GrantId, ItemId, ReceiptId } from '../contract/ids'
import type { ActivityEntry, Grant, Grantee } from '../contract/permission'
import type { Receipt } from '../contract/receipt'
import type { SealedStore } from '../vault/sealed'
import { type ActivityPage, type Noted, openActivity } from './activity'
import { allowing } from './allowing'
import { type Caller, type Cover, coverOf, type Need } from './cover'
import { type Act, type Allowed, type DoneOnce, notedOfGrant, notedOfUse, toldBy } from './giving'
import { type GrantRow, openGrants } from './grants'
import { openReceipts } from './receipts'
import { openSaving } from './saving'
import { includes } from './scope'
import { openSites, type SiteState, stateOf } from './sites'
import { commitTo, type Step } from './step'

// What needs no vault is not here: queue.ts (asks, also while it is locked), scope.ts (decisions that only narrow, durations,
// what is given of an item), page-view.ts, opaque.ts (names of items for one site) and refusals.ts (how long a mute waits).

export type { Noted } from './activity'
export type { Caller, Cover, Need } from './cover'
export type { Act, Allowed, DoneOnce, NewGrant } from './giving'
export type { Given } from './scope'
export type { SiteState } from './sites'

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
  /**
   * Adds items that a grantee made then to the grants to read, update and delete this type that it had then and that name single
   * items: what was decided later was decided about them, too. Does nothing twice.
   */
  created(caller: Caller, type: string, items: readonly ItemId[], at: number): Promise<void>
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
  /** All that are, since when and until when. */
  muted(): { grantee: Grantee; at: number; until: number }[]
  /** The person said no. Three times within 30 seconds, or `mute`, and it is muted. With the entries for the log. */
  refuse(grantee: Grantee, entries: readonly Noted[], mute?: boolean): Promise<void>
  unmute(grantee: Grantee): Promise<void>

  /** Entries in which all words occur (in who, what, type, fields or outcome), the newest first. */
  activity(page: ActivityPage): Promise<{ entries: ActivityEntry[]; total: number }>
  /** Receipts as JSON-LD, the newest first. */
  receipts(page: { grantee?: Grantee; offset: number; limit: number }): Promise<{ receipts: Receipt[]; total: number }>
  receipt(id: ReceiptId): Promise<Receipt | null>

  /** Called after anything that changes what `grants`, `live` or `cover` say, with whose: null, anybody's. Returns how to stop. */
  onGrants(listener: (grantee: Grantee | null) => void): () => void
  /** Called after anything that `sites` or `activity` would show otherwise. Returns how to stop. */
  onChange(listener: () => void): () => void
  /** Forgets what is older than 90 days. */
  upkeep(): Promise<void>
  /** Writes what is still counted in memory only; call it before the store is closed. */
  close(): Promise<void>
}

const DAY = 86_400_000
const KEPT = 90 * DAY

/** Opens them. `session` is another text in every session of the browser: grants for a tab end with it. */
export const openPermissions = async (store: SealedStore, now: () => number, session: string): Promise<Permissions> => {
  const commit = commitTo(store)
  const grants = await openGrants(store, now, session)
  const sites = await openSites(store, now)
  const activity = openActivity(store, commit, now)
  const receipts = openReceipts(store)
  const saving = openSaving(commit, grants, activity, receipts)
  const listeners = new Set<() => void>()
  const changed = (): void => {
    for (const listener of listeners) listener()
  }
  /** Writes what was said, then tells. */
  const save = async (more?: () => readonly Step[]): Promise<void> => {
    await saving.now(more)
    changed()
  }

  const end = (which: (row: GrantRow) => boolean, why: 'revoked' | 'expired'): GrantRow[] => {
    const ended = grants.end(which, why)
    saving.mark(ended)
    return ended
  }

  const use: Permissions['use'] = async (cover, acts, more = null) => {
    const used = grants.use(
      cover.grants.map(({ id }) => id),
      more,
      cover.continues,
    )
    if (!used) return false
    saving.mark(used)
    const grantee = used[0]?.grantee ?? ''
    const { fresh } = activity.count(notedOfUse(acts, used))
    const told = toldBy(acts)
    // What was for one use is spent on disk, too, before anybody gets anything for it.
    if (fresh || told.signedIn || used.some(({ duration }) => duration === 'once'))
      await save(() => (told.signedIn || told.connected ? [sites.know(grantee, told)] : []))
    else {
      saving.soon()
      changed()
    }
    return true
  }

  const created: Permissions['created'] = (caller, type, items, at) =>
    save(() =>
      grants
        .live({ ...caller, type })
        .filter(
          ({ capability, duration, scope, at: given }) =>
            given <= at &&
            capability !== 'data.create' &&
            duration !== 'once' &&
            scope !== null &&
            items.some((item) => !includes(scope, item)),
        )
        .map((row) => grants.add(row, items)),
    )

  const revoke: Permissions['revoke'] = async ({ ids, grantee }, by) => {
    const which = (row: Grant) => (!ids || ids.includes(row.id)) && (grantee === undefined || row.grantee === grantee)
    // What was over already is not revoked.
    saving.mark(grants.expire())
    const ended = end(which, 'revoked')
    await save(() => {
      // What was being given just now is meant, too.
      ended.push(...end(which, 'revoked'))
      const outcome = by === 'person' ? 'revoked' : 'left'
      activity.count(ended.map((row) => ({ ...notedOfGrant(row), what: 'revoke', outcome })))
      return []
    })
    return ended.length
  }

  // What ended while nobody was there.
  saving.mark(grants.expire())

  return {
    cover: (caller, need) =>
      coverOf(
        grants.live({ ...caller, capability: need.capability, type: need.type, continues: need.continues }),
        need,
      ),
    grants: (grantee) => grants.all().filter((row) => grantee === undefined || row.grantee === grantee),
    live: (caller) => grants.live(caller),
    ...allowing({ store, now, session, grants, sites, activity, receipts, save }),
    use,
    created,
    note: async (entries) => {
      const { fresh } = activity.count(entries)
      if (fresh) return save()
      saving.soon()
      changed()
    },
    revoke,
    tabShows: async (tab, grantee) => {
      const others = (row: GrantRow) => row.tab?.id === tab && row.tab.session === session && row.grantee !== grantee
      if (end(others, 'expired').length > 0) await save()
    },
    expire: async () => {
      const ended = grants.expire()
      saving.mark(ended)
      if (ended.length > 0) await save()
      return grants.next()
    },
    site: (grantee) => stateOf(sites, grants.all(), grantee),
    sites: () => {
      const all = new Map<Grantee, Grant[]>()
      for (const { grantee, knownAt } of sites.all())
        if (knownAt !== null || sites.mutedUntil(grantee) !== null) all.set(grantee, [])
      for (const grant of grants.all()) {
        const own = all.get(grant.grantee)
        if (own) own.push(grant)
        else all.set(grant.grantee, [grant])
      }
      return [...all]
        .map(([grantee, own]) => stateOf(sites, own, grantee))
        .sort((a, b) => (b.usedAt ?? 0) - (a.usedAt ?? 0))
    },
    isMuted: (grantee) => sites.mutedUntil(grantee) !== null,
    muted: () =>
      sites.all().flatMap(({ grantee, seenAt }) => {
        const until = sites.mutedUntil(grantee)
        return until === null ? [] : [{ grantee, at: seenAt, until }]
      }),
    refuse: (grantee, entries, mute = false) => {
      activity.count(entries)
      return save(() => [sites.refuse(grantee, mute)])
    },
    unmute: (grantee) => save(() => (sites.get(grantee) ? [sites.unmute(grantee)] : [])),
    activity: (page) => activity.find(page),
    receipts: (page) => receipts.read(page),
    receipt: (id) => receipts.get(id),
    onGrants: (listener) => grants.onChange(listener),
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    upkeep: async () => {
      await save(() => [grants.forget(now() - KEPT), sites.forget(now() - KEPT)])
      await activity.forget(now() - KEPT)
    },
    close: async () => {
      saving.stop()
      listeners.clear()
      await saving.now()
    },
  }
}

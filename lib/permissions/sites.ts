import { isLocal } from '../contract/origin'
import type { Grant, Grantee } from '../contract/permission'
import { encodeText } from '../contract/wire'
import type { SealedStore } from '../vault/sealed'
import { mutedByHand, mutedUntil, NO_REFUSALS, type Refusals, refused } from './refusals'
import { resembling } from './resembles'
import type { Step } from './step'

/** What is remembered of a site. Times are milliseconds since 1970; null where it never happened. */
export interface SiteRow extends Refusals {
  grantee: Grantee
  seenAt: number
  /** When it first got something. */
  knownAt: number | null
  connectedAt: number | null
  signedInAt: number | null
  /** When it last got something. */
  usedAt: number | null
}

/** What is known of one site. */
export interface SiteState {
  grantee: Grantee
  /** It never got anything before. */
  first: boolean
  /** The person was asked by it before. */
  asked: boolean
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

/** The sites that the person has decided about. */
export interface Sites {
  get(grantee: Grantee): SiteRow | undefined
  all(): SiteRow[]
  /** A site that got something, and that this one may be taken for. */
  resembles(grantee: Grantee): Grantee | null
  mutedUntil(grantee: Grantee): number | null
  /** It got something. */
  know(grantee: Grantee, what: { connected?: boolean; signedIn?: boolean }): Step
  refuse(grantee: Grantee, mute: boolean): Step
  unmute(grantee: Grantee): Step
  /** Forgets those that got nothing, are not muted, and were seen last before then. */
  forget(before: number): Step
}

/** Opens them; one that does not open is unknown. */
export const openSites = async (store: SealedStore, now: () => number): Promise<Sites> => {
  const table = store.table<SiteRow>('sites')
  const rows = new Map((await table.all(() => undefined)).map((row) => [row.grantee, row]))
  // In clear there is no name of a site.
  const idOf = (grantee: Grantee) => store.indexHmac('site', encodeText(grantee))

  const change = (grantee: Grantee, part: (row: SiteRow) => Partial<SiteRow>): Step => {
    const make = (): SiteRow => {
      const row = rows.get(grantee) ?? unknown(grantee, now())
      return { ...row, ...part(row) }
    }
    let row: SiteRow
    return {
      write: () => {
        row = make()
        return table.put(idOf(grantee), row)
      },
      done: () => {
        rows.set(grantee, row)
      },
    }
  }

  return {
    get: (grantee) => rows.get(grantee),
    all: () => [...rows.values()],
    resembles: (grantee) => {
      const known = [...rows.values()].filter(({ knownAt }) => knownAt !== null)
      return resembling(
        grantee,
        known.map((row) => row.grantee),
      )
    },
    mutedUntil: (grantee) => mutedUntil(rows.get(grantee) ?? NO_REFUSALS, now()),
    know: (grantee, { connected, signedIn }) =>
      change(grantee, ({ knownAt, connectedAt, signedInAt }) => ({
        knownAt: knownAt ?? now(),
        connectedAt: connected ? now() : connectedAt,
        signedInAt: signedIn ? now() : signedInAt,
        usedAt: now(),
        refusals: [],
      })),
    refuse: (grantee, mute) =>
      change(grantee, (row) => ({ ...(mute ? mutedByHand(row) : refused(row, now())), seenAt: now() })),
    unmute: (grantee) => change(grantee, () => NO_REFUSALS),
    forget: (before) => {
      const old = [...rows.values()].filter(
        (row) => row.knownAt === null && row.seenAt < before && mutedUntil(row, now()) === null,
      )
      return {
        write: async () => {
          for (const { grantee } of old) await table.delete(idOf(grantee))
        },
        done: () => {
          for (const { grantee } of old) rows.delete(grantee)
        },
      }
    },
  }
}

/** What is known of a site, from its row and its grants. */
export const stateOf = (sites: Sites, grants: readonly Grant[], grantee: Grantee): SiteState => {
  const row = sites.get(grantee)
  const own = grants.filter((each) => each.grantee === grantee)
  const usedAt = Math.max(row?.usedAt ?? 0, ...own.map((each) => each.usedAt ?? each.at))
  const first = (row?.knownAt ?? null) === null && own.length === 0
  return {
    grantee,
    first,
    asked: row !== undefined || own.length > 0,
    resembles: first ? sites.resembles(grantee) : null,
    local: isLocal(grantee),
    connectedAt: row?.connectedAt ?? null,
    signedInAt: row?.signedInAt ?? null,
    usedAt: usedAt === 0 ? null : usedAt,
    mutedUntil: sites.mutedUntil(grantee),
  }
}

const unknown = (grantee: Grantee, seenAt: number): SiteRow => ({
  ...NO_REFUSALS,
  grantee,
  seenAt,
  knownAt: null,
  connectedAt: null,
  signedInAt: null,
  usedAt: null,
})

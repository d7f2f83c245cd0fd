import type { ItemId } from '../../contract/ids'
import { toHex } from '../../crypto/hash'
import { type SiteIdentity, siteIdentity } from '../../identity/pairwise'
import type { Data } from '../../items/data'
import type { Entry } from '../../items/entry'
import { idsFor, type OpaqueIds, siteKey } from '../../permissions/opaque'
import type { Caller, Permissions } from '../../permissions/permissions'

/** An open agent as one tab of one site meets it. */
export interface Site extends Caller {
  readonly identity: SiteIdentity
  readonly ids: OpaqueIds
  readonly permissions: Permissions
  readonly data: Data
  /** Milliseconds since 1970. */
  now(): number
  /** The items of a type that are not in the bin, by the names that the site knows them by, in the order of these. */
  named(type: string): readonly Named[]
}

/** An item, and what the site calls it. */
export interface Named {
  name: string
  entry: Entry
}

/** What a site is made of. */
export interface SiteParts {
  permissions: Permissions
  data: Data
  pairwiseRoot: Uint8Array
  now(): number
}

const SITES = 8
const NAMES = 120_000

/** Makes a caller's site; what is costly to derive is kept for the last few origins. */
export const openSites = ({ permissions, data, pairwiseRoot, now }: SiteParts): ((caller: Caller) => Site) => {
  const kept = new Map<string, Pick<Site, 'identity' | 'ids' | 'named'>>()
  const make = (origin: string) => {
    const ids = idsFor(siteKey(pairwiseRoot, origin), NAMES)
    return { identity: siteIdentity(pairwiseRoot, origin), ids, named: namer(data, ids) }
  }
  return ({ grantee, tab }) => {
    const made = kept.get(grantee) ?? make(grantee)
    kept.delete(grantee)
    kept.set(grantee, made)
    if (kept.size > SITES) kept.delete(kept.keys().next().value as string)
    return { grantee, tab, permissions, data, now, ...made }
  }
}

/** In the order of names: it says nothing about when items were made, and a name says where the next page begins. */
export const byName = (ids: OpaqueIds, entries: readonly Entry[]): Named[] =>
  entries.map((entry) => ({ name: ids.of(entry.id), entry })).sort((a, b) => (a.name < b.name ? -1 : 1))

const namer = ({ items, search }: Data, ids: OpaqueIds): Site['named'] => {
  let version = -1
  let known = new Map<string, Named[]>()
  return (type) => {
    if (version !== items.version) {
      version = items.version
      known = new Map()
    }
    const named = known.get(type) ?? byName(ids, search.find({ type }, 'newest'))
    known.set(type, named)
    return named
  }
}

/** The entries of these ids that are there and not in the bin. */
export const entriesOf = ({ data }: Site, ids: Iterable<ItemId>): Entry[] =>
  [...ids].flatMap((id) => data.items.get(id) ?? []).filter(({ binned }) => !binned)

/** The first 16 bytes of a hash, as ids are written. */
export const idOf = <Id extends string>(hash: Uint8Array): Id => toHex(hash.slice(0, 16)) as Id

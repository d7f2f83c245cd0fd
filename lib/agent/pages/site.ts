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

const SITES = 500
const WARM = 3
const NAMES = 120_000

/** What is costly to derive of an origin: only when it is asked for, so that a site without grants costs what a locked one does. */
class Origin {
  readonly #parts: SiteParts
  readonly #origin: string
  #identity: SiteIdentity | undefined
  #ids: OpaqueIds | undefined
  #names = new Map<string, Named[]>()
  #version = -1
  readonly #warm: Origin[]
  constructor(parts: SiteParts, origin: string, warm: Origin[]) {
    this.#parts = parts
    this.#origin = origin
    this.#warm = warm
  }
  get identity(): SiteIdentity {
    this.#identity ??= siteIdentity(this.#parts.pairwiseRoot, this.#origin)
    return this.#identity
  }
  get ids(): OpaqueIds {
    if (this.#ids) return this.#ids
    // The names of many items are some megabytes.
    if (this.#warm.push(this) > WARM) this.#warm.shift()?.forget()
    this.#ids = idsFor(siteKey(this.#parts.pairwiseRoot, this.#origin), NAMES)
    return this.#ids
  }
  forget(): void {
    this.#ids = undefined
    this.#names = new Map()
  }
  named(type: string): readonly Named[] {
    const { items, search } = this.#parts.data
    if (this.#version !== items.version) {
      this.#version = items.version
      this.#names = new Map()
    }
    const named = this.#names.get(type) ?? byName(this.ids, search.find({ type }, 'newest'))
    this.#names.set(type, named)
    return named
  }
}

/** Makes a caller's site; what was derived is kept for the last few origins. */
export const openSites = (parts: SiteParts): ((caller: Caller) => Site) => {
  const { permissions, data, now } = parts
  const kept = new Map<string, Origin>()
  const warm: Origin[] = []
  return ({ grantee, tab }) => {
    const origin = kept.get(grantee) ?? new Origin(parts, grantee, warm)
    kept.delete(grantee)
    kept.set(grantee, origin)
    if (kept.size > SITES) kept.delete(kept.keys().next().value as string)
    return {
      grantee,
      tab,
      permissions,
      data,
      now,
      get identity() {
        return origin.identity
      },
      get ids() {
        return origin.ids
      },
      named: (type) => origin.named(type),
    }
  }
}

/**
 * What any site meets while the vault is locked: nothing is granted. It has no more than methods touch before they find that
 * out, so that whatever else one of them looked at would fail in every test of a locked vault.
 */
export const LOCKED = {
  grantee: '',
  tab: -1,
  permissions: { cover: () => null, live: () => [], grants: () => [], site: () => ({ first: true }) },
  data: { items: { ready: Promise.resolve() } },
} as unknown as Site

/** In the order of names: it says nothing about when items were made, and a name says where the next page begins. */
export const byName = (ids: OpaqueIds, entries: readonly Entry[]): Named[] =>
  entries.map((entry) => ({ name: ids.of(entry.id), entry })).sort((a, b) => (a.name < b.name ? -1 : 1))

/** The entries of these ids that are there and not in the bin. */
export const entriesOf = ({ data }: Site, ids: Iterable<ItemId>): Entry[] =>
  [...ids].flatMap((id) => data.items.get(id) ?? []).filter(({ binned }) => !binned)

/** The first 16 bytes of a hash, as ids are written. */
export const idOf = <Id extends string>(hash: Uint8Array): Id => toHex(hash.slice(0, 16)) as Id

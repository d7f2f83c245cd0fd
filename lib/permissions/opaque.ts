import type { ItemId } from '../contract/ids'
import type { Grantee } from '../contract/permission'

/** The key that names items for one grantee; another label than its identity's. */
export const siteKey = (_pairwiseRoot: Uint8Array, _grantee: Grantee): Uint8Array => {
  throw new Error('not yet')
}

/** The names that items have for one grantee: lower-case hex of 16 bytes, unlike anybody else's. */
export interface OpaqueIds {
  of(item: ItemId): string
  /** Another one for every state of the item. */
  rev(item: ItemId, rev: number): string
  /** Which of the candidates these names are; names of others are missing. */
  find(ids: readonly string[], candidates: Iterable<ItemId>): Map<string, ItemId>
}

/** The names under a key; hold on to it, it remembers the last ones. */
export const idsFor = (_key: Uint8Array): OpaqueIds => {
  throw new Error('not yet')
}

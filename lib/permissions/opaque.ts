import type { ItemId } from '../contract/ids'
import type { Grantee } from '../contract/permission'
import { encodeText, Writer } from '../contract/wire'
import { fromHex, hkdf, hmac, toHex } from '../crypto/hash'

const REMEMBERED = 100_000
const LENGTH = 16
const NAME = /^[0-9a-f]{32}$/

/** The key that names items for one grantee: HKDF(pairwise root, grantee), under another label than the identity for it. */
export const siteKey = (pairwiseRoot: Uint8Array, grantee: Grantee): Uint8Array =>
  hkdf(pairwiseRoot, encodeText(grantee), 'hearth/v1/site-records', 32)

/** The names that items have for one grantee: lower-case hex of 16 bytes, unlike anybody else's. */
export interface OpaqueIds {
  of(item: ItemId): string
  /** Another one for every state of the item. */
  rev(item: ItemId, rev: number): string
  /** Which of the candidates these names are; names of others are missing. */
  find(ids: readonly string[], candidates: Iterable<ItemId>): Map<string, ItemId>
}

/** The names under a key, HMACs; hold on to it, it remembers the last ones. */
export const idsFor = (key: Uint8Array, remembered = REMEMBERED): OpaqueIds => {
  const names = new Map<string, string>()

  const name = (known: string, parts: () => Uint8Array[]): string => {
    const before = names.get(known)
    if (before !== undefined) return before
    const made = toHex(hmac(key, ...parts()).slice(0, LENGTH))
    names.set(known, made)
    if (names.size > remembered) names.delete(names.keys().next().value as string)
    return made
  }
  const of = (item: ItemId): string => name(item, () => [encodeText('id'), fromHex(item)])

  return {
    of,
    rev: (item, rev) => name(`${item} ${rev}`, () => [encodeText('rev'), fromHex(item), new Writer().u64(rev).done()]),
    find: (ids, candidates) => {
      const wanted = new Set(ids.filter((id) => NAME.test(id)))
      const found = new Map<string, ItemId>()
      if (wanted.size === 0) return found
      // All of them, whether found or not: how long it takes says nothing about a guess.
      for (const item of candidates) if (wanted.has(of(item))) found.set(of(item), item)
      return found
    },
  }
}

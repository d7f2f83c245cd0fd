import type { ItemId } from '../contract/ids'
import type { Grantee } from '../contract/permission'
import { encodeText } from '../contract/wire'
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
  /** Another one for every `state`: a text that says no more of the item than may be known. */
  rev(item: ItemId, state: string): string
  /** Which of the candidates these names are; names of others are missing. */
  find(ids: readonly string[], candidates: Iterable<ItemId>): Map<string, ItemId>
}

/** The names under a key, HMACs; hold on to it, it remembers the last ones. */
export const idsFor = (key: Uint8Array, remembered = REMEMBERED): OpaqueIds => {
  const names = new Map<ItemId, string>()

  const name = (...parts: Uint8Array[]): string => toHex(hmac(key, ...parts).slice(0, LENGTH))
  const of = (item: ItemId): string => {
    const before = names.get(item)
    if (before !== undefined) return before
    const made = name(encodeText('id'), fromHex(item))
    names.set(item, made)
    if (names.size > remembered) names.delete(names.keys().next().value as ItemId)
    return made
  }

  return {
    of,
    rev: (item, state) => name(encodeText('rev'), fromHex(item), encodeText(state)),
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

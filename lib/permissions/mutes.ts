import type { Grantee } from '../contract/permission'
import { encodeText } from '../contract/wire'
import { sha256, toHex } from '../crypto/hash'
import { random } from '../crypto/random'
import type { AskStorage } from './asks'

/** Who is muted while the vault is closed: a muted site must not tell from its answers whether it is. */
export interface Mutes {
  isMuted(grantee: Grantee): boolean
  /** What the vault says that is being closed; `Infinity`: until the person ends it. */
  keep(sites: readonly { grantee: Grantee; mutedUntil: number | null }[]): Promise<void>
}

/** No origin is kept: hashes of some, under a salt of this time. `until` is null where only the person ends it. */
interface Kept {
  salt: string
  until: Record<string, number | null>
}

/** The mutes in `slot`; nobody is muted where it was never filled. */
export const openMutes = async (slot: AskStorage, now: () => number): Promise<Mutes> => {
  const nameOf = (salt: string, grantee: Grantee): string => toHex(sha256(encodeText(`${salt} ${grantee}`)))
  let kept = ((await slot.load().catch(() => null)) ?? { salt: '', until: {} }) as Kept
  return {
    isMuted: (grantee) => {
      const until = kept.until[nameOf(kept.salt, grantee)]
      return until === null || (until ?? 0) > now()
    },
    keep: async (sites) => {
      const salt = toHex(random(16))
      const muted = sites.filter(({ mutedUntil }) => mutedUntil !== null)
      const ends = muted.map(({ grantee, mutedUntil: end }) => [nameOf(salt, grantee), end === Infinity ? null : end])
      kept = { salt, until: Object.fromEntries(ends) }
      await slot.save(kept).catch(() => undefined)
    },
  }
}

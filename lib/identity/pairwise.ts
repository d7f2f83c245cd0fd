import { encodeText } from '../contract/wire'
import { hkdf } from '../crypto/hash'
import { type SigningKey, signingKey } from '../crypto/signature'
import { didOf } from './did'

/** Who the person is for one web origin, and for no other. */
export interface SiteIdentity {
  key: SigningKey
  did: string
}

/** The identity for an exact origin (`https://shop.example`): the same whenever it is made from the same 32-byte pairwise root. */
export const siteIdentity = (pairwiseRoot: Uint8Array, origin: string): SiteIdentity => {
  const key = signingKey(hkdf(pairwiseRoot, encodeText(origin), 'hearth/v1/site-identity', 32))
  return { key, did: didOf(key.public) }
}

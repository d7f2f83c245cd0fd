import { concat, encodeText, Reader } from '../contract/wire'
import { open, seal } from '../crypto/aead'
import { hmac } from '../crypto/hash'
import { random } from '../crypto/random'

/** What a slot holds and which key opens it: the data key under passphrase or words, the root under the passphrase alone. */
export type SlotKind = 'passphrase' | 'words' | 'root'

const NONCE = 24

/** `nonce || sealed secret`, bound to its kind and to the vault by the data key's commitment. */
export const fillSlot = (kind: SlotKind, key: Uint8Array, secret: Uint8Array, commitment: Uint8Array): Uint8Array => {
  const nonce = random(NONCE)
  return concat(nonce, seal(key, nonce, secret, slotContext(kind, commitment)))
}

/** The secret in a slot; null where the key does not open it. */
export const openSlot = (
  kind: SlotKind,
  key: Uint8Array,
  slot: Uint8Array,
  commitment: Uint8Array,
): Uint8Array | null => {
  const reader = new Reader(slot, 'vault-damaged')
  const nonce = reader.bytes(NONCE)
  try {
    return open(key, nonce, reader.rest(), slotContext(kind, commitment))
  } catch {
    return null
  }
}

/** Names the one data key that belongs to a header: XChaCha20-Poly1305 alone opens under keys made to fit. */
export const commitTo = (dataKey: Uint8Array): Uint8Array => hmac(dataKey, encodeText('hearth/v1/vault/commitment'))

const slotContext = (kind: SlotKind, commitment: Uint8Array): Uint8Array =>
  concat(encodeText(`hearth/v1/vault/slot/${kind}`), commitment)

import type { SessionId } from '../contract/ids'
import { concat, encodeText, Writer } from '../contract/wire'
import { hkdf, sha256, toHex } from '../crypto/hash'

const MODE = { invited: 1, later: 2 } as const
const NO_INVITATION = new Uint8Array(32)
const NO_SALT = new Uint8Array(32)
const PREFIX = new Uint8Array(32).fill(0xff)

/** SHA-256(AD): everything that names the two and the keys between them. */
export const transcript = (bound: {
  initiator: { identity: Uint8Array; certificate: Uint8Array }
  responder: { identity: Uint8Array; certificate: Uint8Array }
  ephemeral: Uint8Array
  bundle: { agreement: Uint8Array; kem: Uint8Array }
  ciphertext: Uint8Array
  invitation: Uint8Array | null
}): Uint8Array => {
  const { initiator, responder, ephemeral, bundle, ciphertext, invitation } = bound
  return sha256(
    new Writer()
      .u8(invitation ? MODE.invited : MODE.later)
      .bytes(initiator.identity)
      .bytes(responder.identity)
      .long(initiator.certificate)
      .long(responder.certificate)
      .bytes(ephemeral)
      .bytes(bundle.agreement)
      .bytes(bundle.kem)
      .bytes(ciphertext)
      .bytes(invitation ?? NO_INVITATION)
      .done(),
  )
}

/** SK. Both sides name the agreements in the initiator's order. */
export const agreedSecret = (parts: readonly Uint8Array[], ad: Uint8Array): Uint8Array =>
  hkdf(concat(PREFIX, ...parts), NO_SALT, concat(encodeText('hearth/v1/pqxdh'), ad), 32)

/** The id of the session that this ephemeral key and ciphertext began. */
export const sessionIdOf = (ephemeral: Uint8Array, ciphertext: Uint8Array): SessionId =>
  toHex(sha256(ephemeral, ciphertext).slice(0, 16)) as SessionId

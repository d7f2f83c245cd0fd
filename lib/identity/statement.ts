import { HearthError } from '../contract/errors'
import { concat, encodeText } from '../contract/wire'
import { type SigningKey, sign, verify } from '../crypto/signature'

/** The format version that every signed statement begins with. */
export const STATEMENT_VERSION = 1
/** Bytes of an Ed25519 signature. */
export const SIGNATURE_BYTES = 64

/** What a signature says, so that none made for one purpose passes for another. No label begins with another. */
type Label = 'hearth/v1/certificate' | 'hearth/v1/device-list' | 'hearth/v1/prekey'

/** The body with the key's signature over `label || body` behind it. */
export const signStatement = (key: SigningKey, label: Label, body: Uint8Array): Uint8Array =>
  concat(body, sign(key.secret, concat(encodeText(label), body)))

/** Throws `newer-version` or `damaged` unless the first byte is the version that we know. */
export const checkVersion = (bytes: Uint8Array): void => {
  const version = bytes[0] ?? 0
  if (version > STATEMENT_VERSION) throw new HearthError('newer-version', 'statement from a newer version')
  if (version !== STATEMENT_VERSION) throw new HearthError('damaged', 'no such version')
}

/** Throws `damaged` unless the signature at the end of the statement is the key's for that label. */
export const checkSignature = (publicKey: Uint8Array, label: Label, statement: Uint8Array): void => {
  const body = statement.subarray(0, -SIGNATURE_BYTES)
  if (!verify(publicKey, concat(encodeText(label), body), statement.subarray(-SIGNATURE_BYTES))) {
    throw new HearthError('damaged', 'signature does not match')
  }
}

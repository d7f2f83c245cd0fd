import { HearthError } from '../contract/errors'
import type { InvitationId } from '../contract/ids'
import { cleanName } from '../contract/name'
import { decodeText, encodeText, Reader, Writer } from '../contract/wire'
import { sha256, toHex } from '../crypto/hash'

/** The largest invitation, in bytes: a mailto link and a QR code still hold it. */
export const MAX_INVITATION = 1_000

const HEAD = 0x14
const MAX_RELAYS = 8

/** What one person hands to another so that they can meet (PROTOCOL.md, Invitation). */
export interface Invitation {
  /** Ed25519, 32 bytes. */
  identity: Uint8Array
  /** X25519, made for this invitation. */
  key: Uint8Array
  /** 32 random bytes. */
  secret: Uint8Array
  /** Milliseconds since 1970, in whole seconds. */
  expiresAt: number
  /** `wss:` or `ws:` addresses, at most 8. */
  relays: string[]
  /** A connection offer with public addresses only. */
  offer: Uint8Array | null
  name: string
}

/** The binary form, without the checksum that the armour adds. Throws `bad-name`, and `too-large` over 1,000 bytes. */
export const writeInvitation = (invitation: Invitation): Uint8Array => {
  const { identity, key, secret, expiresAt, relays, offer, name } = invitation
  const writer = new Writer().u8(HEAD).bytes(identity).bytes(key).bytes(secret)
  writer.u32(Math.floor(expiresAt / 1_000)).u8(relays.length)
  for (const relay of relays) writer.short(encodeText(relay))
  writer.long(offer ?? new Uint8Array(0)).bytes(encodeText(cleanName(name)))
  const bytes = writer.done()
  if (relays.length > MAX_RELAYS || bytes.length > MAX_INVITATION)
    throw new HearthError('too-large', 'invitation over its bounds')
  return bytes
}

/**
 * Reads an invitation strictly; a name is shortened and freed of what would mislead. Whether it has expired is for the caller
 * to ask. Throws `not-an-invitation` for another kind of bytes, `newer-version`, `too-large`, `damaged`.
 */
export const readInvitation = (bytes: Uint8Array): Invitation => {
  if (bytes.length > MAX_INVITATION) throw new HearthError('too-large', 'invitation over 1000 bytes')
  const head = bytes[0] ?? 0
  if (head >> 4 > HEAD >> 4) throw new HearthError('newer-version', 'invitation of a newer version')
  if (head !== HEAD) throw new HearthError('not-an-invitation')
  const reader = new Reader(bytes.subarray(1))
  const identity = reader.bytes(32)
  const key = reader.bytes(32)
  const secret = reader.bytes(32)
  const expiresAt = reader.u32() * 1_000
  const count = reader.u8()
  if (count > MAX_RELAYS) throw new HearthError('damaged', 'too many relays')
  const relays = Array.from({ length: count }, () => relayOf(decodeText(reader.short())))
  const offer = reader.long()
  const name = cleanName(decodeText(reader.rest()), '')
  if (name === '') throw new HearthError('damaged', 'no name')
  return { identity, key, secret, expiresAt, relays, offer: offer.length > 0 ? offer : null, name }
}

const relayOf = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol !== 'wss:' && url?.protocol !== 'ws:') throw new HearthError('damaged', 'not a relay address')
  return text
}

/** The id of a binary invitation. */
export const invitationIdOf = (bytes: Uint8Array): InvitationId => toHex(sha256(bytes).slice(0, 16)) as InvitationId

import { HearthError } from '../contract/errors'
import { headOf, kindOf } from '../contract/frame'
import { cleanName } from '../contract/name'
import { concat, decodeText, encodeText, Reader, sameBytes, Writer } from '../contract/wire'
import { type AgreementKey, agree, newAgreementKey } from '../crypto/agreement'
import { sha256 } from '../crypto/hash'
import { KEM_PUBLIC } from '../crypto/kem'
import { random } from '../crypto/random'
import type { Bundle } from '../identity/prekey'
import { readInvitation } from './invitation'
import { openUnder, SALT_BYTES, sealUnder, TAG_BYTES, tagKey, tagOf } from './sealing'

/** The largest reply, in bytes; it is usually under 2,000. */
export const MAX_REPLY = 8_192

const HEAD = 1 + SALT_BYTES + TAG_BYTES + 32

/** Who answered an invitation, as their reply proved it: one device, and a bundle made for this reply alone. */
export interface Reply {
  identity: Uint8Array
  certificate: Uint8Array
  /** The device's X25519 key. */
  agreement: Uint8Array
  bundle: Bundle
  name: string
  /** The answer to the invitation's connection offer. */
  answer: Uint8Array | null
}

/** What a certificate says, once its signature was verified. Throws for a certificate that is not good. */
export type ReadCertificate = (bytes: Uint8Array) => { identity: Uint8Array; agreement: Uint8Array }

/** Seals a reply to a binary invitation: Noise's one-way pattern X, with the invitation's secret as PSK. */
export const sealReply = (
  reply: Omit<Reply, 'agreement'> & { agreement: AgreementKey; invitationBytes: Uint8Array },
): Uint8Array => {
  const { invitationBytes, agreement, bundle, answer } = reply
  const { key, secret } = readInvitation(invitationBytes)
  const ephemeral = newAgreementKey()
  const salt = random(SALT_BYTES)
  const head = concat(Uint8Array.of(headOf('reply')), salt, replyTag(secret, salt), ephemeral.public)
  const who = new Writer().bytes(reply.identity).bytes(agreement.public).bytes(reply.certificate).done()
  const what = new Writer()
    .u32(bundle.id)
    .bytes(bundle.agreement)
    .bytes(bundle.kem)
    .long(encodeText(cleanName(reply.name)))
    .bytes(answer ?? new Uint8Array(0))
    .done()
  const shared = agree(ephemeral.secret, key)
  const outer = sealUnder(concat(shared, secret), salt, outerInfo(invitationBytes), who, head)
  const innerSecret = concat(shared, agree(agreement.secret, key), secret)
  const inner = sealUnder(innerSecret, salt, innerInfo(invitationBytes, outer), what, head)
  const frame = new Writer().bytes(head).long(outer).bytes(inner).done()
  if (frame.length > MAX_REPLY) throw new HearthError('too-large', 'reply over 8 KiB')
  return frame
}

/** Whether the frame replies to the invitation with this secret, by its tag. Throws `newer-version`, or `damaged` for no frame. */
export const replyMatches = (frame: Uint8Array, secret: Uint8Array): boolean =>
  kindOf(frame) === 'reply' &&
  sameBytes(
    frame.subarray(1 + SALT_BYTES, 1 + SALT_BYTES + TAG_BYTES),
    replyTag(secret, frame.slice(1, 1 + SALT_BYTES)),
  )

/**
 * Opens a reply to our invitation. Throws `not-a-reply` for another kind of frame, `for-somebody-else` where the invitation is
 * another one, `damaged`, `too-large`, and what `readCertificate` throws.
 */
export const openReply = (given: {
  frame: Uint8Array
  invitationBytes: Uint8Array
  invitationKey: AgreementKey
  readCertificate: ReadCertificate
}): Reply => {
  const { frame, invitationBytes, invitationKey, readCertificate } = given
  if (frame.length > MAX_REPLY) throw new HearthError('too-large', 'reply over 8 KiB')
  if (kindOf(frame) !== 'reply') throw new HearthError('not-a-reply')
  const { secret } = readInvitation(invitationBytes)
  if (!replyMatches(frame, secret)) throw new HearthError('for-somebody-else', 'no such tag')
  const reader = new Reader(frame)
  const head = reader.bytes(HEAD)
  const salt = head.slice(1, 1 + SALT_BYTES)
  const outer = reader.long()
  const inner = reader.rest()

  const shared = agree(invitationKey.secret, head.slice(-32))
  const who = new Reader(openUnder(concat(shared, secret), salt, outerInfo(invitationBytes), outer, head))
  const identity = who.bytes(32)
  const agreement = who.bytes(32)
  const certificate = who.rest()
  const certified = readCertificate(certificate)
  if (!sameBytes(certified.identity, identity) || !sameBytes(certified.agreement, agreement))
    throw new HearthError('damaged', 'certificate of another device')

  // Only the device's own key agrees with the invitation's on this one: that is the proof of who sealed it.
  const innerSecret = concat(shared, agree(invitationKey.secret, agreement), secret)
  const what = new Reader(openUnder(innerSecret, salt, innerInfo(invitationBytes, outer), inner, head))
  const bundle = { id: what.u32(), agreement: what.bytes(32), kem: what.bytes(KEM_PUBLIC) }
  const name = cleanName(decodeText(what.long()), '')
  if (name === '') throw new HearthError('damaged', 'no name')
  const answer = what.rest()
  return { identity, certificate, agreement, bundle, name, answer: answer.length > 0 ? answer : null }
}

const replyTag = (secret: Uint8Array, salt: Uint8Array): Uint8Array =>
  tagOf(tagKey(secret, 'hearth/v1/reply-tag'), salt)

const outerInfo = (invitation: Uint8Array): Uint8Array => concat(encodeText('hearth/v1/reply'), sha256(invitation))

const innerInfo = (invitation: Uint8Array, outer: Uint8Array): Uint8Array =>
  concat(encodeText('hearth/v1/reply-inner'), sha256(invitation, outer))

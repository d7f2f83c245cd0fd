import { HearthError, reasonOf } from '../contract/errors'
import { headOf, kindOf } from '../contract/frame'
import { concat, Reader, sameBytes, u32 } from '../contract/wire'
import { open, seal, TAG } from '../crypto/aead'
import { hkdf, sameSecret, sha256 } from '../crypto/hash'
import { random } from '../crypto/random'
import { pad, unpad } from './padding'
import type { Header } from './ratchet'
import { bounded, openUnder, SALT_BYTES, sealUnder, TAG_BYTES, tagOf } from './sealing'
import { hearthRatchet, type Session } from './session'

const COUNTS = [1, 2, 4, 8]
const HEADER_BYTES = 40 + TAG
const WRAP_BYTES = 32 + TAG
const SLOT_BYTES = TAG_BYTES + HEADER_BYTES + WRAP_BYTES
const COMMITMENT_BYTES = 32
const NOTHING = new Uint8Array(0)

/**
 * Seals one message for 1 to 8 sessions: the body once, its key wrapped for each. Returns the frame and the next sessions in
 * the same order, which must be durable before the frame leaves. Throws `too-many`, `too-large`, or `not-connected-yet`
 * where a session's other side has yet to speak first.
 */
export const sealEnvelope = (
  sessions: readonly Session[],
  plaintext: Uint8Array,
  _now: number,
): { frame: Uint8Array; sessions: Session[] } => {
  const count = COUNTS.find((slots) => slots >= sessions.length)
  if (!count || sessions.length === 0) throw new HearthError('too-many', 'an envelope is for 1 to 8 devices')
  const salt = random(SALT_BYTES)
  const bodyKey = random(32)
  const { key, nonce, commitment } = bodyKeys(bodyKey, salt)
  const sealed = concat(commitment, seal(key, nonce, pad(plaintext), NOTHING))
  const head = concat(Uint8Array.of(headOf('envelope')), salt)
  const filled = sessions.map((session) => sealSlot(session, head, salt, bodyKey, sealed))
  const unused = random((count - sessions.length) * SLOT_BYTES)
  const slots = filled.map(({ slot }) => slot)
  return {
    frame: bounded(concat(head, Uint8Array.of(count), ...slots, unused, sealed)),
    sessions: filled.map(({ session }) => session),
  }
}

const sealSlot = (session: Session, head: Uint8Array, salt: Uint8Array, bodyKey: Uint8Array, sealed: Uint8Array) => {
  const { state, header, headerKey, messageKey } = hearthRatchet.send(session.ratchet)
  const tag = tagOf(session.tagSend, salt)
  const plainHeader = concat(header.key, u32(header.previous), u32(header.number))
  const sealedHeader = sealUnder(headerKey, salt, 'hearth/v1/header', plainHeader, NOTHING)
  const ad = wrapAd(session, head, tag, sealedHeader, sealed)
  const wrap = sealUnder(messageKey, salt, 'hearth/v1/wrap', bodyKey, ad)
  return { slot: concat(tag, sealedHeader, wrap), session: { ...session, ratchet: state } }
}

// Binds the body to this slot: every device that the body is for holds its key.
const wrapAd = (session: Session, head: Uint8Array, tag: Uint8Array, sealedHeader: Uint8Array, sealed: Uint8Array) =>
  concat(session.ad, head, tag, sealedHeader, sha256(sealed))

const bodyKeys = (bodyKey: Uint8Array, salt: Uint8Array) => {
  const keys = hkdf(bodyKey, salt, 'hearth/v1/body', 32 + 24 + COMMITMENT_BYTES)
  return { key: keys.slice(0, 32), nonce: keys.slice(32, 56), commitment: keys.slice(56) }
}

interface Slot {
  tag: Uint8Array
  header: Uint8Array
  wrap: Uint8Array
}

const parse = (frame: Uint8Array) => {
  if (kindOf(bounded(frame)) !== 'envelope') throw new HearthError('damaged', 'not an envelope')
  const reader = new Reader(frame)
  const head = reader.bytes(1 + SALT_BYTES)
  const count = reader.u8()
  if (!COUNTS.includes(count)) throw new HearthError('damaged', 'no such count of slots')
  const slots = Array.from(
    { length: count },
    (): Slot => ({ tag: reader.bytes(TAG_BYTES), header: reader.bytes(HEADER_BYTES), wrap: reader.bytes(WRAP_BYTES) }),
  )
  const sealed = reader.rest()
  if (sealed.length < COMMITMENT_BYTES + TAG) throw new HearthError('damaged', 'no body')
  return { head, salt: head.slice(1), slots, sealed }
}

/** The salt and the routing tags of an envelope, for comparing with {@link expectedTag}. Throws `damaged`, `newer-version`, `too-large`. */
export const slotTags = (frame: Uint8Array): { salt: Uint8Array; tags: Uint8Array[] } => {
  const { salt, slots } = parse(frame)
  return { salt, tags: slots.map(({ tag }) => tag) }
}

/** The tag of an envelope with this salt that the other side sealed for us in this session. */
export const expectedTag = (session: Session, salt: Uint8Array): Uint8Array => tagOf(session.tagReceive, salt)

/** Whether one of the envelope's slots is for us in this session, by its tag; throws as {@link slotTags}. */
export const tagMatches = (session: Session, frame: Uint8Array): boolean => hasTag(frame, session.tagReceive)

/** Whether we sealed the envelope ourselves in this session, by its tag; throws as {@link slotTags}. */
export const isOwnEnvelope = (session: Session, frame: Uint8Array): boolean => hasTag(frame, session.tagSend)

const hasTag = (frame: Uint8Array, tagKey: Uint8Array): boolean => {
  const { salt, tags } = slotTags(frame)
  const expected = tagOf(tagKey, salt)
  return tags.some((tag) => sameBytes(tag, expected))
}

/**
 * Opens an envelope in this session. Throws `for-somebody-else` where no tag is ours, `damaged` for whatever does not open,
 * `already-opened` where its message key was used before or is kept no longer, `newer-version`, `too-large`.
 */
export const openEnvelope = (
  session: Session,
  frame: Uint8Array,
  now: number,
): { session: Session; plaintext: Uint8Array } => {
  const envelope = parse(frame)
  const expected = expectedTag(session, envelope.salt)
  // One is ours, and chance may make another; a copy of it would cost us the same steps again.
  const slots = envelope.slots.filter(({ tag }) => sameBytes(tag, expected)).slice(0, 2)
  let failure = new HearthError('for-somebody-else', 'no such tag')
  for (const slot of slots) {
    try {
      return openSlot(session, envelope, slot, now)
    } catch (error) {
      // A stranger may have copied our tag into another slot: whichever opens counts.
      if (!(error instanceof HearthError)) throw error
      if (reasonOf(failure) !== 'already-opened') failure = error
    }
  }
  throw failure
}

const openSlot = (session: Session, { head, salt, sealed }: ReturnType<typeof parse>, slot: Slot, now: number) => {
  const { state, messageKey } = hearthRatchet.receive(session.ratchet, (key) => readHeader(key, salt, slot.header), now)
  const ad = wrapAd(session, head, slot.tag, slot.header, sealed)
  const bodyKey = openUnder(messageKey, salt, 'hearth/v1/wrap', slot.wrap, ad)
  const { key, nonce, commitment } = bodyKeys(bodyKey, salt)
  // The cipher commits to no key: without this one body could open as two messages under two keys.
  if (!sameSecret(commitment, sealed.subarray(0, COMMITMENT_BYTES)))
    throw new HearthError('damaged', 'not the body of this key')
  const plaintext = unpad(open(key, nonce, sealed.subarray(COMMITMENT_BYTES), NOTHING))
  return { session: { ...session, ratchet: state, lastOpenedAt: now }, plaintext }
}

const readHeader = (headerKey: Uint8Array, salt: Uint8Array, sealed: Uint8Array): Header | null => {
  let plain: Uint8Array
  try {
    plain = openUnder(headerKey, salt, 'hearth/v1/header', sealed, NOTHING)
  } catch {
    return null
  }
  const reader = new Reader(plain)
  return { key: reader.bytes(32), previous: reader.u32(), number: reader.u32() }
}

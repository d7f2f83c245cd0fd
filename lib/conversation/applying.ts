import { HearthError } from '../contract/errors'
import type { ContactId, DeviceId, MessageId } from '../contract/ids'
import type { Acknowledgement, Content, readMessage, UnknownContent } from '../contract/message'
import { encodeText } from '../contract/wire'
import { sha256, toHex } from '../crypto/hash'
import { type Heard, hasArrived, isHeard, withArrival, withHeard, withOther, withoutGap } from './arrived'
import type { Self } from './context'
import type { Draft } from './ledger'
import { placeOf, placesToKeep } from './placing'
import { applyProfile } from './profile'
import type { ContactDevice, SessionRecord } from './records'
import { contactOf, preview } from './sending'
import { catchUp } from './set-back'

type Incoming = ReturnType<typeof readMessage>

/**
 * Applies a message that opened in this session, once however often it comes; says whether it shows in the conversation.
 * Throws `too-many` where its number is too far beyond a gap to be remembered, `damaged` for what contradicts itself.
 */
export const applyMessage = (
  draft: Draft,
  self: Self,
  from: SessionRecord,
  message: Incoming,
  now: number,
): 'shown' | 'applied' | 'repeated' => {
  const { contact: id, device } = from
  seen(draft, id, Math.min(message.at, now))
  for (const ack of message.acks) if (ack.device === self.device.id) acknowledged(draft, self, from, ack, now)
  if (message.seq === null) {
    if (message.content.kind === 'read') readUpTo(draft, id, message.content.upTo)
    return 'applied'
  }
  const before = contactOf(draft.contacts, id).devices.find((d) => d.device === device)
  if (!before) throw new HearthError('damaged', 'a device that is not theirs')
  const { known, repeated } = arrive(before, { seq: message.seq, id: message.id }, message.base ?? 0)
  if (repeated) {
    putDevice(draft, id, known)
    return 'repeated'
  }
  const shown = message.content.kind === 'text' || message.content.kind === 'unknown'
  let tail = known.tail
  if (shown) {
    const position = placeOf(tail, before.arrived.upTo, message.seq, contactOf(draft.contacts, id).nextPosition)
    tail = [...tail, { seq: message.seq, position }]
    showMessage(draft, id, device, message as Shown, position, now)
  }
  putDevice(draft, id, { ...known, tail: placesToKeep(tail, known.arrived.upTo) })
  if (message.content.kind === 'profile')
    applyProfile(draft, { contact: id, device, seq: message.seq }, message.content, now)
  if (message.content.kind === 'read') readUpTo(draft, id, message.content.upTo)
  return shown ? 'shown' : 'applied'
}

/** The device with this message among what arrived, which it is owed an acknowledgement of; and whether it was heard before. */
const arrive = (device: ContactDevice, one: Heard, base: number): { known: ContactDevice; repeated: boolean } => {
  const { heard, others } = device
  const known = { ...device, ackOwed: true }
  // Another message under the same number: their disk was set back, and they have to hear that.
  if (hasArrived(device.arrived, one.seq))
    return { known: { ...known, others: withOther(others, heard, one) }, repeated: true }
  const arrived = withArrival(withoutGap(device.arrived, Math.min(base, one.seq)), one.seq)
  if (!arrived) throw new HearthError('too-many', 'too far beyond a gap')
  // The same under a new number, as whoever was set back gives them.
  if (isHeard(heard, one.id)) return { known: { ...known, arrived }, repeated: true }
  return { known: { ...known, arrived, heard: withHeard(heard, one) }, repeated: false }
}

type Shown = Incoming & { seq: number; content: Extract<Content, { kind: 'text' }> | UnknownContent }

const showMessage = (
  draft: Draft,
  id: ContactId,
  device: DeviceId,
  message: Shown,
  position: number,
  now: number,
): void => {
  const contact = contactOf(draft.contacts, id)
  const { seq, content } = message
  // A sender chooses its ids: a row is named by what is applied once, or a later message could overwrite an earlier one.
  const row = toHex(sha256(encodeText(`${id}/${device}/${seq}`)).slice(0, 16)) as MessageId
  // A clock that is ahead would keep its messages on top of everybody's.
  const at = Math.min(message.at, now)
  draft.messages.put({ id: row, contact: id, position, mine: false, seq, at, content })
  const text = content.kind === 'text' ? preview(content.text) : ''
  const newest = position === contact.nextPosition
  draft.contacts.put({
    ...contact,
    unread: contact.unread + 1,
    nextPosition: newest ? position + 1 : contact.nextPosition,
    last: newest ? { text, at, mine: false, message: row, seq: null } : contact.last,
  })
}

/** Something of theirs has arrived, which they sent `at` that time: a relay or a letter brings it later. */
export const seen = (draft: Draft, id: ContactId, at: number): void => {
  const contact = contactOf(draft.contacts, id)
  const lastSeen = Math.max(contact.lastSeen ?? 0, at)
  draft.contacts.put({ ...contact, lastSeen, waiting: contact.waiting === 'opening' ? null : contact.waiting })
}

const putDevice = (draft: Draft, id: ContactId, device: ContactDevice): void => {
  const contact = contactOf(draft.contacts, id)
  draft.contacts.put({ ...contact, devices: contact.devices.map((d) => (d.device === device.device ? device : d)) })
}

/** What arrived again is acknowledged again: our word may have been lost. */
export const oweAcknowledgement = (draft: Draft, id: ContactId, device: DeviceId): void => {
  const known = contactOf(draft.contacts, id).devices.find((d) => d.device === device)
  if (known && !known.ackOwed) putDevice(draft, id, { ...known, ackOwed: true })
}

/**
 * What this device acknowledged leaves the outbox once no other device has to. Nothing does where it names what we never sent,
 * or another message than the one that waits under the same number.
 */
const acknowledged = (draft: Draft, self: Self, from: SessionRecord, ack: Acknowledgement, now: number): void => {
  const { contact: id, device } = from
  const waiting = [...draft.outbox.values()].filter((entry) => entry.contact === id && entry.sealed)
  const highest = Math.max(ack.upTo, ...ack.extra)
  const ours = contactOf(draft.contacts, id).nextSeq - 1
  const opened = waiting.some(({ seq }) => ack.others?.includes(seq))
  if (highest > ours || opened) {
    catchUp(draft, self, from, { number: Math.max(highest, ours), opened }, now)
    return
  }
  for (const entry of waiting) {
    if (!hasArrived(ack, entry.seq)) continue
    const pending = entry.pending.filter((d) => d !== device)
    if (pending.length === 0) draft.outbox.delete(entry.id)
    else draft.outbox.put({ ...entry, pending })
  }
}

const readUpTo = (draft: Draft, id: ContactId, upTo: number): void => {
  const contact = contactOf(draft.contacts, id)
  const bounded = Math.min(upTo, contact.nextSeq - 1)
  if (bounded > contact.readUpTo) draft.contacts.put({ ...contact, readUpTo: bounded })
}

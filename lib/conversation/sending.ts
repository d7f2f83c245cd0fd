import { HearthError } from '../contract/errors'
import type { ContactId, DeviceId, MessageId } from '../contract/ids'
import { type Acknowledgement, type Content, MAX_TEXT, writeMessage } from '../contract/message'
import { concat } from '../contract/wire'
import { toHex } from '../crypto/hash'
import { random } from '../crypto/random'
import { acknowledgementOf } from './arrived'
import { isFrozen } from './contact'
import { sealEnvelope } from './envelope'
import type { Draft, View } from './ledger'
import type { ContactRecord, OutboxRecord, SealedFrame, SessionRecord } from './records'

/** How many messages may wait for one contact before no more are written to them. */
const MAX_WAITING = 10_000

export const newMessageId = (): MessageId => toHex(random(16)) as MessageId

/** The contact, or `unknown-contact`. */
export const contactOf = (contacts: View<ContactRecord>, id: ContactId): ContactRecord => {
  const contact = contacts.get(id)
  if (!contact) throw new HearthError('unknown-contact')
  return contact
}

/**
 * Writes a numbered message to a contact: into the log (texts), into the outbox, and sealed where a session exists. Asking
 * again with the same id does nothing.
 */
export const compose = (
  draft: Draft,
  id: ContactId,
  content: Content,
  now: number,
  messageId = newMessageId(),
): void => {
  const contact = contactOf(draft.contacts, id)
  if (isFrozen(contact)) throw new HearthError('frozen')
  if (content.kind === 'text' && (content.text.trim() === '' || content.text.length > MAX_TEXT))
    throw new HearthError(content.text.length > MAX_TEXT ? 'too-large' : 'bad-request')
  const waiting = [...draft.outbox.values()].filter((entry) => entry.contact === id)
  if (contact.composed.includes(messageId) || draft.outbox.get(messageId)) return
  if (content.kind === 'text' && waiting.length >= MAX_WAITING) throw new HearthError('too-many')

  const at = Math.max(now, contact.lastAt + 1)
  const seq = contact.nextSeq
  const next: ContactRecord = {
    ...contact,
    nextSeq: seq + 1,
    lastAt: at,
    composed: [messageId, ...contact.composed].slice(0, 16),
  }
  if (content.kind === 'text') {
    draft.messages.put({ id: messageId, contact: id, position: contact.nextPosition, mine: true, seq, at, content })
    next.nextPosition = contact.nextPosition + 1
    next.last = { text: preview(content.text), at, mine: true, message: messageId, seq }
  }
  draft.contacts.put(next)
  const entry: OutboxRecord = {
    id: messageId,
    contact: id,
    seq,
    at,
    content,
    sealed: null,
    sealedAt: 0,
    pending: next.devices.map((d) => d.device),
    sent: null,
  }
  draft.outbox.put(entry)
  sealEntry(draft, entry, Math.min(seq, ...waiting.map((other) => other.seq)), now)
}

/** What a list of conversations shows of a message. */
export const preview = (text: string): string => text.slice(0, 200)

/** Seals everything of a contact that waited for a session, in order. */
export const sealWaiting = (draft: Draft, id: ContactId, now: number): void => {
  const waiting = waitingFor(draft, id)
  const base = waiting[0]?.seq ?? 0
  for (const entry of waiting) if (!entry.sealed) sealEntry(draft, entry, base, now)
}

/** What a contact has not acknowledged, in order of its numbers. */
const waitingFor = (draft: Draft, id: ContactId): OutboxRecord[] =>
  [...draft.outbox.values()].filter((entry) => entry.contact === id).sort((a, b) => a.seq - b.seq)

/** `base`: the lowest number of what waits for the contact. */
const sealEntry = (draft: Draft, entry: OutboxRecord, base: number, now: number): void => {
  const sessions = sendingSessions(draft, entry.contact)
  if (sessions.length === 0) return
  const { id, seq, at, content } = entry
  const acks = takeAcknowledgements(draft, entry.contact, sessions)
  const sealed = sealFor(draft, sessions, writeMessage({ id, seq, base, at, acks, content }), now)
  draft.outbox.put({ ...entry, sealed, sealedAt: now, pending: sessions.map((s) => s.device) })
}

/**
 * Seals anew, with the same ids and numbers, what a device of a contact has not acknowledged and what is sealed for it in
 * another session than the one that is used now; of that only what was sealed up to `until`.
 */
export const sealAnew = (draft: Draft, id: ContactId, device: DeviceId, now: number, until = now): void => {
  const used = sendingSessions(draft, id).find((s) => s.device === device)
  if (!used) return
  const waiting = waitingFor(draft, id)
  const base = waiting[0]?.seq ?? 0
  const elsewhere = ({ sealed, sealedAt, pending }: OutboxRecord) =>
    sealedAt <= until && pending.includes(device) && sealed?.some((f) => f.sessions.includes(used.id)) === false
  for (const entry of waiting.filter(elsewhere)) {
    const { id: message, seq, at, content } = entry
    const sessions = [draft.sessions.get(used.id) ?? used]
    const acks = takeAcknowledgements(draft, id, sessions)
    const sealed = sealFor(draft, sessions, writeMessage({ id: message, seq, base, at, acks, content }), now)
    const others = (entry.sealed ?? []).map((frame) => without(frame, device)).filter((f) => f.devices.length > 0)
    draft.outbox.put({ ...entry, sealed: [...others, ...sealed], sealedAt: now, sent: null })
  }
}

const without = ({ frame, devices, sessions }: SealedFrame, device: DeviceId): SealedFrame => ({
  frame,
  devices: devices.filter((other) => other !== device),
  sessions: sessions.filter((_, i) => devices[i] !== device),
})

/** An acknowledgement alone, for one device, where one is owed: not numbered, not kept. */
export const sealAcknowledgement = (draft: Draft, id: ContactId, device: DeviceId, now: number): SealedFrame[] => {
  if (isFrozen(contactOf(draft.contacts, id))) return []
  const sessions = sendingSessions(draft, id).filter((s) => s.device === device)
  const acks = takeAcknowledgements(draft, id, sessions)
  if (acks.length === 0) return []
  return sealFor(
    draft,
    sessions,
    writeMessage({ id: newMessageId(), seq: null, at: now, acks, content: { kind: 'ack' } }),
    now,
  )
}

/** What these devices are still owed; none of it is owed any more. */
const takeAcknowledgements = (draft: Draft, id: ContactId, sessions: readonly SessionRecord[]): Acknowledgement[] => {
  const contact = contactOf(draft.contacts, id)
  const told = contact.devices.filter((d) => d.ackOwed && sessions.some((s) => s.device === d.device))
  if (told.length === 0) return []
  const devices = contact.devices.map((d) => (told.includes(d) ? { ...d, ackOwed: false } : d))
  draft.contacts.put({ ...contact, devices })
  return told.map((d) => acknowledgementOf(d.device, d.arrived, d.others))
}

/** The session to use towards each device of a contact: the one that was begun, or opened a message, last (protocol: Session). */
export const sendingSessions = (draft: { sessions: View<SessionRecord> }, id: ContactId): SessionRecord[] => {
  const best = new Map<DeviceId, SessionRecord>()
  for (const session of draft.sessions.values()) {
    if (session.contact !== id) continue
    const other = best.get(session.device)
    if (!other || session.rank > other.rank) best.set(session.device, session)
  }
  return [...best.values()]
}

/** The session as the one to use towards its device from now on. Counted instead of timed: clocks go back. */
export const foremost = (draft: Draft, record: SessionRecord): SessionRecord => {
  let highest = 0
  for (const { id, contact, device, rank } of draft.sessions.values())
    if (contact === record.contact && device === record.device && id !== record.id) highest = Math.max(highest, rank)
  return record.rank > highest ? record : { ...record, rank: highest + 1 }
}

/** One envelope for all devices that have answered already; one each, behind its opening, for those that have not. */
const sealFor = (
  draft: Draft,
  sessions: readonly SessionRecord[],
  plaintext: Uint8Array,
  now: number,
): SealedFrame[] => {
  const groups = sessions.filter((s) => s.opening).map((s) => [s])
  const answered = sessions.filter((s) => !s.opening)
  if (answered.length > 0) groups.push(answered)
  return groups.map((group) => {
    const sealed = sealEnvelope(
      group.map((s) => s.session),
      plaintext,
      now,
    )
    for (const [i, record] of group.entries())
      draft.sessions.put({ ...record, session: sealed.sessions[i] ?? record.session })
    const opening = group[0]?.opening
    return {
      frame: opening ? concat(opening, sealed.frame) : sealed.frame,
      devices: group.map((s) => s.device),
      sessions: group.map((s) => s.id),
    }
  })
}

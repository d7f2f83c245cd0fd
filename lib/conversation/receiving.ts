import { HearthError, reasonOf } from '../contract/errors'
import { kindOf } from '../contract/frame'
import type { ContactId, DeviceId, MessageId } from '../contract/ids'
import { type Content, readMessage, readSignal, type Signal, type UnknownContent } from '../contract/message'
import { cleanName } from '../contract/name'
import { encodeText, fromBase64, sameBytes, toBase64 } from '../contract/wire'
import { sha256, toHex } from '../crypto/hash'
import { readCertificate } from '../identity/certificate'
import { compareDeviceLists, readDeviceList } from '../identity/device-list'
import { type BundleKeys, readPrekeyRecord } from '../identity/prekey'
import { hasArrived, NOTHING_ARRIVED, withArrival } from './arrived'
import type { Self } from './context'
import { openEnvelope, tagMatches } from './envelope'
import { acceptSession, envelopeOf, openingMatches } from './handshake'
import type { Draft } from './ledger'
import type { ContactDevice, ContactRecord, SessionRecord } from './records'
import { compose, contactOf, preview, sealWaiting } from './sending'
import { openSignal, signalMatches } from './signal'

/** What one frame turned out to be. Only what `opened` or `signal` changed anything. */
export type Receipt =
  | { outcome: 'opened'; contact: ContactId; device: DeviceId; text: boolean }
  | { outcome: 'signal'; contact: ContactId; device: DeviceId; signal: Signal }
  | { outcome: 'repeated'; contact: ContactId; device: DeviceId }
  | { outcome: 'not-ours' }

/**
 * Applies one sealed frame from any carrier, as one step. Throws for whatever is malformed inside, from a newer version, or
 * too far beyond a gap: then the step changes nothing and nothing is acknowledged, so that an honest sender repeats it.
 */
export const receive = (draft: Draft, self: Self, frame: Uint8Array, now: number): Receipt => {
  const kind = kindOf(frame)
  if (kind === 'envelope') return receiveEnvelope(draft, self, frame, now)
  if (kind === 'signal') return receiveSignal(draft, frame, now)
  if (kind === 'opening') return receiveOpening(draft, self, frame, now)
  return NOT_OURS
}

const NOT_OURS: Receipt = { outcome: 'not-ours' }

/** What opens with the first of the sessions that it opens with; tags are short, so a stranger's may match by chance. */
const openWith = <T>(open: () => T): T | 'already-opened' | null => {
  try {
    return open()
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === 'already-opened') return reason
    if (reason === 'damaged') return null
    throw error
  }
}

const receiveEnvelope = (draft: Draft, self: Self, frame: Uint8Array, now: number): Receipt => {
  for (const record of draft.sessions.values()) {
    if (!tagMatches(record.session, frame)) continue
    const opened = openWith(() => openEnvelope(record.session, frame, now))
    if (opened === null) continue
    const { contact, device } = record
    if (opened === 'already-opened') {
      oweAcknowledgement(draft, contact, device)
      return { outcome: 'repeated', contact, device }
    }
    // Their answer proves that our opening arrived.
    draft.sessions.put({ ...record, session: opened.session, opening: null })
    return applyMessage(draft, self, record, readMessage(opened.plaintext), now)
  }
  return NOT_OURS
}

const receiveSignal = (draft: Draft, frame: Uint8Array, now: number): Receipt => {
  for (const record of draft.sessions.values()) {
    if (!signalMatches(record.session, frame, now)) continue
    const opened = openWith(() => openSignal(record.session, frame, now))
    if (opened === null) continue
    const { contact, device } = record
    if (opened === 'already-opened') return { outcome: 'repeated', contact, device }
    const signal = readSignal(opened.plaintext)
    draft.sessions.put({ ...record, session: opened.session })
    seen(draft, contact, now)
    return signal ? { outcome: 'signal', contact, device, signal } : { outcome: 'repeated', contact, device }
  }
  return NOT_OURS
}

/**
 * A letter that opens a session, from a contact who waits for us (their invitation's secret is the key) or whom we know (the
 * pair key is). The envelope behind it is tried on the sessions that exist first: it may be a repeat, or a later letter.
 */
const receiveOpening = (draft: Draft, self: Self, frame: Uint8Array, now: number): Receipt => {
  const known = receiveEnvelope(draft, self, envelopeOf(frame), now)
  if (known.outcome !== 'not-ours') return known
  for (const contact of draft.contacts.values()) {
    for (const { key, invitation } of intakeKeys(contact)) {
      if (!openingMatches(frame, key, self.device.id)) continue
      const accepted = acceptSession({
        frame,
        intakeKey: key,
        psk: key,
        invitation,
        identity: self.identity,
        certificate: self.certificate,
        agreement: self.device.agreement,
        bundles: bundlesFor(draft, invitation !== null),
        readCertificate,
        now,
      })
      if (!sameBytes(accepted.peer.identity, contact.identity)) continue
      const prekey = draft.prekeys.get(String(accepted.prekeyId))
      if (!prekey || prekey.opened.includes(accepted.session.id)) continue
      const certificate = readCertificate(accepted.peer.certificate)
      const { session, plaintext } = openEnvelope(accepted.session, accepted.envelope, now)
      const message = readMessage(plaintext)
      const { device } = certificate
      const record: SessionRecord = { id: session.id, contact: contact.id, device, session, opening: null, signalled: 0 }
      draft.sessions.put(record)
      if (prekey.record) draft.prekeys.put({ ...prekey, opened: [...prekey.opened, session.id].slice(-1_000) })
      else draft.prekeys.delete(prekey.id)
      const met = contact.waiting === 'reply'
      draft.contacts.put({
        ...withDevice(contact, device, certificate.bytes),
        pairKey: contact.pairKey ?? accepted.pairKey,
        accepted: contact.accepted.filter((a) => a.hash !== invitation),
        waiting: null,
      })
      const receipt = applyMessage(draft, self, record, message, now)
      if (met) introduce(draft, self, contact.id, now)
      sealWaiting(draft, contact.id, now)
      return receipt
    }
  }
  return NOT_OURS
}

const intakeKeys = (contact: ContactRecord): { key: Uint8Array; invitation: Uint8Array | null }[] => [
  ...contact.accepted.map(({ secret, hash }) => ({ key: secret, invitation: hash })),
  ...(contact.pairKey ? [{ key: contact.pairKey, invitation: null }] : []),
]

/** The bundles that an opening may be for: those made for one reply, or the weekly ones. */
const bundlesFor = (draft: Draft, invited: boolean): BundleKeys[] =>
  [...draft.prekeys.values()].filter(({ record }) => (record === null) === invited).map(({ keys }) => keys)

/** With this device among the contact's, as its certificate says. */
export const withDevice = (contact: ContactRecord, device: DeviceId, certificate: Uint8Array): ContactRecord =>
  contact.devices.some((d) => d.device === device)
    ? contact
    : { ...contact, devices: [...contact.devices, newDevice(device, certificate)].slice(-8) }

const newDevice = (device: DeviceId, certificate: Uint8Array): ContactDevice => ({
  device,
  certificate,
  prekey: null,
  arrived: NOTHING_ARRIVED,
  tail: [],
  ackOwed: false,
})

/** Tells a contact our name, devices and prekeys: at the start of a session, and when one of them changed. */
export const introduce = (draft: Draft, self: Self, contact: ContactId, now: number): void => {
  const newest = [...draft.prekeys.values()].filter((p) => p.record).sort((a, b) => b.createdAt - a.createdAt)[0]
  const prekeys = newest?.record ? [toBase64(newest.record)] : []
  compose(draft, contact, { kind: 'profile', name: self.name, devices: toBase64(self.deviceList), prekeys }, now)
}

type Incoming = ReturnType<typeof readMessage>

const applyMessage = (draft: Draft, self: Self, from: SessionRecord, message: Incoming, now: number): Receipt => {
  const { contact: id, device } = from
  seen(draft, id, now)
  for (const ack of message.acks) if (ack.device === self.device.id) acknowledged(draft, id, device, ack)
  if (message.seq === null) {
    if (message.content.kind === 'read') readUpTo(draft, id, message.content.upTo)
    return { outcome: 'opened', contact: id, device, text: false }
  }
  const known = contactOf(draft.contacts, id).devices.find((d) => d.device === device)
  if (!known) throw new HearthError('damaged', 'a device that is not theirs')
  if (hasArrived(known.arrived, message.seq)) {
    oweAcknowledgement(draft, id, device)
    return { outcome: 'repeated', contact: id, device }
  }
  const arrived = withArrival(known.arrived, message.seq)
  if (!arrived) throw new HearthError('too-many', 'too far beyond a gap')
  const shown = message.content.kind === 'text' || message.content.kind === 'unknown'
  let tail = known.tail
  if (shown) {
    const position = place(contactOf(draft.contacts, id), known, message.seq)
    tail = [...tail, { seq: message.seq, position }].slice(-64)
    showMessage(draft, id, device, message as Shown, position)
  }
  putDevice(draft, id, { ...known, arrived, tail, ackOwed: true })
  if (message.content.kind === 'profile') applyProfile(draft, id, message.content)
  if (message.content.kind === 'read') readUpTo(draft, id, message.content.upTo)
  return { outcome: 'opened', contact: id, device, text: shown }
}

type Shown = Incoming & { seq: number; content: Extract<Content, { kind: 'text' }> | UnknownContent }

/** At the end, or just before the first later message of the same device that is already there. */
const place = (contact: ContactRecord, device: ContactDevice, seq: number): number => {
  const later = device.tail.filter((t) => t.seq > seq).sort((a, b) => a.seq - b.seq)[0]
  if (!later) return contact.nextPosition
  const before = device.tail.filter((t) => t.position < later.position).map((t) => t.position)
  return (Math.max(later.position - 1, ...before) + later.position) / 2
}

const showMessage = (draft: Draft, id: ContactId, device: DeviceId, message: Shown, position: number): void => {
  const contact = contactOf(draft.contacts, id)
  const { seq, content } = message
  // A sender chooses its ids: they name a row only together with who it is, or one contact could overwrite another's.
  const row = toHex(sha256(encodeText(`${id}/${device}/${message.id}`)).slice(0, 16)) as MessageId
  draft.messages.put({ id: row, contact: id, position, mine: false, seq, at: message.at, content })
  const text = content.kind === 'text' ? preview(content.text) : ''
  const newest = position === contact.nextPosition
  draft.contacts.put({
    ...contact,
    unread: contact.unread + 1,
    nextPosition: newest ? position + 1 : contact.nextPosition,
    last: newest ? { text, at: message.at, mine: false, message: row, seq: null } : contact.last,
  })
}

const seen = (draft: Draft, id: ContactId, now: number): void => {
  const contact = contactOf(draft.contacts, id)
  draft.contacts.put({ ...contact, lastSeen: now, waiting: contact.waiting === 'opening' ? null : contact.waiting })
}

const putDevice = (draft: Draft, id: ContactId, device: ContactDevice): void => {
  const contact = contactOf(draft.contacts, id)
  draft.contacts.put({ ...contact, devices: contact.devices.map((d) => (d.device === device.device ? device : d)) })
}

const oweAcknowledgement = (draft: Draft, id: ContactId, device: DeviceId): void => {
  const known = contactOf(draft.contacts, id).devices.find((d) => d.device === device)
  if (known && !known.ackOwed) putDevice(draft, id, { ...known, ackOwed: true })
}

/** What this device acknowledged leaves the outbox once no other device has to. */
const acknowledged = (draft: Draft, id: ContactId, device: DeviceId, ack: { upTo: number; extra: number[] }): void => {
  for (const entry of [...draft.outbox.values()]) {
    if (entry.contact !== id || !entry.sealed || !hasArrived(ack, entry.seq)) continue
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

/** A contact's own word about its name and devices. A forked device list freezes the contact until the user decides. */
const applyProfile = (draft: Draft, id: ContactId, profile: Extract<Content, { kind: 'profile' }>): void => {
  const contact = contactOf(draft.contacts, id)
  const known = contact.deviceList && readDeviceList(contact.deviceList, contact.identity)
  const incoming = readDeviceList(fromBase64(profile.devices), contact.identity)
  const order = compareDeviceLists(known, incoming)
  if (order === 'fork') return draft.contacts.put({ ...contact, alarm: 'fork' })
  if (order === 'older') return
  const prekeys = profile.prekeys.map(fromBase64)
  const devices = incoming.devices.map((certificate) => {
    const device =
      contact.devices.find((d) => d.device === certificate.device) ?? newDevice(certificate.device, certificate.bytes)
    const prekey = prekeys.find((bytes) => isPrekeyOf(bytes, certificate))
    return { ...device, prekey: prekey ?? device.prekey }
  })
  const gone = (device: DeviceId) => !devices.some((d) => d.device === device)
  for (const session of [...draft.sessions.values()])
    if (session.contact === id && gone(session.device)) draft.sessions.delete(session.id)
  const name = cleanName(profile.name, contact.name)
  draft.contacts.put({ ...contact, name, deviceList: incoming.bytes, devices })
}

const isPrekeyOf = (bytes: Uint8Array, certificate: ReturnType<typeof readCertificate>): boolean => {
  try {
    return readPrekeyRecord(bytes, certificate).bytes.length > 0
  } catch {
    return false
  }
}

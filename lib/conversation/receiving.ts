import { reasonOf } from '../contract/errors'
import { kindOf } from '../contract/frame'
import type { ContactId, DeviceId } from '../contract/ids'
import { readMessage, readSignal, type Signal } from '../contract/message'
import { sameBytes } from '../contract/wire'
import { readCertificate } from '../identity/certificate'
import type { BundleKeys } from '../identity/prekey'
import { applyMessage, oweAcknowledgement, seen } from './applying'
import type { Self } from './context'
import { openEnvelope, tagMatches } from './envelope'
import { acceptSession, envelopeOf, openingMatches } from './handshake'
import type { Draft } from './ledger'
import { introduce, withDevice } from './profile'
import type { ContactRecord, SessionRecord } from './records'
import { sealWaiting } from './sending'
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

const receiptOf = ({ contact, device }: SessionRecord, applied: ReturnType<typeof applyMessage>): Receipt =>
  applied === 'repeated'
    ? { outcome: 'repeated', contact, device }
    : { outcome: 'opened', contact, device, text: applied === 'shown' }

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
    return receiptOf(record, applyMessage(draft, self, record, readMessage(opened.plaintext), now))
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
      const record: SessionRecord = {
        id: session.id,
        contact: contact.id,
        device,
        session,
        opening: null,
        signalled: 0,
      }
      draft.sessions.put(record)
      if (prekey.record) draft.prekeys.put({ ...prekey, opened: [...prekey.opened, session.id].slice(-1_000) })
      else draft.prekeys.delete(prekey.id)
      draft.contacts.put({
        ...withDevice(contact, device, certificate.bytes),
        pairKey: contact.pairKey ?? accepted.pairKey,
        accepted: contact.accepted.filter((a) => a.hash !== invitation),
        waiting: null,
      })
      const receipt = receiptOf(record, applyMessage(draft, self, record, message, now))
      // Somebody known may have come back by an invitation, and then knows nothing of us.
      if (invitation) introduce(draft, self, contact.id, now)
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

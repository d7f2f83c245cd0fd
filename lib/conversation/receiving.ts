import { type Reason, reasonOf } from '../contract/errors'
import { kindOf } from '../contract/frame'
import type { ConnectionId, ContactId, DeviceId } from '../contract/ids'
import { readMessage, readSignal, type Signal } from '../contract/message'
import { applyMessage, oweAcknowledgement, seen } from './applying'
import type { Self } from './context'
import { openEnvelope, tagMatches } from './envelope'
import { envelopeOf } from './handshake'
import type { Draft } from './ledger'
import { putNotice } from './notices'
import { checkListed, openSession, withPairKey } from './opening'
import { introduce } from './profile'
import type { SessionRecord } from './records'
import { contactOf, foremost, sealAnew, sealWaiting } from './sending'
import { openSignal, signalMatches } from './signal'

/** What one frame turned out to be. Only what `opened` or `signal` changed anything. */
export type Receipt =
  | {
      outcome: 'opened'
      contact: ContactId
      device: DeviceId
      text: boolean
      /** The connection that we answered in the reply which this opening answers: now we know whose it is. */
      connection?: ConnectionId | null
    }
  /** `at`: when the sender made it, by the sender's clock. */
  | { outcome: 'signal'; contact: ContactId; device: DeviceId; signal: Signal; at: number }
  | { outcome: 'repeated'; contact: ContactId; device: DeviceId }
  | { outcome: 'not-ours'; reason?: Reason }

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

/** How long the two sides may use different sessions because their messages are under way, in milliseconds. */
const CROSSING = 60_000

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
    draft.sessions.put(foremost(draft, { ...record, session: opened.session, opening: null, pairKey: null }))
    if (record.pairKey) {
      const known = contactOf(draft.contacts, contact)
      draft.contacts.put({ ...known, pairKeys: withPairKey(known, record.pairKey), meeting: null })
    }
    const applied = applyMessage(draft, self, record, readMessage(opened.plaintext), now)
    // What waits in a session that they do not use: they may have lost it. Not at once, as messages cross.
    sealAnew(draft, contact, device, now, now - CROSSING)
    return receiptOf(record, applied)
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
    seen(draft, contact, Math.min(opened.sequence, now))
    return signal
      ? { outcome: 'signal', contact, device, signal, at: opened.sequence }
      : { outcome: 'repeated', contact, device }
  }
  return NOT_OURS
}

/** A letter that opens a session. Its envelope is tried on the sessions that exist first: it may be a repeat, or a later letter. */
const receiveOpening = (draft: Draft, self: Self, frame: Uint8Array, now: number): Receipt => {
  const known = receiveEnvelope(draft, self, envelopeOf(frame), now)
  if (known.outcome !== 'not-ours') return known
  const opened = openSession(draft, self, frame, now)
  if (!opened) return NOT_OURS
  const { record, message, invitation, lost } = opened
  const receipt = receiptOf(record, applyMessage(draft, self, record, message, now))
  checkListed(draft, record)
  if (lost) putNotice(draft, record.contact, { what: 'new_session' }, now)
  // Somebody known may have come back by an invitation, and then knows nothing of us.
  if (invitation) introduce(draft, self, record.contact, now)
  // Whoever begins a session may have lost the one before.
  sealAnew(draft, record.contact, record.device, now)
  sealWaiting(draft, record.contact, now)
  return invitation && receipt.outcome === 'opened' ? { ...receipt, connection: invitation.connection } : receipt
}

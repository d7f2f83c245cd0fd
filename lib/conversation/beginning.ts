import { HearthError } from '../contract/errors'
import type { ContactId, DeviceId } from '../contract/ids'
import type { Certificate } from '../identity/certificate'
import { readDeviceList } from '../identity/device-list'
import { readPrekeyRecord } from '../identity/prekey'
import { isFrozen } from './contact'
import type { Self } from './context'
import { oneMore } from './daily'
import { startSession } from './handshake'
import type { Draft } from './ledger'
import { putNotice } from './notices'
import { newRecord, putSession, SESSION_LIFE } from './opening'
import { introduce } from './profile'
import type { ContactDevice } from './records'
import { contactOf, sealAnew, sealWaiting } from './sending'

const DAY = 86_400_000
/** What was sent and is not acknowledged for so long tells that they may have lost their side of the session. */
const SILENCE = 7 * DAY
/** Sessions that we begin with one contact in a day: half of what they take, as their day may begin in the middle of ours. */
const MAX_BEGUN = 8

/** Why a session is begun: there is none with that device, the newest is old, what went into it is never acknowledged, or nothing ever answered it. */
type Why = 'none' | 'old' | 'unacknowledged' | 'unanswered'

/**
 * Begins the sessions that are missing before something is sent to a contact, and introduces us in them; says whether it
 * did. What only a lost session could have acknowledged is sealed anew.
 */
export const tendSessions = (draft: Draft, self: Self, id: ContactId, now: number): boolean => {
  const contact = contactOf(draft.contacts, id)
  if (isFrozen(contact)) return false
  let introduced = false
  let lost = false
  for (const known of contact.devices) {
    const why = whyBegin(draft, id, known.device, now)
    if (why === null || !beginSession(draft, self, id, known.device, now)) continue
    if (why !== 'old') sealAnew(draft, id, known.device, now)
    if (isLoss(why, known)) lost = true
    introduced = true
  }
  if (lost) putNotice(draft, id, { what: 'new_session' }, now)
  if (!introduced) return false
  sealWaiting(draft, id, now)
  introduce(draft, self, id, now)
  return true
}

/** A renewal or asking again is nothing to show, and a device that never said anything has nothing to lose. */
const isLoss = (why: Why, { arrived }: ContactDevice): boolean =>
  why === 'unacknowledged' || (why === 'none' && (arrived.upTo > 0 || arrived.extra.length > 0))

const whyBegin = (draft: Draft, id: ContactId, device: DeviceId, now: number): Why | null => {
  const sessions = [...draft.sessions.values()].filter((s) => s.contact === id && s.device === device)
  if (sessions.length === 0) return 'none'
  const newest = Math.max(...sessions.map((s) => s.session.createdAt))
  const unheard = [...draft.outbox.values()].some(
    (e) => e.contact === id && e.sent !== null && e.pending.includes(device) && e.sealedAt + SILENCE < now,
  )
  // A session of ours that waits for its first answer is asking already, unless they opened and then lost it: a repeat opens nothing.
  const isAsking = sessions.some((s) => s.opening !== null && s.session.createdAt + SILENCE > now)
  if (unheard && !isAsking) return sessions.some((s) => s.opening !== null) ? 'unanswered' : 'unacknowledged'
  return newest + SESSION_LIFE > now ? null : 'old'
}

/** Puts a session towards a device's newest prekey record under the newest pair key; false where that cannot be, or too often. */
export const beginSession = (draft: Draft, self: Self, id: ContactId, device: DeviceId, now: number): boolean => {
  const contact = contactOf(draft.contacts, id)
  const known = contact.devices.find((d) => d.device === device)
  const psk = contact.pairKeys.at(-1)
  const begun = oneMore(contact.begun, MAX_BEGUN, now)
  if (!known?.prekey || !psk || !begun || !contact.deviceList) return false
  const { devices } = readDeviceList(contact.deviceList, contact.identity)
  const certificate = devices.find((d) => d.device === device)
  const started = certificate && startTowards(self, certificate, known.prekey, psk, now)
  if (!started) return false
  draft.contacts.put({ ...contact, begun })
  putSession(draft, { ...newRecord(started.session, id, device), opening: started.opening })
  return true
}

/** null where the record is not that device's, is over, or holds keys that nobody could have made honestly. */
const startTowards = (self: Self, certificate: Certificate, prekey: Uint8Array, psk: Uint8Array, now: number) => {
  try {
    const bundle = readPrekeyRecord(prekey, certificate)
    if (bundle.expiresAt <= now) return null
    const { identity, agreement, device, bytes } = certificate
    return startSession({
      identity: self.identity,
      certificate: self.certificate,
      agreement: self.device.agreement,
      bundle,
      peer: { identity, certificate: bytes, agreement },
      peerDevice: device,
      psk,
      intakeKey: psk,
      invitation: null,
      now,
    })
  } catch (error) {
    if (error instanceof HearthError) return null
    throw error
  }
}

import { HearthError } from '../contract/errors'
import type { ContactId, DeviceId } from '../contract/ids'
import { readMessage } from '../contract/message'
import { sameBytes } from '../contract/wire'
import { readCertificate } from '../identity/certificate'
import { readDeviceList } from '../identity/device-list'
import type { BundleKeys } from '../identity/prekey'
import { SKIPPED_LIFE } from './chain'
import { isFrozen } from './contact'
import type { Self } from './context'
import { type Daily, oneMore } from './daily'
import { openEnvelope } from './envelope'
import { acceptSession, openingMatches } from './handshake'
import type { Draft } from './ledger'
import { withDevice } from './profile'
import type { AcceptedInvitation, ContactRecord, SessionRecord } from './records'
import { contactOf, foremost, sendingSessions } from './sending'
import type { Session } from './session'

const DAY = 86_400_000
/** A session that began longer ago than this is replaced when next something is sent, in milliseconds. */
export const SESSION_LIFE: number = 30 * DAY
/** Sessions that are kept with one device; the one that was silent longest goes first. */
const MAX_SESSIONS = 8
/** Sessions that one contact may open in a day. */
const MAX_OPENINGS = 16
const MAX_PAIR_KEYS = 4

interface OpenedSession {
  record: SessionRecord
  message: ReturnType<typeof readMessage>
  invitation: AcceptedInvitation | null
  /** Whether they seem to have lost the session before: they began this one earlier than one is renewed. */
  lost: boolean
}

/**
 * Opens the session that this frame begins, from a contact who waits for us (their invitation's secret is the key) or whom we
 * know (a pair key is), together with the first letter in it: without one that opens nothing is put. null where it is nobody's.
 */
export const openSession = (draft: Draft, self: Self, frame: Uint8Array, now: number): OpenedSession | null => {
  for (const contact of draft.contacts.values()) {
    for (const { key, invitation } of intakeKeys(contact)) {
      if (!openingMatches(frame, key, self.device.id)) continue
      const accepted = acceptSession({
        frame,
        intakeKey: key,
        psk: key,
        invitation: invitation?.hash ?? null,
        identity: self.identity,
        certificate: self.certificate,
        agreement: self.device.agreement,
        bundles: bundlesFor(draft, invitation !== null, now),
        readCertificate,
        now,
      })
      if (!sameBytes(accepted.peer.identity, contact.identity)) continue
      const prekey = draft.prekeys.get(String(accepted.prekeyId))
      if (!prekey || prekey.opened.includes(accepted.session.id)) continue
      const { session, plaintext } = openEnvelope(accepted.session, accepted.envelope, now)
      const message = readMessage(plaintext)
      const { device, bytes } = readCertificate(accepted.peer.certificate)
      const record = newRecord(session, contact.id, device)
      const lost = !invitation && hasYoung(draft, record, now)
      draft.contacts.put({
        ...withDevice(contact, device, bytes),
        pairKeys: invitation ? withPairKey(contact, accepted.pairKey) : contact.pairKeys,
        accepted: contact.accepted.filter((a) => a !== invitation),
        waiting: null,
        openings: countOpening(contact, now),
      })
      putSession(draft, record)
      dropOrphans(draft, contact.id)
      if (prekey.record) draft.prekeys.put({ ...prekey, opened: [...prekey.opened, session.id] })
      else draft.prekeys.delete(prekey.id)
      return { record, message, invitation, lost }
    }
  }
  return null
}

/** Whether there is a session with this device that they would not renew yet: one that they know, and their clock may be a day ahead. */
const hasYoung = (draft: Draft, { contact, device }: SessionRecord, now: number): boolean =>
  [...draft.sessions.values()].some(
    (s) =>
      s.contact === contact &&
      s.device === device &&
      s.opening === null &&
      s.session.createdAt + SESSION_LIFE - DAY > now,
  )

/** A session of ours with this device, in which nothing was sent yet. */
export const newRecord = (session: Session, contact: ContactId, device: DeviceId): SessionRecord => ({
  id: session.id,
  contact,
  device,
  session,
  rank: 0,
  pairKey: null,
  opening: null,
  signalled: 0,
})

/** Adds a session, which is used from now on, and forgets the one of that device that was silent longest where there are too many. */
export const putSession = (draft: Draft, record: SessionRecord): void => {
  const others = [...draft.sessions.values()].filter((s) => s.contact === record.contact && s.device === record.device)
  others.sort((a, b) => b.rank - a.rank)
  for (const old of others.slice(MAX_SESSIONS - 1)) draft.sessions.delete(old.id)
  draft.sessions.put(foremost(draft, record))
}

/** Forgets the sessions of devices that are not kept any more: a contact without a list names as many as it likes. */
const dropOrphans = (draft: Draft, id: ContactId): void => {
  const { devices } = contactOf(draft.contacts, id)
  for (const session of [...draft.sessions.values()])
    if (session.contact === id && !devices.some((d) => d.device === session.device)) draft.sessions.delete(session.id)
}

/** Forgets the sessions that others replaced and in which nothing has opened for as long as keys of late messages are kept. */
export const forgetSessions = (draft: Draft, now: number): void => {
  const used = new Set([...draft.contacts.values()].flatMap(({ id }) => sendingSessions(draft, id).map((s) => s.id)))
  for (const { id, session } of [...draft.sessions.values()])
    if (!used.has(id) && (session.lastOpenedAt ?? session.createdAt) + SKIPPED_LIFE < now) draft.sessions.delete(id)
}

/** With this pair key last: both sides hold it. Invitations that crossed make several, and each side may begin with any of them. */
export const withPairKey = ({ pairKeys }: ContactRecord, pairKey: Uint8Array): Uint8Array[] =>
  [...pairKeys.filter((key) => !sameBytes(key, pairKey)), pairKey].slice(-MAX_PAIR_KEYS)

/** With this pair key among them, which they may not hold yet: what we begin goes on under the one that they do. */
export const withUnprovenKey = ({ pairKeys }: ContactRecord, pairKey: Uint8Array): Uint8Array[] =>
  [...pairKeys.slice(0, -1), pairKey, ...pairKeys.slice(-1)].slice(-MAX_PAIR_KEYS)

/** Throws where the contact's newest device list does not name the device of this session: it was revoked, or never theirs. */
export const checkListed = (draft: Draft, { contact: id, device }: { contact: ContactId; device: DeviceId }): void => {
  const { deviceList, identity } = contactOf(draft.contacts, id)
  if (deviceList && !readDeviceList(deviceList, identity).devices.some((d) => d.device === device))
    throw new HearthError('damaged', 'a device that their list does not name')
}

const countOpening = (contact: ContactRecord, now: number): Daily => {
  if (isFrozen(contact)) throw new HearthError('frozen')
  const counted = oneMore(contact.openings, MAX_OPENINGS, now)
  if (!counted) throw new HearthError('too-many', 'too many sessions in a day')
  return counted
}

const intakeKeys = (contact: ContactRecord): { key: Uint8Array; invitation: AcceptedInvitation | null }[] => [
  ...contact.accepted.map((invitation) => ({ key: invitation.secret, invitation })),
  ...contact.pairKeys.map((key) => ({ key, invitation: null })),
]

/** The bundles that an opening may be for: those made for one reply, or the weekly ones; none whose time is over. */
const bundlesFor = (draft: Draft, invited: boolean, now: number): BundleKeys[] =>
  [...draft.prekeys.values()]
    .filter(({ record, forgetAt }) => (record === null) === invited && forgetAt > now)
    .map(({ keys }) => keys)

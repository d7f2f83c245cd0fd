import { HearthError } from '../contract/errors'
import type { ContactId, DeviceId } from '../contract/ids'
import { readMessage } from '../contract/message'
import { sameBytes } from '../contract/wire'
import { readCertificate } from '../identity/certificate'
import { readDeviceList } from '../identity/device-list'
import type { BundleKeys } from '../identity/prekey'
import type { Self } from './context'
import { openEnvelope } from './envelope'
import { acceptSession, openingMatches } from './handshake'
import type { Draft } from './ledger'
import { withDevice } from './profile'
import type { AcceptedInvitation, ContactRecord, SessionRecord } from './records'
import { contactOf } from './sending'
import { dayOf } from './signal'

/** Sessions that are kept with one device; the one that was silent longest goes first. */
const MAX_SESSIONS = 8
/** Sessions that one contact may open in a day. */
const MAX_OPENINGS = 16

/**
 * Opens the session that this frame begins, from a contact who waits for us (their invitation's secret is the key) or whom we
 * know (a pair key is), together with the first letter in it: without one that opens nothing is put. null where it is nobody's.
 */
export const openSession = (
  draft: Draft,
  self: Self,
  frame: Uint8Array,
  now: number,
): { record: SessionRecord; message: ReturnType<typeof readMessage>; invitation: AcceptedInvitation | null } | null => {
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
        bundles: bundlesFor(draft, invitation !== null),
        readCertificate,
        now,
      })
      if (!sameBytes(accepted.peer.identity, contact.identity)) continue
      const prekey = draft.prekeys.get(String(accepted.prekeyId))
      if (!prekey || prekey.opened.includes(accepted.session.id)) continue
      const { session, plaintext } = openEnvelope(accepted.session, accepted.envelope, now)
      const message = readMessage(plaintext)
      const { device, bytes } = readCertificate(accepted.peer.certificate)
      const record = { id: session.id, contact: contact.id, device, session, opening: null, signalled: 0 }
      draft.contacts.put({
        ...withDevice(contact, device, bytes),
        pairKeys: withPairKey(contact, accepted.pairKey),
        accepted: contact.accepted.filter((a) => a !== invitation),
        waiting: null,
        openings: countOpening(contact, now),
      })
      putSession(draft, record)
      if (prekey.record) draft.prekeys.put({ ...prekey, opened: [...prekey.opened, session.id] })
      else draft.prekeys.delete(prekey.id)
      return { record, message, invitation }
    }
  }
  return null
}

/** Adds a session, and forgets the one of that device that was silent longest where there are too many. */
export const putSession = (draft: Draft, record: SessionRecord): void => {
  const others = [...draft.sessions.values()].filter((s) => s.contact === record.contact && s.device === record.device)
  const heard = ({ session }: SessionRecord) => session.lastOpenedAt ?? session.createdAt
  others.sort((a, b) => heard(b) - heard(a))
  for (const old of others.slice(MAX_SESSIONS - 1)) draft.sessions.delete(old.id)
  draft.sessions.put(record)
}

/** With one more pair key: invitations that crossed make several, and each side may begin with any of them. */
export const withPairKey = ({ pairKeys }: ContactRecord, pairKey: Uint8Array): Uint8Array[] =>
  [...pairKeys, pairKey].slice(-4)

/** Throws where the contact's newest device list does not name the device of this session: it was revoked, or never theirs. */
export const checkListed = (draft: Draft, { contact: id, device }: { contact: ContactId; device: DeviceId }): void => {
  const { deviceList, identity } = contactOf(draft.contacts, id)
  if (deviceList && !readDeviceList(deviceList, identity).devices.some((d) => d.device === device))
    throw new HearthError('damaged', 'a device that their list does not name')
}

const countOpening = ({ openings, alarm }: ContactRecord, now: number): { day: number; count: number } => {
  if (alarm === 'fork') throw new HearthError('frozen')
  const count = openings?.day === dayOf(now) ? openings.count + 1 : 1
  if (count > MAX_OPENINGS) throw new HearthError('too-many', 'too many sessions in a day')
  return { day: dayOf(now), count }
}

const intakeKeys = (contact: ContactRecord): { key: Uint8Array; invitation: AcceptedInvitation | null }[] => [
  ...contact.accepted.map((invitation) => ({ key: invitation.secret, invitation })),
  ...contact.pairKeys.map((key) => ({ key, invitation: null })),
]

/** The bundles that an opening may be for: those made for one reply, or the weekly ones. */
const bundlesFor = (draft: Draft, invited: boolean): BundleKeys[] =>
  [...draft.prekeys.values()].filter(({ record }) => (record === null) === invited).map(({ keys }) => keys)

import { armor, compactText, unarmor } from '../contract/armor'
import { HearthError } from '../contract/errors'
import { kindOf } from '../contract/frame'
import type { ContactId, InvitationId } from '../contract/ids'
import { sameBytes } from '../contract/wire'
import { newAgreementKey } from '../crypto/agreement'
import { sha256, toHex } from '../crypto/hash'
import { random } from '../crypto/random'
import { readCertificate } from '../identity/certificate'
import { contactOfIdentity, newContact } from './contact'
import type { Context, Self } from './context'
import { startSession } from './handshake'
import { invitationIdOf, writeInvitation } from './invitation'
import type { Draft } from './ledger'
import { newRecord, putSession, withUnprovenKey } from './opening'
import { mayContact } from './places'
import { introduce, withDevice } from './profile'
import type { AnswerRecord, InvitationRecord } from './records'
import { openReply, replyMatches } from './reply'
import { sealWaiting } from './sending'

const DAY = 86_400_000
/** How long an invitation is good for, in milliseconds. */
const INVITATION_LIFE = 7 * DAY
/** How long ended invitations are remembered, so that a late reply hears what became of it. */
const REMEMBERED = 30 * DAY
const MAX_OPEN = 32
const MAX_ANSWERS = 8
/** Relays that an invitation names: more would make it long. */
const NAMED = 2

/** Makes an invitation with a connection offer of public addresses, where the link can make one. */
export const invite = async (context: Context): Promise<{ id: InvitationId }> => {
  const { ledger, now } = context
  const open = [...ledger.invitations.values()].filter((i) => i.state === 'open' && i.expiresAt > now())
  if (open.length >= MAX_OPEN) throw new HearthError('too-many')
  const offered = await context.link.command('offer', { peer: null, addresses: 'public' }).catch(() => null)
  const self = context.self()
  const key = newAgreementKey()
  const secret = random(32)
  const relays = relaysToName(self.relays)
  const expiresAt = Math.floor((now() + INVITATION_LIFE) / 1_000) * 1_000
  const bytes = writeInvitation({
    identity: self.identity,
    key: key.public,
    secret,
    expiresAt,
    relays,
    offer: offered?.offer ?? null,
    name: self.name,
  })
  const id = invitationIdOf(bytes)
  const record: InvitationRecord = {
    id,
    bytes,
    text: armor('INVITATION', bytes),
    qrText: compactText(bytes),
    key,
    secret,
    relays,
    expiresAt,
    state: 'open',
    contact: null,
    identity: null,
    connection: offered?.connection ?? null,
    answers: [],
    refused: [],
  }
  await ledger.change((draft) => draft.invitations.put(record))
  return { id }
}

/** Two of ours by chance, each known to the whole internet or to this machine only: what an invitation names may be read by anybody. */
const relaysToName = (own: readonly string[]): string[] => {
  const nameable = own.filter((relay) => mayContact(relay, []) || /^wss?:\/\/(127\.0\.0\.1|localhost)[:/]/.test(relay))
  const [from = 0] = random(1)
  return nameable.length <= NAMED
    ? nameable
    : Array.from({ length: NAMED }, (_, i) => nameable[(from + i) % nameable.length] ?? '')
}

/** Forgets the keys of invitations that have expired, and after a while the invitations. */
export const forgetInvitations = (draft: Draft, now: number): void => {
  for (const invitation of [...draft.invitations.values()]) {
    if (invitation.expiresAt + REMEMBERED < now) draft.invitations.delete(invitation.id)
    else if (invitation.expiresAt < now && invitation.key) draft.invitations.put({ ...invitation, key: null })
  }
}

/** Cancels an invitation: replies to it are refused from now on. */
export const cancelInvitation = async ({ ledger, link }: Context, id: InvitationId): Promise<void> => {
  const connection = await ledger.change((draft) => {
    const invitation = draft.invitations.get(id)
    if (invitation?.state !== 'open') return null
    draft.invitations.put({ ...invitation, state: 'cancelled', key: null, answers: [] })
    return invitation.connection
  })
  if (connection) await link.command('close', { connection }).catch(() => undefined)
}

/**
 * Reads a pasted reply and keeps it for the person to decide upon; nothing is sent and its answer is not applied before
 * that (protocol: Reply).
 */
export const pasteReply = async ({ ledger, self, now }: Context, text: string): Promise<void> => {
  const frame = unarmor(text, 'REPLY')
  const outcome = await ledger.change((draft) => takeReply(draft, self(), { frame, by: 'hand' }, now()))
  if (outcome) throw new HearthError(outcome)
}

/** The invitation of ours that this reply answers, by its tag. */
export const answeredBy = (draft: Draft, frame: Uint8Array): InvitationRecord | undefined =>
  [...draft.invitations.values()].find((invitation) => replyMatches(frame, invitation.secret))

/**
 * The same, as one step, with what the person or a carrier brought. Answers with a reason where the reply came too late and
 * may have changed something for all that; throws where it changes nothing.
 */
export const takeReply = (
  draft: Draft,
  self: Self,
  { frame, by }: { frame: Uint8Array; by: 'hand' | 'carrier' },
  now: number,
): null | 'already-used' | 'two-answered' => {
  if (kindOf(frame) !== 'reply') throw new HearthError('not-a-reply')
  const invitation = answeredBy(draft, frame)
  if (!invitation) throw new HearthError('for-somebody-else')
  if (invitation.state === 'cancelled') throw new HearthError('cancelled')
  const { key, bytes } = invitation
  if (invitation.expiresAt < now || !key) throw new HearthError('expired')
  const reply = openReply({ frame, invitationBytes: bytes, invitationKey: key, readCertificate })
  if (sameBytes(reply.identity, self.identity)) throw new HearthError('your-own')
  if (invitation.state === 'used') return comesTooLate(draft, invitation, reply.identity)
  keepAnswer(draft, invitation, { id: toHex(reply.identity), ...reply, by })
  return null
}

const comesTooLate = (
  draft: Draft,
  invitation: InvitationRecord,
  identity: Uint8Array,
): 'already-used' | 'two-answered' => {
  if (invitation.identity && sameBytes(invitation.identity, identity)) return 'already-used'
  const contact = invitation.contact && draft.contacts.get(invitation.contact)
  if (contact && !contact.alarm) draft.contacts.put({ ...contact, alarm: 'two-answered' })
  return 'two-answered'
}

/** A carrier brings the same reply again and again: whom the person refused comes back only by their own hand. */
const keepAnswer = (draft: Draft, invitation: InvitationRecord, answer: AnswerRecord): void => {
  const isTheirs = (identity: Uint8Array) => sameBytes(identity, answer.identity)
  if (answer.by === 'carrier' && invitation.refused.some(isTheirs)) throw new HearthError('cancelled', 'refused')
  const known = invitation.answers.find((a) => a.id === answer.id)
  const others = invitation.answers.filter((a) => a !== known)
  // The newest are kept, or the first to come would shut the right one out; what the person brought stays.
  const oldest = others.find((a) => a.by === 'carrier') ?? others[0]
  const kept = others.length < MAX_ANSWERS ? others : others.filter((a) => a !== oldest)
  const by = known?.by === 'hand' ? known.by : answer.by
  const refused = invitation.refused.filter((identity) => !isTheirs(identity))
  draft.invitations.put({ ...invitation, answers: [...kept, { ...answer, by }], refused })
}

/** "No, that is not them": the answer is forgotten; the invitation stays open for the right one. */
export const refuseAnswer = ({ ledger }: Context, id: InvitationId, answer: string): Promise<void> =>
  ledger.change((draft) => {
    const invitation = draft.invitations.get(id)
    const refused = invitation?.answers.find((a) => a.id === answer)
    if (!invitation || !refused) return
    draft.invitations.put({
      ...invitation,
      answers: invitation.answers.filter((a) => a !== refused),
      refused: [...invitation.refused, refused.identity],
    })
  })

/** "Yes, connect": starts the session, introduces us, and applies the answer to our offer if that is still there. */
export const confirmAnswer = async (context: Context, id: InvitationId, answerId: string): Promise<ContactId> => {
  const { ledger, link, now } = context
  const met = await ledger.change((draft) => {
    const self = context.self()
    const invitation = draft.invitations.get(id)
    const answer = invitation?.answers.find((a) => a.id === answerId)
    if (!invitation || !answer) throw new HearthError('cancelled')
    if (invitation.expiresAt < now()) throw new HearthError('expired')
    const { device, bytes } = readCertificate(answer.certificate)
    const started = startSession({
      identity: self.identity,
      certificate: self.certificate,
      agreement: self.device.agreement,
      bundle: answer.bundle,
      peer: { identity: answer.identity, certificate: bytes, agreement: answer.agreement },
      peerDevice: device,
      psk: invitation.secret,
      intakeKey: invitation.secret,
      invitation: sha256(invitation.bytes),
      now: now(),
    })
    const known = contactOfIdentity(draft, answer.identity)
    const contact = known ?? newContact(answer.identity, answer.name, now())
    const others = [...invitation.answers.map((a) => a.identity), ...invitation.refused]
    const second = others.some((identity) => !sameBytes(identity, answer.identity))
    const alarm = contact.alarm ?? (second ? 'two-answered' : null)
    draft.contacts.put({
      ...withDevice(contact, device, bytes),
      pairKeys: withUnprovenKey(contact, started.pairKey),
      waiting: known && known.waiting === null ? null : 'opening',
      meeting: invitation.relays.length > 0 ? { secret: invitation.secret, relays: invitation.relays } : null,
      alarm,
    })
    const { session, opening, pairKey } = started
    putSession(draft, { ...newRecord(session, contact.id, device), opening, pairKey })
    introduce(draft, self, contact.id, now())
    sealWaiting(draft, contact.id, now())
    const { connection } = invitation
    draft.invitations.put({ ...invitation, state: 'used', contact: contact.id, identity: answer.identity, answers: [] })
    return { contact: contact.id, device, connection, answer: answer.answer }
  })
  const { contact, device, connection, answer } = met
  // The offer may have gone with its page: then one more sealed text connects the two, and the screen says so.
  if (connection && answer)
    await link
      .command('accept', { connection, peer: { contact, device }, answer })
      .catch(() => context.changed(contact))
  return contact
}

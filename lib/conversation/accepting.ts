import { armor, unarmor } from '../contract/armor'
import { HearthError } from '../contract/errors'
import type { ContactId } from '../contract/ids'
import { parseOffer, publicOnly } from '../contract/offer'
import { sameBytes } from '../contract/wire'
import { sha256 } from '../crypto/hash'
import { bundleOf, newBundle } from '../identity/prekey'
import { contactOfIdentity, isFrozen, newContact } from './contact'
import { type Context, NO_DEVICE } from './context'
import { invitationIdOf, readInvitation } from './invitation'
import type { Draft } from './ledger'
import type { AcceptedInvitation } from './records'
import { sealReply } from './reply'

/** How long a reply's keys wait for the inviter after the invitation expired, in milliseconds. */
const PATIENCE = 30 * 86_400_000

/** Until when what was made for our reply can open something of the maker's. */
const openableUntil = ({ at, expiresAt }: AcceptedInvitation): number => Math.min(expiresAt, at + PATIENCE) + PATIENCE

/** Whether nothing of the maker's could be opened any more with what was made for our reply. */
export const isOver = (invitation: AcceptedInvitation, now: number): boolean => openableUntil(invitation) < now

/** An invitation offers public addresses only: another one would make us knock at doors in our own network. */
const isPublicOffer = (bytes: Uint8Array | null): bytes is Uint8Array => {
  try {
    const offer = parseOffer(bytes ?? new Uint8Array(0))
    return publicOnly(offer).candidates.length === offer.candidates.length
  } catch {
    // None, or of a version that we cannot answer: the rest of the invitation is good without it.
    return false
  }
}

/** Accepts a pasted invitation: a new contact who waits, and the reply to carry back. */
export const acceptInvitation = async (context: Context, text: string): Promise<ContactId> => {
  const { ledger, link, now } = context
  const bytes = unarmor(text, 'INVITATION')
  const invitation = readInvitation(bytes)
  const id = invitationIdOf(bytes)
  const self = context.self()
  if (sameBytes(invitation.identity, self.identity)) throw new HearthError('your-own')
  const known = contactOfIdentity(ledger, invitation.identity)
  // What they would begin with our reply would be refused.
  if (known && isFrozen(known)) throw new HearthError('frozen')
  if (known?.used.includes(id)) throw new HearthError('already-used')
  if (invitation.expiresAt < now()) throw new HearthError('expired')
  const contact = known ?? newContact(invitation.identity, invitation.name, now())
  const { offer } = invitation
  const answered = isPublicOffer(offer)
    ? await link.command('answer', { peer: { contact: contact.id, device: NO_DEVICE }, offer }).catch(() => null)
    : null
  const bundle = newBundle()
  const frame = sealReply({
    invitationBytes: bytes,
    identity: self.identity,
    certificate: self.certificate,
    agreement: self.device.agreement,
    bundle: bundleOf(bundle),
    name: self.name,
    answer: answered?.answer ?? null,
  })
  const accepted: AcceptedInvitation = {
    id,
    hash: sha256(bytes),
    secret: invitation.secret,
    replyText: armor('REPLY', frame),
    relays: invitation.relays,
    expiresAt: invitation.expiresAt,
    leftAt: null,
    connection: answered?.connection ?? null,
    at: now(),
  }
  await ledger.change((draft) => {
    const current = contactOfIdentity(draft, invitation.identity) ?? contact
    if (current.used.includes(id)) throw new HearthError('already-used')
    draft.prekeys.put({
      id: String(bundle.id),
      keys: bundle,
      record: null,
      createdAt: accepted.at,
      forgetAt: openableUntil(accepted),
      opened: [],
    })
    draft.contacts.put({
      ...current,
      waiting: current.pairKeys.length > 0 ? current.waiting : 'reply',
      used: [...current.used, id].slice(-64),
      accepted: [...current.accepted, accepted].slice(-8),
    })
  })
  return contact.id
}

/** Forgets accepted invitations that nobody came back to: nothing is left for their makers, or looked for, any more. */
export const forgetAccepted = (draft: Draft, now: number): void => {
  for (const contact of [...draft.contacts.values()]) {
    const accepted = contact.accepted.filter((invitation) => !isOver(invitation, now))
    if (accepted.length < contact.accepted.length) draft.contacts.put({ ...contact, accepted })
  }
}

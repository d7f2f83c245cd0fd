import type { Carrier } from '../carriers/carrier'
import type { ConnectionId, ContactId, MessageId } from '../contract/ids'
import type {
  Connection,
  ConversationSummary,
  ConversationView,
  InvitationView,
  Me,
  MessageState,
  MessageView,
} from '../contract/panel-api'
import type { Ledger } from '../conversation/ledger'
import { mayContact } from '../conversation/places'
import type { ContactRecord, InvitationRecord, MessageRecord } from '../conversation/records'
import { didOf, hueOf } from '../identity/did'
import type { Settings } from './settings'

/** What the screens show of everything that is open; read-only, made anew for each watch. */
export interface Shown {
  settings: Settings
  ledger: Ledger
  direct: Carrier
  relay: Carrier
  drafts: ReadonlyMap<ContactId, string>
  /** Offers of ours whose connection no longer exists in the link. */
  gone: ReadonlySet<ConnectionId>
  /** Whether what was to be sent of this message of ours cannot be read any more. */
  isDamaged(message: MessageId): boolean
  now(): number
}

export const meView = ({ name, identity, routers, relays, mark }: Settings): Me => ({
  name,
  did: didOf(identity),
  hue: hueOf(identity),
  routers,
  relays,
  mark,
})

export const unreadOf = (ledger: Ledger): number => {
  let unread = 0
  for (const contact of ledger.contacts.values()) unread += contact.unread
  return unread
}

/** The best way to a contact at this moment. */
export const connectionOf = ({ id, devices }: ContactRecord, { direct, relay }: Shown): Connection => {
  const peers = devices.map(({ device }) => ({ contact: id, device }))
  if (peers.some((peer) => direct.reach(peer) === 'now')) return { state: 'direct' }
  return peers.some((peer) => relay.reach(peer) === 'stored') ? { state: 'via', name: 'relay' } : { state: 'none' }
}

/**
 * Where one of our own numbered messages is: in the outbox until acknowledged. What went onto a connection that has ended
 * since waits again.
 */
const stateOf = (
  shown: Shown,
  contact: ContactRecord,
  message: { id: MessageId; seq: number | null },
): MessageState => {
  const waiting = shown.ledger.outbox.get(message.id)
  const lost = waiting?.sent?.carrier === 'direct' && connectionOf(contact, shown).state !== 'direct'
  if (waiting) return waiting.sent && !lost ? 'sent' : 'queued'
  if (shown.isDamaged(message.id)) return 'failed'
  return message.seq !== null && message.seq <= contact.readUpTo ? 'read' : 'delivered'
}

const carrierOf = (shown: Shown, message: MessageId): string | null =>
  shown.ledger.outbox.get(message)?.sent?.carrier ?? null

const summaryView = (shown: Shown, contact: ContactRecord): ConversationSummary => {
  const { id, name, identity, verified, unread, lastSeen, waiting, alarm, last } = contact
  return {
    id,
    name,
    hue: hueOf(identity),
    verified,
    unread,
    connection: connectionOf(contact, shown),
    lastSeen,
    waiting,
    alarm,
    last: last && {
      text: last.text,
      at: last.at,
      mine: last.mine,
      state: last.mine ? stateOf(shown, contact, { id: last.message, seq: last.seq }) : null,
      note: carrierOf(shown, last.message),
    },
  }
}

/** The conversations, the one with the newest message first. */
export const conversationsView = (shown: Shown): ConversationSummary[] => {
  const newest = (c: ContactRecord) => Math.max(c.last?.at ?? 0, c.createdAt)
  return [...shown.ledger.contacts.values()]
    .sort((a, b) => newest(b) - newest(a))
    .map((contact) => summaryView(shown, contact))
}

const messageView = (shown: Shown, contact: ContactRecord, record: MessageRecord): MessageView => {
  const { id, mine, at, content, seq } = record
  if (content.kind === 'notice') return { id, mine, text: '', at, state: null, note: null, notice: content.notice }
  return {
    id,
    mine,
    text: content.kind === 'text' ? content.text : '',
    at,
    state: mine ? stateOf(shown, contact, { id, seq }) : null,
    note: content.kind === 'text' ? carrierOf(shown, id) : 'newer-version',
  }
}

/** The reply that still has to be carried: also to somebody known, who may have come back with nothing but their words. */
const replyTextOf = ({ accepted, lastSeen }: ContactRecord): string | null => {
  const newest = accepted.at(-1)
  return newest && newest.at >= (lastSeen ?? 0) ? newest.replyText : null
}

/** Whether no relay can bring the two together: we use none, or none that we may ask is known to be theirs. */
const isByHand = (own: readonly string[], { meeting, relays }: ContactRecord): boolean =>
  own.length === 0 || !(meeting?.relays ?? relays).some((relay) => mayContact(relay, own))

/** One conversation with the given messages, which are its newest, oldest first. */
export const conversationView = (
  shown: Shown,
  contact: ContactRecord,
  messages: readonly MessageRecord[],
  more: boolean,
): ConversationView => {
  const summary = summaryView(shown, contact)
  return {
    ...summary,
    draft: shown.drafts.get(contact.id) ?? '',
    messages: messages.map((record) => messageView(shown, contact, record)),
    more,
    replyText: replyTextOf(contact),
    replyLeft: contact.accepted.at(-1)?.leftAt != null,
    answerWaiting: contact.offer !== null && summary.connection.state !== 'direct',
    byHand: isByHand(shown.settings.relays, contact),
  }
}

/** The invitations that are still open, the newest first. */
export const invitationsView = ({ ledger, gone, now }: Shown): InvitationView[] =>
  [...ledger.invitations.values()]
    .filter((i) => i.state === 'open' && i.expiresAt > now())
    .sort((a, b) => b.expiresAt - a.expiresAt)
    .map((invitation) => invitationView(invitation, gone))

const invitationView = (invitation: InvitationRecord, gone: ReadonlySet<ConnectionId>): InvitationView => ({
  id: invitation.id,
  text: invitation.text,
  qrText: invitation.qrText,
  expiresAt: invitation.expiresAt,
  answers: invitation.answers.map(({ id, name, identity }) => ({ id, name, hue: hueOf(identity) })),
  offerGone: invitation.connection === null || gone.has(invitation.connection),
})

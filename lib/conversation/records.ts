import type { CarrierName } from '../carriers/carrier'
import type { ConnectionId, ContactId, DeviceId, InvitationId, MessageId, SessionId } from '../contract/ids'
import type { Content, UnknownContent } from '../contract/message'
import type { Notice } from '../contract/panel-api'
import type { AgreementKey } from '../crypto/agreement'
import type { Bundle, BundleKeys } from '../identity/prekey'
import type { Arrived, Heard } from './arrived'
import type { Daily } from './daily'
import type { Place } from './placing'
import type { Session } from './session'

/** One device of a contact, as its certificate proved it. */
export interface ContactDevice {
  device: DeviceId
  certificate: Uint8Array
  /** Its newest signed prekey record, for sessions without a new invitation. */
  prekey: Uint8Array | null
  /** Which of its numbered messages have arrived. */
  arrived: Arrived
  /** Where those beyond a gap stand in the conversation, and the last before it, so that a late one finds its place. */
  tail: Place[]
  /** The newest of those that arrived; none in rows of before. */
  heard?: Heard[]
  /** Numbers under which another message came than the one that had arrived. */
  others?: number[]
  /** Something arrived since we last told it so. */
  ackOwed: boolean
  /** The number of its newest profile: an older one that comes late says nothing new. */
  profile: number
}

/** What the replier keeps of an invitation until the inviter's first letter opened. */
export interface AcceptedInvitation {
  id: InvitationId
  /** SHA-256 of the binary invitation. */
  hash: Uint8Array
  /** PSK and intake key of the handshake that the inviter starts. */
  secret: Uint8Array
  /** The reply, to carry by hand. */
  replyText: string
  /** Where its maker looks for the reply. */
  relays: string[]
  /** When it expires: its maker takes no reply after that. */
  expiresAt: number
  /** When the reply was last left there. */
  leftAt: number | null
  /** The connection that the reply answered. */
  connection: ConnectionId | null
  /** When it was made: once anything of theirs arrived after that, nobody has to carry it any more. */
  at: number
}

export interface ContactRecord {
  id: ContactId
  /** Their identity key. */
  identity: Uint8Array
  name: string
  createdAt: number
  verified: boolean
  alarm: 'two-answered' | 'fork' | null
  waiting: 'reply' | 'opening' | null
  /** Invitations of theirs that we accepted and whose first letter has not opened yet; the newest last. */
  accepted: AcceptedInvitation[]
  /** Invitations of theirs that we accepted, so that each is used once. */
  used: InvitationId[]
  /** Exported by handshakes that began with an invitation; PSK and intake key of later ones. The last is the newest that both are known to hold. */
  pairKeys: Uint8Array[]
  /** Sessions that they opened. */
  openings: Daily | null
  /** Sessions that we began with their prekeys. */
  begun: Daily | null
  /** Acknowledgements that proved our disk to have been set back. */
  setBack: Daily | null
  /** Notices in the conversation with them. */
  noticed: Daily | null
  deviceList: Uint8Array | null
  devices: ContactDevice[]
  lastSeen: number | null
  unread: number
  nextSeq: number
  nextPosition: number
  /** The sender clock of our newest message: later ones are later. */
  lastAt: number
  /** Our newest message ids, so that a panel may ask twice. */
  composed: MessageId[]
  /** They read ours up to this number. */
  readUpTo: number
  last: { text: string; at: number; mine: boolean; message: MessageId; seq: number | null } | null
  /** Until their first message opens: the invitation of ours whose secret and relays we meet under. */
  meeting: { secret: Uint8Array; relays: string[] } | null
  /** Where they look for what is left for them, as they said last. */
  relays: string[]
  /** Their newest connection offer that nothing could answer yet. */
  offer: { device: DeviceId; bytes: Uint8Array; at: number } | null
}

export interface SessionRecord {
  id: SessionId
  contact: ContactId
  device: DeviceId
  session: Session
  /** Of the sessions with this device, the highest is sent on: the one that was begun, or opened a message, last. */
  rank: number
  /** The pair key that it exported, until their answer proves that they hold it too. */
  pairKey: Uint8Array | null
  /** Ours went first and nothing came back yet: every frame carries this opening before its envelope. */
  opening: Uint8Array | null
  /** Numbers of our newest signal. */
  signalled: number
}

/**
 * A message of either side, as it was written or arrived, or a notice of our own; never changes. Its state is derived from
 * the outbox and the contact.
 */
export interface MessageRecord {
  id: MessageId
  contact: ContactId
  position: number
  mine: boolean
  seq: number | null
  at: number
  content: Content | UnknownContent | { kind: 'notice'; notice: Notice }
}

/** Bytes that travel, and the devices they open on. */
export interface SealedFrame {
  frame: Uint8Array
  devices: DeviceId[]
  sessions: SessionId[]
}

/** One numbered message of ours until every device of the contact acknowledged it. */
export interface OutboxRecord {
  id: MessageId
  contact: ContactId
  seq: number
  at: number
  content: Content
  /** What travels: sealed once, repeated byte for byte. null until a session exists. */
  sealed: SealedFrame[] | null
  /** When it was sealed, last for any device. */
  sealedAt: number
  /** The devices that have not acknowledged it. */
  pending: DeviceId[]
  sent: { carrier: CarrierName; at: number } | null
}

export interface AnswerRecord {
  id: string
  identity: Uint8Array
  /** The opened reply, whole: it is applied only after "Yes, connect". */
  name: string
  certificate: Uint8Array
  agreement: Uint8Array
  bundle: Bundle
  answer: Uint8Array | null
  /** Who brought it. */
  by: 'hand' | 'carrier'
}

export interface InvitationRecord {
  id: InvitationId
  bytes: Uint8Array
  text: string
  qrText: string
  /** null once no reply can be accepted any more. */
  key: AgreementKey | null
  secret: Uint8Array
  /** Where we look for replies. */
  relays: string[]
  expiresAt: number
  state: 'open' | 'used' | 'cancelled'
  /** Whom it became. */
  contact: ContactId | null
  /** Identity that it became. */
  identity: Uint8Array | null
  connection: ConnectionId | null
  answers: AnswerRecord[]
  /** Identities that the person refused. */
  refused: Uint8Array[]
}

/** The private halves of a prekey: weekly ones, and the bundles made for one reply. `id` is the bundle's number as text. */
export interface KeptPrekey {
  id: string
  keys: BundleKeys
  /** The signed record that contacts learn; null for a reply's bundle. */
  record: Uint8Array | null
  createdAt: number
  /** When the private halves are forgotten. */
  forgetAt: number
  /** Sessions that were opened with it, so that a repeated opening is dropped. */
  opened: SessionId[]
}

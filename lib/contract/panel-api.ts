import type { DataCommands, DataWatches } from './data-api'
import type { ContactId, InvitationId, MessageId } from './ids'
import type { SitesCommands, SitesWatches } from './sites-api'

/** Where the person's own message is. `failed` carries a reason in words. */
export type MessageState = 'queued' | 'sent' | 'delivered' | 'read' | 'failed'

/** How a contact can be reached at this moment; `via` only where something carries for us: `relay` keeps it until they fetch it. */
export type Connection =
  | { state: 'direct' }
  | { state: 'connecting' }
  | { state: 'via'; name: 'relay' }
  | { state: 'none' }

/** The person's choice of the way through routers. `own` holds one server a line: `stun:host:port`, or `turn:host:port user password`. */
export type Routers = { kind: 'public' } | { kind: 'own'; servers: string } | { kind: 'none' }

/**
 * `empty`: nobody lives here yet. `locked`: somebody does, and the vault is closed. `setup`: open, but first run is not
 * finished (`words` not confirmed yet, or `ways` not chosen: through routers, and to find each other again). `open`: everything works.
 */
export type Status =
  | { phase: 'empty' }
  | { phase: 'locked' }
  | { phase: 'setup'; step: 'words' | 'ways' }
  | { phase: 'open'; unread: number }

export interface ConversationSummary {
  id: ContactId
  name: string
  /** 0 to 359, made from the contact's key, never from the name. */
  hue: number
  verified: boolean
  unread: number
  connection: Connection
  /** Milliseconds since 1970, when anything of theirs last arrived. */
  lastSeen: number | null
  /** `reply`: we accepted, and they have not connected yet. `opening`: we connected, nothing of theirs has arrived yet. */
  waiting: 'reply' | 'opening' | null
  /** Two identities answered the invitation this contact came from, or their device list forked: loud. */
  alarm: 'two-answered' | 'fork' | null
  /** `note` as in {@link MessageView}. */
  last: { text: string; at: number; mine: boolean; state: MessageState | null; note: string | null } | null
}

/**
 * What the agent itself has to say about a contact: another name, one more device, everything made anew from the words (a
 * new epoch of the device list), a session begun anew because one side may have lost the last.
 */
export type Notice = { what: 'renamed'; from: string; to: string } | { what: 'new_device' | 'restored' | 'new_session' }

export interface MessageView {
  id: MessageId
  mine: boolean
  text: string
  /** Milliseconds since 1970 by the sender's clock. */
  at: number
  state: MessageState | null
  /** The carrier's name for `sent` ("direct", "relay", "letter"); "newer-version" where this version cannot show what it says (`text` is empty). */
  note: string | null
  /** Instead of anything said: a line of the agent's own; `text` is empty, nobody wrote it and nobody else sees it. */
  notice?: Notice
}

export interface ConversationView extends ConversationSummary {
  draft: string
  /** Oldest first: the newest `limit`, without gaps. */
  messages: MessageView[]
  /** Whether older messages exist than the first shown. */
  more: boolean
  /** The reply to their invitation, as text to carry by hand, until anything of theirs arrives. */
  replyText: string | null
  /** It waits where they look for it, too: nobody has to carry it. */
  replyLeft: boolean
  /** They sent an offer that only a sealed text can answer: sending one back connects the two now. */
  answerWaiting: boolean
  /** One of the two uses no relays: what ended comes back by one sealed text each way, not by itself. */
  byHand: boolean
}

export interface InvitationView {
  id: InvitationId
  /** Armoured text, 200 to 400 characters. */
  text: string
  /** The same in upper-case letters and digits that a QR code packs tightest. */
  qrText: string
  expiresAt: number
  /** Who answered so far and was not decided upon; two or more raise the alarm. */
  answers: { id: string; name: string; hue: number }[]
  /** The page that made the connection offer has gone: after "Yes, connect" one more sealed text connects the two. */
  offerGone: boolean
}

export interface Me {
  name: string
  /** `did:key:z6Mk…` */
  did: string
  hue: number
  routers: Routers
  /** Addresses of the relays in use (`wss:` or `ws:`); none: only by hand. */
  relays: string[]
  /** What prompts show, so that no copy of them passes for one; 1 to 8 characters. */
  mark: string
}

/** How the two ends of a direct connection found each other: in one network, through their routers, or through a TURN server. */
export type Way = 'local' | 'router' | 'turn'

/** One relay: what it does now, and why not more. */
export interface RelayView {
  address: string
  /** Chosen by the person; else by a contact, who is to find things there. */
  own: boolean
  /** `unused`: there is nobody to look for yet, and nothing is asked of it. */
  state: 'unused' | 'connecting' | 'connected' | 'waiting'
  /** `lost`: the connection broke; `silent`: no answer; `refused`: it takes nothing from us (a login, a payment, its rules); `busy`: too much at once; `rubbish`: it speaks another language. */
  why: 'lost' | 'silent' | 'refused' | 'busy' | 'rubbish' | null
  /** When it is tried again, milliseconds since 1970. */
  retryAt: number | null
}

/** What happened on the way to a contact or a relay. */
export type Happening =
  | 'offered'
  | 'answered'
  | 'opened'
  | 'weak'
  | 'lost'
  | 'failed'
  | 'goodbye'
  | 'relay-connected'
  | 'relay-waiting'

/** What would help now, the most useful first. `turn`: connections fail although both were there; `letter`: nothing else reaches somebody who waits. */
export type Advice = 'choose-relays' | 'relays-down' | 'choose-routers' | 'turn' | 'letter'

export interface Diagnostics {
  routers: Routers['kind']
  relays: RelayView[]
  contacts: {
    contact: ContactId
    name: string
    connection: Connection
    way: Way | null
    /** Messages that wait for their acknowledgement. */
    waiting: number
    lastSeen: number | null
  }[]
  /** The newest first, 100 at most, of this session of the browser only. */
  happenings: { at: number; what: Happening; contact: ContactId | null; relay: string | null }[]
  advice: Advice[]
}

/**
 * What panels may ask the agent to do. A command answers with success or a typed error, and state is read from a watch;
 * the few that answer with a value make something for this one asker that is no state (words, a sealed text).
 */
export interface PanelCommands extends DataCommands, SitesCommands {
  /** A generated passphrase of five words. */
  suggestPassphrase(params: Record<never, never>): { passphrase: string }
  /** Makes the identity; the phase becomes `setup: words`. Errors: bad-name, weak-passphrase, already-someone. */
  createIdentity(params: { name: string; passphrase: string }): { words: string[] }
  /** The person wrote the words down and proved it; the phase becomes `setup: ways`. */
  confirmWords(params: Record<never, never>): void
  /** Restores on an empty profile; an empty name is made from the did:key; the phase becomes `setup: ways`. Errors: wrong-words, weak-passphrase, already-someone, bad-name. */
  restoreIdentity(params: { words: string; name: string; passphrase: string }): void
  /** Ends first run; errors as of the two below. */
  chooseWays(params: { routers: Routers; relays: string[] }): void
  /** Errors: bad-address where a line is no stun:, turn: or turns: server. */
  chooseRouters(params: { routers: Routers }): void
  /** The relays from now on; none: only by hand. Errors: bad-relay (no `wss:` or `ws:` address), too-many (over 8). */
  chooseRelays(params: { relays: string[] }): void
  /** Errors: wrong-passphrase. */
  unlock(params: { passphrase: string }): void
  /** Opens with the words and sets a new passphrase. Errors: wrong-words, weak-passphrase. */
  recover(params: { words: string; passphrase: string }): void
  lock(params: Record<never, never>): void
  /** Errors: wrong-passphrase. */
  showWords(params: { passphrase: string }): { words: string[] }
  /** Errors: wrong-passphrase, weak-passphrase. */
  changePassphrase(params: { passphrase: string; next: string }): void
  rename(params: { name: string }): void

  /** Makes an invitation (7 days, once) and answers with its id; errors: too-many. */
  invite(params: Record<never, never>): { id: InvitationId }
  cancelInvitation(params: { id: InvitationId }): void
  /** The inviter pastes what came back. Errors: not-a-reply, damaged, expired, already-used, cancelled, for-somebody-else, newer-version, too-large. */
  pasteReply(params: { text: string }): void
  /** "Yes, connect" to one of the answers. Answers with the contact it became. */
  confirmAnswer(params: { invitation: InvitationId; answer: string }): { contact: ContactId }
  /** "No, that is not them". */
  refuseAnswer(params: { invitation: InvitationId; answer: string }): void
  /** Accepts a pasted invitation; the contact starts as `waiting: reply`. Errors: not-an-invitation, damaged, expired, already-used, your-own, newer-version, too-large. */
  acceptInvitation(params: { text: string }): { contact: ContactId }

  /**
   * Durable when it answers. The panel chooses `id` (32 hex digits), so that asking again after `interrupted` sends nothing twice.
   * Errors: too-large (16,000 characters), storage-full, unknown-contact.
   */
  sendMessage(params: { contact: ContactId; id: MessageId; text: string }): void
  markRead(params: { contact: ContactId }): void
  setDraft(params: { contact: ContactId; text: string }): void
  /**
   * Seals `text` (a message like any other; may be empty) with everything that still waits for this contact and a fresh
   * connection offer, or the answer to theirs, into one block for any e-mail or messenger. Errors: not-connected-yet, too-large.
   */
  sealText(params: { contact: ContactId; text: string }): { text: string }
  /** Opens a pasted block and answers with whom it is from. Errors: not-sealed-text, damaged, for-somebody-else, already-opened, newer-version, too-large, your-own. */
  openSealedText(params: { text: string }): { contact: ContactId; messages: number; answerWaiting: boolean }
}

/** What panels may watch: the name, what it is asked with, and what arrives at once and after every change. */
export interface PanelWatches extends DataWatches, SitesWatches {
  status: { params: Record<never, never>; value: Status }
  me: { params: Record<never, never>; value: Me | null }
  conversations: { params: Record<never, never>; value: ConversationSummary[] }
  /** null where there is no such contact (any more). */
  conversation: { params: { contact: ContactId; limit: number }; value: ConversationView | null }
  invitations: { params: Record<never, never>; value: InvitationView[] }
  /** null while locked. */
  diagnostics: { params: Record<never, never>; value: Diagnostics | null }
}

/** The name of the port on which panels speak to the agent; who may is decided by the sender's URL. */
export const PANEL_PORT = 'panel'

/** How a panel speaks to the agent. Asks that were under way when the worker died reject with `interrupted`; watches renew themselves. */
export interface Panel {
  ask<K extends keyof PanelCommands>(
    name: K,
    params: Parameters<PanelCommands[K]>[0],
  ): Promise<ReturnType<PanelCommands[K]>>
  /** Calls back at once and after every change. Returns how to stop. */
  watch<K extends keyof PanelWatches>(
    name: K,
    params: PanelWatches[K]['params'],
    onValue: (value: PanelWatches[K]['value']) => void,
  ): () => void
}

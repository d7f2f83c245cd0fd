import { ceiling } from '../carriers/pace'
import { isPublicRelay } from '../contract/address'
import type { ContactId } from '../contract/ids'
import type { Peer } from '../contract/link-api'
import type { Place, Topics } from '../contract/topic'
import { isOver } from './accepting'
import { NO_DEVICE, type Self } from './context'
import type { Ledger } from './ledger'
import type { AcceptedInvitation, ContactRecord, InvitationRecord } from './records'
import { topicOf } from './topics'

/** Stands for whoever holds an invitation, where its maker cannot know who that is. */
const NOBODY = new Uint8Array(32)

/**
 * Whether a relay that somebody else named may be contacted: one of the open internet, or one that the person chose too. Else
 * a contact could make us knock at doors in our own network.
 */
export const mayContact = (address: string, own: readonly string[]): boolean =>
  isPublicRelay(address) || (URL.canParse(address) && own.includes(new URL(address).href))

/** Who an accepted invitation's maker is to the carriers, as nothing else is known of them yet. */
export const makerOf = (invitation: string): Peer => ({ contact: invitation as ContactId, device: NO_DEVICE })

/**
 * Where we leave things for contacts and look for theirs, by day (PROTOCOL.md, Relay): on the relays of whoever is to find
 * them, or those of the invitation that is just bringing two together. Nowhere while the person chose no relays.
 */
export const placesOf = (ledger: Ledger, self: () => Self, now: () => number): Topics => {
  interface Known {
    day: number
    own: readonly string[]
    contact: ContactRecord
    place: Place | null
  }
  /** The same object for as long as it is the same place: asked for with every frame, worked out once. */
  const sending = new Map<ContactId, Known>()
  /**
   * Invitations that we accepted, also when their first letter has opened: what their makers said before they knew of that is
   * left in the same place, and may come after it. In memory, because what is missed is sent again, only much later; and no
   * longer than anything of theirs could be opened.
   */
  const met = new Map<string, { contact: ContactId; invitation: AcceptedInvitation }>()

  const placeAt = (key: Uint8Array, from: Uint8Array, to: Uint8Array, day: number, relays: readonly string[]) => {
    const usable = relays.filter((relay) => mayContact(relay, self().relays))
    return usable.length > 0 ? { topic: topicOf(key, from, to, day), relays: usable } : null
  }
  /** For the contact, or where `id` is an accepted invitation's, for its maker. */
  const placeFor = (contact: ContactRecord, id: string, day: number): Place | null => {
    const { identity } = self()
    const accepted = contact.accepted.find((a) => a.id === id)
    if (accepted) return placeAt(accepted.secret, NOBODY, contact.identity, day, accepted.relays)
    const { meeting, relays } = contact
    if (meeting) return placeAt(meeting.secret, identity, NOBODY, day, meeting.relays)
    const key = contact.pairKeys.at(-1)
    return key ? placeAt(key, identity, contact.identity, day, relays) : null
  }

  const metOf = (contact: ContactId, accepted: readonly AcceptedInvitation[]): AcceptedInvitation[] => {
    for (const invitation of accepted) met.set(invitation.id, { contact, invitation })
    for (const { invitation } of [...met.values()]) if (isOver(invitation, now())) met.delete(invitation.id)
    return [...met.values()].filter((one) => one.contact === contact).map(({ invitation }) => invitation)
  }

  return {
    send: ({ contact: id }, day) => {
      const own = self().relays
      const known = sending.get(id)
      const contact = ledger.contacts.get(id) ?? acceptedFrom(ledger, id)
      if (!contact || own.length === 0) return null
      if (known?.day === day && known.own === own && samePlace(known.contact, contact)) return known.place
      const place = placeFor(contact, id, day)
      sending.set(id, { day, own, contact, place })
      return place
    },
    receive: (day) => {
      const { identity, relays } = self()
      if (relays.length === 0) return []
      const contacts = [...ledger.contacts.values()].flatMap(({ id, identity: theirs, pairKeys, accepted }) => [
        ...pairKeys.map((key) => ({
          topic: topicOf(key, theirs, identity, day),
          peer: { contact: id, device: NO_DEVICE },
        })),
        ...metOf(id, accepted).flatMap(({ id: invitation, secret, relays: at }) => {
          const place = placeAt(secret, theirs, NOBODY, day, at)
          return place ? [{ ...place, peer: makerOf(invitation) }] : []
        }),
      ])
      const invitations = [...ledger.invitations.values()].filter(isAnswerable).flatMap(({ secret, relays: at }) => {
        const place = placeAt(secret, NOBODY, identity, day, at)
        return place ? [{ ...place, peer: null }] : []
      })
      return [...contacts, ...invitations]
    },
  }
}

const acceptedFrom = ({ contacts }: Ledger, invitation: string): ContactRecord | undefined =>
  [...contacts.values()].find(({ accepted }) => accepted.some(({ id }) => id === invitation))

/** Also a used one, for as long as its key lives: a second reply is an alarm. */
const isAnswerable = ({ state, key }: InvitationRecord): boolean => state !== 'cancelled' && key !== null

/** So often in an hour one contact moves us to other relays at once: each time costs us connections, to wherever they say. */
const MOVES = 12
const HOUR = 3_600_000

/** Calls back whenever somebody is to be looked for elsewhere, or left things for elsewhere. Returns how to stop. */
export const onPlaces = (ledger: Ledger, now: () => number, listener: () => void): (() => void) => {
  const known = new Map([...ledger.contacts.values()].map((contact) => [contact.id, contact]))
  const moves = new Map<ContactId, () => number>()
  const timers = new Map<ContactId, ReturnType<typeof setTimeout>>()

  /** Whether they may move us now; else they do when their time has come. */
  const mayMove = (id: ContactId): boolean => {
    const own = moves.get(id) ?? ceiling(MOVES, HOUR, now)
    moves.set(id, own)
    const wait = timers.has(id) ? null : own()
    if (wait === 0) return true
    const moveLater = () => {
      timers.delete(id)
      listener()
    }
    if (wait !== null) timers.set(id, setTimeout(moveLater, wait))
    return false
  }
  const isMoved = (id: ContactId): boolean => {
    const [before, after] = [known.get(id), ledger.contacts.get(id)]
    if (!after) return known.delete(id)
    known.set(id, after)
    if (before && samePlace(before, after)) return false
    const moved = before && samePlace({ ...before, relays: after.relays }, after)
    return moved ? mayMove(id) : true
  }

  const stop = ledger.onCommit(({ contacts, invitations }) => {
    const moved = [...contacts].filter(isMoved)
    if (moved.length > 0 || invitations) listener()
  })
  return () => {
    stop()
    for (const timer of timers.values()) clearTimeout(timer)
  }
}

/** Whether what places are made of is unchanged; records are replaced, never altered. */
const samePlace = (a: ContactRecord, b: ContactRecord): boolean =>
  a.pairKeys === b.pairKeys && a.relays === b.relays && a.accepted === b.accepted && a.meeting === b.meeting

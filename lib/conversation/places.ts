import { isPublic, readAddress } from '../contract/address'
import type { ContactId } from '../contract/ids'
import type { Place, Topics } from '../contract/topic'
import { NO_DEVICE, type Self } from './context'
import type { Ledger } from './ledger'
import type { ContactRecord } from './records'
import { topicOf } from './topics'

/**
 * Whether a relay that somebody else named may be contacted: one of the open internet, or one that the person chose too. Else
 * a contact could make us knock at doors in our own network.
 */
export const mayContact = (address: string, own: readonly string[]): boolean => {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, href } = new URL(address)
  if (own.includes(href)) return true
  const literal = readAddress(hostname.replace(/^\[|\]$/g, ''))
  if (literal) return protocol === 'wss:' && isPublic(literal)
  return protocol === 'wss:' && hostname.includes('.') && !NOT_PUBLIC.test(hostname)
}

const NOT_PUBLIC = /\.(local|localhost|internal|intranet|lan|home|corp|home\.arpa)\.?$/

/**
 * Where we leave things for contacts and look for theirs, by day (PROTOCOL.md, Relay): on the relays of whoever is to find
 * them. Nowhere while the person chose no relays.
 */
export const placesOf = (ledger: Ledger, self: () => Self): Topics => {
  interface Known {
    day: number
    own: readonly string[]
    contact: ContactRecord
    place: Place | null
  }
  /** The same object for as long as it is the same place: asked for with every frame, worked out once. */
  const sending = new Map<ContactId, Known>()

  const placeFor = (contact: ContactRecord, day: number): Place | null => {
    const { identity, relays: own } = self()
    const key = contact.pairKeys.at(-1)
    const relays = contact.relays.filter((relay) => mayContact(relay, own))
    if (!key || own.length === 0 || relays.length === 0) return null
    return { topic: topicOf(key, identity, contact.identity, day), relays }
  }

  return {
    send: ({ contact: id }, day) => {
      const contact = ledger.contacts.get(id)
      if (!contact) return null
      const own = self().relays
      const known = sending.get(id)
      if (known?.day === day && known.own === own && samePlace(known.contact, contact)) return known.place
      const place = placeFor(contact, day)
      sending.set(id, { day, own, contact, place })
      return place
    },
    receive: (day) => {
      const { identity, relays } = self()
      if (relays.length === 0) return []
      return [...ledger.contacts.values()].flatMap((contact) =>
        contact.pairKeys.map((key) => ({
          topic: topicOf(key, contact.identity, identity, day),
          peer: { contact: contact.id, device: NO_DEVICE },
        })),
      )
    },
  }
}

/** Calls back whenever somebody is to be looked for elsewhere, or left things for elsewhere. Returns how to stop. */
export const onPlaces = (ledger: Ledger, listener: () => void): (() => void) => {
  const known = new Map([...ledger.contacts.values()].map((contact) => [contact.id, contact]))
  return ledger.onCommit(({ contacts }) => {
    let moved = false
    for (const id of contacts) {
      const [before, now] = [known.get(id), ledger.contacts.get(id)]
      if (now && !(before && samePlace(before, now))) moved = true
      if (now) known.set(id, now)
      else moved = known.delete(id) || moved
    }
    if (moved) listener()
  })
}

/** Whether what places are made of is unchanged; records are replaced, never altered. */
const samePlace = (a: ContactRecord, b: ContactRecord): boolean => a.pairKeys === b.pairKeys && a.relays === b.relays

import type { ContactId } from '../contract/ids'
import { sameBytes } from '../contract/wire'
import { toHex } from '../crypto/hash'
import { random } from '../crypto/random'
import type { View } from './ledger'
import type { ContactRecord } from './records'

/** The contact with this identity key: there is at most one. */
export const contactOfIdentity = (
  held: { contacts: View<ContactRecord> },
  identity: Uint8Array,
): ContactRecord | undefined => {
  for (const contact of held.contacts.values()) if (sameBytes(contact.identity, identity)) return contact
  return undefined
}

/** Whether their device list forked: nothing is written to them, not even that we are here, until the person decides. */
export const isFrozen = ({ alarm }: Pick<ContactRecord, 'alarm'>): boolean => alarm === 'fork'

/** Somebody new, with whom nothing has been said yet. */
export const newContact = (identity: Uint8Array, name: string, now: number): ContactRecord => ({
  id: toHex(random(16)) as ContactId,
  identity,
  name,
  createdAt: now,
  verified: false,
  alarm: null,
  waiting: null,
  accepted: [],
  used: [],
  pairKeys: [],
  openings: null,
  begun: null,
  setBack: null,
  noticed: null,
  deviceList: null,
  devices: [],
  lastSeen: null,
  unread: 0,
  nextSeq: 1,
  nextPosition: 1,
  lastAt: 0,
  composed: [],
  readUpTo: 0,
  last: null,
  meeting: null,
  relays: [],
  offer: null,
})

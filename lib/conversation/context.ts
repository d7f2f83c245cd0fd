import type { Carrier } from '../carriers/carrier'
import type { ContactId, DeviceId } from '../contract/ids'
import type { Link, LinkEvent, Peer } from '../contract/link-api'
import type { Happening } from '../contract/panel-api'
import type { DeviceKeys } from '../identity/device'
import type { Ledger } from './ledger'

/** Who we are in every conversation. The identity's secret key is not among it: it is needed for the device list only. */
export interface Self {
  name: string
  /** The identity key's public half. */
  identity: Uint8Array
  certificate: Uint8Array
  device: DeviceKeys
  deviceList: Uint8Array
  /** Addresses of the relays where we look for what contacts left for us. */
  relays: string[]
}

/** The carrier of direct connections. */
export interface Connections extends Carrier {
  /** Whether nothing comes through to a peer at the moment, although a connection is open. */
  isWeak(peer: Peer): boolean
  /** Calls back with what becomes of connections, and with null when all may be others. Returns how to stop. */
  onConnections(listener: (event: Exclude<LinkEvent, { kind: 'frame' }> | null) => void): () => void
  /** Calls back when nothing has come through to a peer for some seconds. Returns how to stop. */
  onWeak(listener: (peer: Peer) => void): () => void
}

/** What every part of the conversation is given. */
export interface Context {
  self(): Self
  readonly ledger: Ledger
  readonly link: Link
  /** The connections; also the first of `carriers`. */
  readonly direct: Connections
  /** What takes frames by itself, the best first. */
  readonly carriers: readonly Carrier[]
  /** Milliseconds since 1970. */
  now(): number
  /** Something that is not in the ledger changed for this contact: a connection opened or closed. */
  changed(contact: ContactId): void
  /** Something happened on the way to a contact, for who wants to know why. */
  note(what: Happening, contact: ContactId): void
}

/** Stands for a contact's device where none is known: of an inviter whose first letter has not opened, of whoever left something on a relay. */
export const NO_DEVICE = '00000000000000000000000000000000' as DeviceId

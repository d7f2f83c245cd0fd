import type { Carrier } from '../carriers/carrier'
import type { ContactId, DeviceId } from '../contract/ids'
import type { Link } from '../contract/link-api'
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

/** What every part of the conversation is given. */
export interface Context {
  self(): Self
  readonly ledger: Ledger
  readonly link: Link
  readonly direct: Carrier
  /** Milliseconds since 1970. */
  now(): number
  /** Something that is not in the ledger changed for this contact: a connection opened or closed. */
  changed(contact: ContactId): void
}

/** Stands for the device of a contact who has not shown one yet: the inviter, until the first letter opened. */
export const NO_DEVICE_YET = '00000000000000000000000000000000' as DeviceId

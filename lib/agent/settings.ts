import type { Routers } from '../contract/panel-api'
import type { DeviceKeys } from '../identity/device'

/** Who lives here, sealed in the vault. The root is not among it: that is in a slot of its own in the vault's header. */
export interface Settings {
  name: string
  /** The identity key's public half. */
  identity: Uint8Array
  certificate: Uint8Array
  device: DeviceKeys
  deviceList: Uint8Array
  pairwiseRoot: Uint8Array
  cloudKey: Uint8Array
  /** How far first run has come. */
  setup: 'words' | 'ways' | 'done'
  routers: Routers
  /** Chosen by the person, where contacts leave things for us; none: only by hand. */
  relays: string[]
  /** What the person's own prompts show, so that no copy of them can. */
  mark: string
}

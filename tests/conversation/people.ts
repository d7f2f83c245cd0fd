import type { DeviceId } from '../../lib/contract/ids'
import { acceptSession, startSession } from '../../lib/conversation/handshake'
import type { Session } from '../../lib/conversation/session'
import { sha256 } from '../../lib/crypto/hash'
import { newSigningKey, type SigningKey } from '../../lib/crypto/signature'
import { certify, readCertificate } from '../../lib/identity/certificate'
import { type DeviceKeys, newDeviceKeys } from '../../lib/identity/device'
import { type BundleKeys, bundleOf, newBundle } from '../../lib/identity/prekey'

export { readCertificate }

/** 2026-11-23, as milliseconds since 1970. */
export const NOW = Date.UTC(2026, 10, 23, 12)
export const DAY = 86_400_000

/** Somebody with one device. */
export interface Person {
  identity: SigningKey
  device: DeviceKeys
  certificate: Uint8Array
  bundle: BundleKeys
}

export const newPerson = (identity: SigningKey = newSigningKey()): Person => {
  const device = newDeviceKeys()
  return { identity, device, certificate: certify(identity, device, NOW), bundle: newBundle() }
}

/** What a person brings to any handshake. */
export const ours = ({ identity, certificate, device }: Person) => ({
  identity: identity.public,
  certificate,
  agreement: device.agreement,
})

export const SECRET = sha256(Uint8Array.of(1))
export const INVITATION = sha256(Uint8Array.of(2))
export const FIRST = { psk: SECRET, intakeKey: SECRET, invitation: INVITATION, now: NOW }

/** Starts a session from one towards the other's bundle. */
export const start = (from: Person, to: Person, known: Partial<typeof FIRST> | { invitation: null } = {}) =>
  startSession({
    ...ours(from),
    ...FIRST,
    ...known,
    bundle: bundleOf(to.bundle),
    peer: { identity: to.identity.public, certificate: to.certificate, agreement: to.device.agreement.public },
    peerDevice: to.device.id as DeviceId,
  })

/** Accepts what {@link start} made. */
export const accept = (frame: Uint8Array, by: Person, known: Partial<typeof FIRST> | { invitation: null } = {}) =>
  acceptSession({ ...ours(by), ...FIRST, ...known, frame, bundles: [by.bundle], readCertificate })

/** Two ends of one session, before anything was said. */
export const pair = (): { alice: Session; bob: Session } => {
  const [alice, bob] = [newPerson(), newPerson()]
  const started = start(alice, bob)
  return { alice: started.session, bob: accept(started.opening, bob).session }
}

/** The bytes with one bit of one byte turned, another bit each time. */
export const flipped = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, i) => (i === at ? byte ^ (1 << (at % 8)) : byte))

/** The bytes cut short, at every length. */
export const shortened = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: bytes.length }, (_, length) => bytes.slice(0, length))

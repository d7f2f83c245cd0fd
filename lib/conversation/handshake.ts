import { HearthError } from '../contract/errors'
import { headOf, kindOf } from '../contract/frame'
import type { DeviceId } from '../contract/ids'
import { concat, encodeText, Reader, sameBytes, Writer } from '../contract/wire'
import { type AgreementKey, agree, newAgreementKey } from '../crypto/agreement'
import { fromHex } from '../crypto/hash'
import { decapsulate, encapsulate, KEM_CIPHERTEXT } from '../crypto/kem'
import { random } from '../crypto/random'
import type { Bundle, BundleKeys } from '../identity/prekey'
import { agreedSecret, sessionIdOf, transcript } from './pqxdh'
import type { ReadCertificate } from './reply'
import { bounded, openUnder, SALT_BYTES, sealUnder, TAG_BYTES, tagKey, tagOf } from './sealing'
import { type Session, sessionFrom } from './session'
import { dayOf } from './signal'

const HEAD = 1 + SALT_BYTES + TAG_BYTES + 32 + 2

/** Our side of a handshake: the identity's public key, this device's certificate and X25519 key. */
interface Ours {
  identity: Uint8Array
  certificate: Uint8Array
  agreement: AgreementKey
}

/** What both sides must agree on without sending it. Of the first handshake both keys are the invitation's secret, later the pair key. */
interface Known {
  psk: Uint8Array
  intakeKey: Uint8Array
  /** SHA-256 of the binary invitation; null for later sessions. */
  invitation: Uint8Array | null
  /** Milliseconds since 1970. */
  now: number
}

/**
 * Starts a session towards a device's bundle: PQXDH. `opening` goes before every envelope of this session until something of
 * theirs has opened. Throws `damaged` for a bundle or key that is malformed.
 */
export const startSession = (
  given: Ours &
    Known & {
      bundle: Bundle
      peer: { identity: Uint8Array; certificate: Uint8Array; agreement: Uint8Array }
      peerDevice: DeviceId
    },
): { session: Session; opening: Uint8Array; pairKey: Uint8Array } => {
  const { agreement, bundle, peer, peerDevice, psk, intakeKey, invitation, now } = given
  const ephemeral = newAgreementKey()
  const { ciphertext, shared } = encapsulate(bundle.kem)
  const day = dayOf(now)
  const atBundle = agree(ephemeral.secret, bundle.agreement)
  const ad = transcript({
    initiator: given,
    responder: peer,
    ephemeral: ephemeral.public,
    bundle,
    ciphertext,
    invitation,
  })
  const secret = agreedSecret(
    [agree(agreement.secret, bundle.agreement), agree(ephemeral.secret, peer.agreement), atBundle, shared, psk],
    ad,
  )

  const salt = random(SALT_BYTES)
  const tag = openingTag(intakeKey, peerDevice, salt)
  const inside = new Writer()
    .u32(bundle.id)
    .u32(day)
    .bytes(ciphertext)
    .bytes(given.identity)
    .bytes(given.certificate)
    .done()
  const head = new Writer().u8(headOf('opening')).bytes(salt).bytes(tag).bytes(ephemeral.public)
  head.u16(inside.length + 16)
  const sealed = sealUnder(concat(atBundle, intakeKey), salt, 'hearth/v1/opening', inside, head.done())
  return {
    ...sessionFrom(
      { id: sessionIdOf(ephemeral.public, ciphertext), ad, secret, day, now },
      { role: 'initiator', theirs: bundle.agreement },
    ),
    opening: concat(head.done(), sealed),
  }
}

/** Whether the frame opens a session with this device of ours under this intake key, by its tag. Throws `newer-version`, or `damaged` for no frame. */
export const openingMatches = (frame: Uint8Array, intakeKey: Uint8Array, device: DeviceId): boolean =>
  kindOf(frame) === 'opening' &&
  frame.length > HEAD &&
  sameBytes(
    frame.subarray(1 + SALT_BYTES, 1 + SALT_BYTES + TAG_BYTES),
    openingTag(intakeKey, device, frame.slice(1, 1 + SALT_BYTES)),
  )

/** The ordinary envelope behind an opening. Throws `damaged`, `too-large`. */
export const envelopeOf = (frame: Uint8Array): Uint8Array => parse(frame).envelope

/**
 * Accepts a session that somebody opened towards one of our bundles; the caller compares the peer's identity with whom it
 * expects, and drops a session id that it has seen. The session counts only once its envelope has opened. Throws `damaged`,
 * also where the bundle is none of `bundles` any more, and what `readCertificate` throws.
 */
export const acceptSession = (
  given: Ours & Known & { frame: Uint8Array; bundles: Iterable<BundleKeys>; readCertificate: ReadCertificate },
): {
  session: Session
  pairKey: Uint8Array
  peer: { identity: Uint8Array; certificate: Uint8Array }
  prekeyId: number
  envelope: Uint8Array
} => {
  const { agreement, psk, intakeKey, invitation, now } = given
  const parsed = parse(given.frame)
  const { bundle, atBundle, inside } = unsealed(parsed, given.bundles, intakeKey)
  const reader = new Reader(inside)
  if (reader.u32() !== bundle.id) throw new HearthError('damaged', 'another bundle')
  const day = reader.u32()
  const ciphertext = reader.bytes(KEM_CIPHERTEXT)
  const peer = { identity: reader.bytes(32), certificate: reader.rest() }
  const certified = given.readCertificate(peer.certificate)
  if (!sameBytes(certified.identity, peer.identity)) throw new HearthError('damaged', 'certificate of somebody else')
  if (sameBytes(certified.agreement, agreement.public)) throw new HearthError('damaged', 'opened by ourselves')

  const { ephemeral } = parsed
  const offered = { agreement: bundle.agreement.public, kem: bundle.kem.public }
  const ad = transcript({ initiator: peer, responder: given, ephemeral, bundle: offered, ciphertext, invitation })
  const secret = agreedSecret(
    [
      agree(bundle.agreement.secret, certified.agreement),
      agree(agreement.secret, ephemeral),
      atBundle,
      decapsulate(bundle.kem.secret, ciphertext),
      psk,
    ],
    ad,
  )
  return {
    ...sessionFrom(
      { id: sessionIdOf(ephemeral, ciphertext), ad, secret, day, now },
      { role: 'responder', ours: bundle.agreement },
    ),
    peer,
    prekeyId: bundle.id,
    envelope: parsed.envelope,
  }
}

const parse = (frame: Uint8Array) => {
  if (kindOf(bounded(frame)) !== 'opening') throw new HearthError('damaged', 'not an opening')
  const reader = new Reader(frame)
  const head = reader.bytes(HEAD)
  const ephemeral = head.slice(HEAD - 34, HEAD - 2)
  const sealed = reader.bytes(new Reader(head.slice(-2)).u16())
  return { head, salt: head.slice(1, 1 + SALT_BYTES), ephemeral, sealed, envelope: reader.rest() }
}

/** What is sealed in the opening, and the bundle whose key it opened with: which one that is stands inside only. */
const unsealed = (opening: ReturnType<typeof parse>, bundles: Iterable<BundleKeys>, intakeKey: Uint8Array) => {
  const { head, salt, ephemeral, sealed } = opening
  for (const bundle of bundles) {
    const atBundle = agree(bundle.agreement.secret, ephemeral)
    try {
      const inside = openUnder(concat(atBundle, intakeKey), salt, 'hearth/v1/opening', sealed, head)
      return { bundle, atBundle, inside }
    } catch {
      // Another bundle's.
    }
  }
  throw new HearthError('damaged', 'opens with no bundle')
}

const openingTag = (intakeKey: Uint8Array, device: DeviceId, salt: Uint8Array): Uint8Array =>
  tagOf(tagKey(intakeKey, concat(encodeText('hearth/v1/opening-tag'), fromHex(device))), salt)

import { describe, expect, it } from 'vitest'
import { MAX_FRAME } from '../../lib/contract/frame'
import { concat, encodeText } from '../../lib/contract/wire'
import { openEnvelope, sealEnvelope } from '../../lib/conversation/envelope'
import { acceptSession, envelopeOf, openingMatches, startSession } from '../../lib/conversation/handshake'
import type { Session } from '../../lib/conversation/session'
import { random } from '../../lib/crypto/random'
import { certify } from '../../lib/identity/certificate'
import { bundleOf, newBundle } from '../../lib/identity/prekey'
import { thrown } from '../crypto/thrown'
import {
  accept,
  FIRST,
  flipped,
  INVITATION,
  NOW,
  newPerson,
  ours,
  readCertificate,
  SECRET,
  shortened,
  start,
} from './people'

const TEXT = encodeText('hello')

const refused = (call: () => unknown, reason: string): void => {
  expect(thrown(call)).toMatchObject({ reason })
}

/** The opening with a first letter behind it. */
const letter = (opening: Uint8Array, session: Session) => {
  const { frame, sessions } = sealEnvelope([session], TEXT, NOW)
  return { frame: concat(opening, frame), session: sessions[0] as Session }
}

describe('a handshake', () => {
  it.each([
    ['the first, by an invitation', INVITATION],
    ['a later one, by the pair key', null],
  ])('gives both sides one session: %s', (_, invitation) => {
    const [alice, bob] = [newPerson(), newPerson()]
    const started = start(alice, bob, { invitation })
    const { frame, session } = letter(started.opening, started.session)
    const accepted = accept(frame, bob, { invitation })
    expect(accepted.session.id).toBe(started.session.id)
    expect(accepted.session.ad).toEqual(started.session.ad)
    expect(accepted.pairKey).toEqual(started.pairKey)
    expect(accepted.peer).toEqual({ identity: alice.identity.public, certificate: alice.certificate })
    expect(accepted.prekeyId).toBe(bob.bundle.id)
    expect(accepted.envelope).toEqual(envelopeOf(frame))
    const opened = openEnvelope(accepted.session, accepted.envelope, NOW)
    expect(opened.plaintext).toEqual(TEXT)
    const back = sealEnvelope([opened.session], TEXT, NOW)
    expect(openEnvelope(session, back.frame, NOW).plaintext).toEqual(TEXT)
  })

  it('makes another session each time', () => {
    const [alice, bob] = [newPerson(), newPerson()]
    const [one, two] = [start(alice, bob), start(alice, bob)]
    expect(one.session.id).not.toBe(two.session.id)
    expect(one.pairKey).not.toEqual(two.pairKey)
  })

  it('finds the bundle among others', () => {
    const [alice, bob] = [newPerson(), newPerson()]
    const { opening, session } = start(alice, bob)
    const bundles = [newBundle(), bob.bundle, newBundle()]
    const accepted = acceptSession({ ...ours(bob), ...FIRST, frame: opening, bundles, readCertificate })
    expect(accepted.session.id).toBe(session.id)
  })

  it('is known by its tag, to that device and under that intake key only', () => {
    const [alice, bob] = [newPerson(), newPerson()]
    const tablet = newPerson(bob.identity)
    const { opening } = start(alice, bob)
    expect(openingMatches(opening, SECRET, bob.device.id)).toBe(true)
    expect(openingMatches(opening, SECRET, tablet.device.id)).toBe(false)
    expect(openingMatches(opening, random(32), bob.device.id)).toBe(false)
    expect(openingMatches(opening, SECRET, alice.device.id)).toBe(false)
  })

  it('opens with no other device, bundle or intake key', () => {
    const [alice, bob] = [newPerson(), newPerson()]
    const { opening } = start(alice, bob)
    refused(() => accept(opening, newPerson(bob.identity)), 'damaged')
    refused(() => accept(opening, { ...bob, bundle: newBundle() }), 'damaged')
    refused(() => accept(opening, { ...bob, bundle: { ...newBundle(), id: bob.bundle.id } }), 'damaged')
    refused(() => accept(opening, { ...bob, bundle: { ...bob.bundle, id: bob.bundle.id ^ 1 } }), 'damaged')
    refused(() => accept(opening, bob, { intakeKey: random(32) }), 'damaged')
    refused(() => acceptSession({ ...ours(bob), ...FIRST, frame: opening, bundles: [], readCertificate }), 'damaged')
  })

  it.each([
    ['another PSK', { psk: random(32) }],
    ['another invitation', { invitation: random(32) }],
    ['no invitation', { invitation: null }],
  ])('with %s gives sessions that share nothing', (_, known) => {
    const [alice, bob] = [newPerson(), newPerson()]
    const started = start(alice, bob)
    const { frame } = letter(started.opening, started.session)
    const accepted = accept(frame, bob, known)
    refused(() => openEnvelope(accepted.session, accepted.envelope, NOW), 'for-somebody-else')
    expect(accepted.pairKey).not.toEqual(started.pairKey)
  })

  it('binds who the initiator meant', () => {
    const [alice, bob, mallory] = [newPerson(), newPerson(), newPerson()]
    const peer = { identity: bob.identity.public, certificate: bob.certificate, agreement: bob.device.agreement.public }
    const swapped = [
      { ...peer, identity: mallory.identity.public },
      { ...peer, certificate: mallory.certificate },
      { ...peer, agreement: mallory.device.agreement.public },
    ]
    for (const meant of swapped) {
      const bundle = bundleOf(bob.bundle)
      const started = startSession({ ...ours(alice), ...FIRST, bundle, peer: meant, peerDevice: bob.device.id })
      const { frame } = letter(started.opening, started.session)
      const accepted = accept(frame, bob)
      refused(() => openEnvelope(accepted.session, accepted.envelope, NOW), 'for-somebody-else')
    }
  })

  it('binds the ML-KEM key', () => {
    const [alice, bob] = [newPerson(), newPerson()]
    const started = start(alice, { ...bob, bundle: { ...bob.bundle, kem: newBundle().kem } })
    const { frame } = letter(started.opening, started.session)
    const accepted = accept(frame, bob)
    refused(() => openEnvelope(accepted.session, accepted.envelope, NOW), 'for-somebody-else')
  })

  it('proves that the initiator holds the certified device key', () => {
    const [alice, bob, mallory] = [newPerson(), newPerson(), newPerson()]
    const started = start({ ...mallory, identity: alice.identity, certificate: alice.certificate }, bob)
    const { frame } = letter(started.opening, started.session)
    const accepted = accept(frame, bob)
    expect(accepted.peer.identity).toEqual(alice.identity.public)
    refused(() => openEnvelope(accepted.session, accepted.envelope, NOW), 'for-somebody-else')
  })

  it('refuses a certificate of another identity, a forged one, and our own', () => {
    const [alice, bob, mallory] = [newPerson(), newPerson(), newPerson()]
    refused(() => accept(start({ ...mallory, identity: alice.identity }, bob).opening, bob), 'damaged')
    const forged = flipped(certify(alice.identity, alice.device, NOW), 40)
    refused(() => accept(start({ ...alice, certificate: forged }, bob).opening, bob), 'damaged')
    refused(() => accept(start(bob, bob).opening, bob), 'damaged')
  })

  it('refuses keys that contribute nothing, and a malformed ML-KEM key', () => {
    const [alice, bob] = [newPerson(), newPerson()]
    const zero = { secret: new Uint8Array(32), public: new Uint8Array(32) }
    refused(() => start(alice, { ...bob, bundle: { ...bob.bundle, agreement: zero } }), 'damaged')
    refused(() => start(alice, { ...bob, device: { ...bob.device, agreement: zero } }), 'damaged')
    const kem = { ...bob.bundle.kem, public: new Uint8Array(1184).fill(0xff) }
    refused(() => start(alice, { ...bob, bundle: { ...bob.bundle, kem } }), 'damaged')
    const opening = start(alice, bob).opening.slice()
    opening.fill(0, 25, 57)
    refused(() => accept(opening, bob), 'damaged')
  })
})

describe('an opening', () => {
  it('does not open with any byte altered', () => {
    const [alice, bob] = [newPerson(), newPerson()]
    const { opening } = start(alice, bob)
    for (let at = 1; at < opening.length; at += at < 64 ? 1 : 13) {
      const altered = flipped(opening, at)
      refused(() => accept(altered, bob), 'damaged')
    }
  })

  it('does not open cut short', () => {
    const [alice, bob] = [newPerson(), newPerson()]
    for (const cut of shortened(start(alice, bob).opening)) refused(() => accept(cut, bob), 'damaged')
  })

  it('of a later version says so', () => {
    const [alice, bob] = [newPerson(), newPerson()]
    const { opening } = start(alice, bob)
    opening[0] = 0x23
    refused(() => accept(opening, bob), 'newer-version')
  })

  it('is bounded before it is looked at', () => {
    refused(() => accept(new Uint8Array(MAX_FRAME + 1).fill(0x13), newPerson()), 'too-large')
  })

  it('sent back to its sender matches nothing and opens with nothing', () => {
    const [alice, bob] = [newPerson(), newPerson()]
    const { opening } = start(alice, bob)
    refused(() => accept(opening, alice), 'damaged')
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DeviceId } from '../../lib/contract/ids'
import { encodeText, u32 } from '../../lib/contract/wire'
import { openEnvelope, sealEnvelope } from '../../lib/conversation/envelope'
import { acceptSession, startSession } from '../../lib/conversation/handshake'
import { invitationIdOf, writeInvitation } from '../../lib/conversation/invitation'
import { openReply, sealReply } from '../../lib/conversation/reply'
import { safetyNumber } from '../../lib/conversation/safety-number'
import type { Session } from '../../lib/conversation/session'
import { openSignal, sealSignal } from '../../lib/conversation/signal'
import { agreementKey, newAgreementKey } from '../../lib/crypto/agreement'
import { fromHex, sha256, toHex } from '../../lib/crypto/hash'
import { random } from '../../lib/crypto/random'
import { bundleOf } from '../../lib/identity/prekey'
import { vectors } from '../crypto/vectors'
import { NOW, newPerson, ours, type Person, readCertificate } from './people'

/** Randomness that is the same each time: SHA-256 of a counter, one call after the other. */
const determined = (): void => {
  let calls = 0
  vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
    const bytes = new Uint8Array(array?.buffer ?? new ArrayBuffer(0), array?.byteOffset, array?.byteLength)
    calls++
    for (let at = 0; at < bytes.length; at += 32)
      bytes.set(sha256(u32(calls), u32(at)).slice(0, Math.min(32, bytes.length - at)), at)
    return array
  })
}

const described = ({ identity, device, certificate }: Person) => ({
  identity: toHex(identity.public),
  deviceId: device.id as string,
  agreementSecret: toHex(device.agreement.secret),
  certificate: toHex(certificate),
})

/** Alice invites, Bob replies, Alice writes twice and signals, Bob writes back: every byte that travels. */
const meeting = () => {
  const [alice, bob] = [newPerson(), newPerson()]
  const invitationKey = newAgreementKey()
  const secret = random(32)
  const invitation = writeInvitation({
    identity: alice.identity.public,
    key: invitationKey.public,
    secret,
    expiresAt: NOW,
    relays: ['wss://relay.example'],
    offer: Uint8Array.of(1, 2, 3),
    name: 'Alice',
  })
  const answered = { bundle: bundleOf(bob.bundle), name: 'Bob', answer: Uint8Array.of(4, 5, 6) }
  const reply = sealReply({ ...ours(bob), ...answered, invitationBytes: invitation })
  const known = { psk: secret, intakeKey: secret, invitation: sha256(invitation), now: NOW }
  const peer = { identity: bob.identity.public, certificate: bob.certificate, agreement: bob.device.agreement.public }
  const started = startSession({
    ...ours(alice),
    ...known,
    bundle: answered.bundle,
    peer,
    peerDevice: bob.device.id as DeviceId,
  })
  const first = sealEnvelope([started.session], encodeText('first'), NOW)
  const second = sealEnvelope([first.sessions[0] as Session], encodeText('second'), NOW)
  const signal = sealSignal(second.sessions[0] as Session, NOW, encodeText('signal'), NOW)
  const accepted = acceptSession({
    ...ours(bob),
    ...known,
    frame: started.opening,
    bundles: [bob.bundle],
    readCertificate,
  })
  const opened = openEnvelope(accepted.session, first.frame, NOW)
  const back = sealEnvelope([opened.session], encodeText('back'), NOW)

  const { session, pairKey } = accepted
  return {
    time: NOW,
    alice: described(alice),
    bob: {
      ...described(bob),
      bundle: {
        id: bob.bundle.id,
        agreementSecret: toHex(bob.bundle.agreement.secret),
        kemSecret: toHex(bob.bundle.kem.secret),
      },
    },
    invitation: {
      bytes: toHex(invitation),
      id: invitationIdOf(invitation) as string,
      keySecret: toHex(invitationKey.secret),
    },
    reply: toHex(reply),
    handshake: {
      opening: toHex(started.opening),
      sessionId: session.id as string,
      adHash: toHex(session.ad),
      pairKey: toHex(pairKey),
      root: toHex(session.ratchet.root),
      headerKeyToResponder: toHex(session.ratchet.nextReceivingHeader),
      headerKeyToInitiator: toHex(session.ratchet.nextSendingHeader),
      tagKeyToResponder: toHex(session.tagReceive),
      tagKeyToInitiator: toHex(session.tagSend),
      signalTagKeyToResponder: toHex(session.signals.tagReceive),
      signalTagKeyToInitiator: toHex(session.signals.tagSend),
      signalDay: session.signals.receive.day,
      signalKeyToResponder: toHex(session.signals.receive.key),
      signalKeyToInitiator: toHex(session.signals.send.key),
    },
    envelopes: { first: toHex(first.frame), second: toHex(second.frame), back: toHex(back.frame) },
    signal: toHex(signal.frame),
    aliceRatchet: {
      ratchetSecret: toHex(started.session.ratchet.ours.secret),
      root: toHex(started.session.ratchet.root),
      nextHeaderKeyToInitiator: toHex(started.session.ratchet.nextReceivingHeader),
    },
    safetyNumber: safetyNumber(alice.identity.public, bob.identity.public),
  }
}

/** Alice's end before anything came back, from her keys and Bob's end. */
const aliceOf = ({ aliceRatchet, handshake }: ReturnType<typeof meeting>, bob: Session): Session => ({
  ...bob,
  tagSend: bob.tagReceive,
  tagReceive: fromHex(handshake.tagKeyToInitiator),
  ratchet: {
    ...bob.ratchet,
    root: fromHex(aliceRatchet.root),
    ours: agreementKey(fromHex(aliceRatchet.ratchetSecret)),
    nextReceivingHeader: fromHex(aliceRatchet.nextHeaderKeyToInitiator),
  },
})

describe('the vectors of PROTOCOL.md', () => {
  beforeEach(determined)
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('are what this program makes', async () => {
    await expect(`${JSON.stringify(meeting(), null, 2)}\n`).toMatchFileSnapshot('../vectors/conversation.json')
  })

  it('open with the keys that stand in them', () => {
    const vector = vectors<ReturnType<typeof meeting>>('conversation')
    const { bob, handshake, envelopes, safetyNumber: digits } = vector
    const invitationBytes = fromHex(vector.invitation.bytes)
    const invitationKey = agreementKey(fromHex(vector.invitation.keySecret))
    const reply = openReply({ frame: fromHex(vector.reply), invitationBytes, invitationKey, readCertificate })
    expect(reply).toMatchObject({ name: 'Bob', answer: Uint8Array.of(4, 5, 6), certificate: fromHex(bob.certificate) })

    const secret = invitationBytes.slice(65, 97)
    const bundle = {
      id: bob.bundle.id,
      agreement: agreementKey(fromHex(bob.bundle.agreementSecret)),
      kem: { secret: fromHex(bob.bundle.kemSecret), public: reply.bundle.kem },
    }
    const accepted = acceptSession({
      frame: fromHex(handshake.opening + envelopes.first),
      identity: fromHex(bob.identity),
      certificate: fromHex(bob.certificate),
      agreement: agreementKey(fromHex(bob.agreementSecret)),
      psk: secret,
      intakeKey: secret,
      invitation: sha256(invitationBytes),
      bundles: [bundle],
      readCertificate,
      now: NOW,
    })
    expect([accepted.session.id, toHex(accepted.session.ad), toHex(accepted.pairKey)]).toEqual([
      handshake.sessionId,
      handshake.adHash,
      handshake.pairKey,
    ])
    const second = openEnvelope(accepted.session, fromHex(envelopes.second), NOW)
    expect(second.plaintext).toEqual(encodeText('second'))
    const first = openEnvelope(second.session, accepted.envelope, NOW)
    expect(first.plaintext).toEqual(encodeText('first'))
    expect(openSignal(first.session, fromHex(vector.signal), NOW)).toMatchObject({
      sequence: NOW,
      plaintext: encodeText('signal'),
    })
    expect(openEnvelope(aliceOf(vector, accepted.session), fromHex(envelopes.back), NOW).plaintext).toEqual(
      encodeText('back'),
    )
    expect(safetyNumber(fromHex(vector.alice.identity), fromHex(bob.identity))).toBe(digits)
  })
})

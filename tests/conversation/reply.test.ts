import { describe, expect, it } from 'vitest'
import { concat } from '../../lib/contract/wire'
import { readInvitation, writeInvitation } from '../../lib/conversation/invitation'
import { MAX_REPLY, openReply, replyMatches, sealReply } from '../../lib/conversation/reply'
import { newAgreementKey } from '../../lib/crypto/agreement'
import { random } from '../../lib/crypto/random'
import { bundleOf } from '../../lib/identity/prekey'
import { thrown } from '../crypto/thrown'
import { flipped, NOW, newPerson, ours, type Person, readCertificate, shortened } from './people'

const newInvitation = (by: Person) => {
  const invitationKey = newAgreementKey()
  const invitationBytes = writeInvitation({
    identity: by.identity.public,
    key: invitationKey.public,
    secret: random(32),
    expiresAt: NOW,
    relays: [],
    offer: null,
    name: 'Alice',
  })
  return { invitationBytes, invitationKey }
}

const alice = newPerson()
const bob = newPerson()
const invitation = newInvitation(alice)

const replyOf = (person: Person, change: { name?: string; answer?: Uint8Array | null } = {}) =>
  sealReply({
    ...ours(person),
    invitationBytes: invitation.invitationBytes,
    bundle: bundleOf(person.bundle),
    name: 'Bob',
    answer: null,
    ...change,
  })

const open = (frame: Uint8Array) => openReply({ ...invitation, frame, readCertificate })

/** For altered bytes, where the signature is not what is tested. */
const openTrusting = (frame: Uint8Array) => {
  const trusted = { identity: bob.identity.public, agreement: bob.device.agreement.public }
  return openReply({ ...invitation, frame, readCertificate: () => trusted })
}

const refused = (call: () => unknown, reason: string): void => {
  expect(thrown(call)).toMatchObject({ reason })
}

describe('a reply', () => {
  it.each([
    ['with an answer', random(90)],
    ['without one', null],
  ])('is opened as it was sealed, %s', (_, answer) => {
    expect(open(replyOf(bob, { answer }))).toEqual({
      identity: bob.identity.public,
      certificate: bob.certificate,
      agreement: bob.device.agreement.public,
      bundle: bundleOf(bob.bundle),
      name: 'Bob',
      answer,
    })
  })

  it('is about as long as PROTOCOL.md says', () => {
    expect(replyOf(bob, { answer: random(90) }).length).toBeLessThan(1_900)
  })

  it('is found by its tag', () => {
    const frame = replyOf(bob)
    expect(replyMatches(frame, readInvitation(invitation.invitationBytes).secret)).toBe(true)
    expect(replyMatches(frame, random(32))).toBe(false)
  })

  it('to another invitation is for somebody else', () => {
    refused(() => openReply({ ...newInvitation(alice), frame: replyOf(bob), readCertificate }), 'for-somebody-else')
  })

  it('opens with no other invitation key, and to no altered invitation', () => {
    const frame = replyOf(bob)
    refused(() => openReply({ ...invitation, invitationKey: newAgreementKey(), frame, readCertificate }), 'damaged')
    const { invitationBytes } = invitation
    const renamed = flipped(invitationBytes, invitationBytes.length - 1)
    refused(() => openReply({ ...invitation, invitationBytes: renamed, frame, readCertificate }), 'damaged')
  })

  it('proves that its sender holds the certified device key', () => {
    const mallory = newPerson()
    refused(() => open(replyOf({ ...mallory, identity: bob.identity, certificate: bob.certificate })), 'damaged')
    const stolen = { ...bob.device.agreement, secret: mallory.device.agreement.secret }
    refused(() => open(replyOf({ ...bob, device: { ...bob.device, agreement: stolen } })), 'damaged')
    refused(() => open(replyOf({ ...bob, identity: mallory.identity })), 'damaged')
    refused(() => open(replyOf({ ...bob, certificate: flipped(bob.certificate, 40) })), 'damaged')
  })

  it('does not open with its halves exchanged for those of another reply', () => {
    const [one, two] = [replyOf(bob), replyOf(bob)]
    const inner = one.length - (4 + 32 + 1_184 + 2 + 3 + 16)
    refused(() => open(concat(one.slice(0, inner), two.slice(inner))), 'damaged')
  })

  it('does not open with any byte altered', () => {
    const frame = replyOf(bob)
    for (let at = 1; at < frame.length; at += at < 400 ? 1 : 13) {
      const altered = flipped(frame, at)
      const reason = at < 25 ? 'for-somebody-else' : 'damaged'
      refused(() => openTrusting(altered), reason)
    }
  })

  it('does not open cut short or with a byte too many', () => {
    const frame = replyOf(bob)
    for (const cut of shortened(frame).filter(({ length }) => length > 25 && (length < 400 || length % 13 === 0)))
      refused(() => openTrusting(cut), 'damaged')
    for (const cut of shortened(frame).slice(1, 25)) refused(() => openTrusting(cut), 'for-somebody-else')
    refused(() => openTrusting(concat(frame, Uint8Array.of(0))), 'damaged')
  })

  it.each([
    ['nothing', new Uint8Array(0), 'damaged'],
    ['an envelope', Uint8Array.of(0x10, ...random(500)), 'not-a-reply'],
    ['a later version', Uint8Array.of(0x22, ...random(500)), 'newer-version'],
    ['too many bytes', new Uint8Array(MAX_REPLY + 1).fill(0x12), 'too-large'],
  ])('is not read from %s', (_, bytes, reason) => {
    refused(() => open(bytes), reason)
  })

  it('with too long an answer, or a bad name, is not sealed', () => {
    refused(() => replyOf(bob, { answer: new Uint8Array(MAX_REPLY) }), 'too-large')
    refused(() => replyOf(bob, { name: '\u202e' }), 'bad-name')
  })
})

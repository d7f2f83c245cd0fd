import { describe, expect, it } from 'vitest'
import { agreedSecret, transcript } from '../../lib/conversation/pqxdh'

const bytes = (length: number, fill: number) => new Uint8Array(length).fill(fill)

const bound = {
  initiator: { identity: bytes(32, 1), certificate: bytes(169, 2) },
  responder: { identity: bytes(32, 3), certificate: bytes(169, 4) },
  ephemeral: bytes(32, 5),
  bundle: { agreement: bytes(32, 6), kem: bytes(1_184, 7) },
  ciphertext: bytes(1_088, 8),
  invitation: bytes(32, 9),
}

describe('what a handshake binds', () => {
  it.each([
    ['the initiator', { initiator: { ...bound.initiator, identity: bytes(32, 0) } }],
    ['its certificate', { initiator: { ...bound.initiator, certificate: bytes(169, 0) } }],
    ['the responder', { responder: { ...bound.responder, identity: bytes(32, 0) } }],
    ['its certificate', { responder: { ...bound.responder, certificate: bytes(169, 0) } }],
    ['who is which', { initiator: bound.responder, responder: bound.initiator }],
    ['where one certificate ends', { initiator: { ...bound.initiator, certificate: bytes(168, 2) } }],
    ['the ephemeral key', { ephemeral: bytes(32, 0) }],
    ['the X25519 key of the bundle', { bundle: { ...bound.bundle, agreement: bytes(32, 0) } }],
    ['its ML-KEM key', { bundle: { ...bound.bundle, kem: bytes(1_184, 0) } }],
    ['the ciphertext', { ciphertext: bytes(1_088, 0) }],
    ['the invitation', { invitation: bytes(32, 0) }],
    ['that there is one', { invitation: null }],
  ])('includes %s', (_, change) => {
    expect(transcript({ ...bound, ...change })).not.toEqual(transcript(bound))
  })

  it('tells a later session from an invitation of zeros', () => {
    expect(transcript({ ...bound, invitation: null })).not.toEqual(transcript({ ...bound, invitation: bytes(32, 0) }))
  })
})

describe('what a handshake agrees on', () => {
  const parts = [1, 2, 3, 4, 5].map((fill) => bytes(32, fill))
  const ad = transcript(bound)

  it.each([0, 1, 2, 3, 4])('depends on part %i', (i) => {
    expect(agreedSecret(parts.with(i, bytes(32, 0)), ad)).not.toEqual(agreedSecret(parts, ad))
  })

  it('depends on what is bound', () => {
    expect(agreedSecret(parts, bytes(32, 0))).not.toEqual(agreedSecret(parts, ad))
  })
})

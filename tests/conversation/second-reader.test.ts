import { createHash, createHmac, createPublicKey, hkdfSync, verify } from 'node:crypto'
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { x25519 } from '@noble/curves/ed25519.js'
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js'
import { describe, expect, it } from 'vitest'
import { vectors } from '../crypto/vectors'

// Written from PROTOCOL.md, in its names and with nothing of lib: what this cannot read, the page does not say.

type Part = Uint8Array | string | number[]
const bytes = (...parts: Part[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)))
const hex = (text: string) => Buffer.from(text, 'hex')
const SHA256 = (...parts: Part[]) =>
  createHash('sha256')
    .update(bytes(...parts))
    .digest()
const HMAC = (key: Uint8Array, ...parts: Part[]) =>
  createHmac('sha256', key)
    .update(bytes(...parts))
    .digest()
const HKDF = (ikm: Uint8Array, salt: Uint8Array, info: Part, n = 32) =>
  Buffer.from(hkdfSync('sha256', ikm, salt, bytes(info), n))
const DH = (secret: Uint8Array, other: Uint8Array) =>
  Buffer.from(x25519.getSharedSecret(Uint8Array.from(secret), Uint8Array.from(other)))
const AEAD = (key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, ad: Uint8Array) =>
  Buffer.from(
    xchacha20poly1305(Uint8Array.from(key), Uint8Array.from(nonce), Uint8Array.from(ad)).decrypt(
      Uint8Array.from(sealed),
    ),
  )
const ZERO = Buffer.alloc(32)

const tag = (key: Uint8Array, salt: Uint8Array) => HMAC(key, salt).subarray(0, 8)
const opened = (secret: Uint8Array, salt: Uint8Array, info: Part, sealed: Uint8Array, ad: Uint8Array) => {
  const keys = HKDF(secret, salt, info, 56)
  return AEAD(keys.subarray(0, 32), keys.subarray(32), sealed, ad)
}
const long = (field: Buffer) => bytes([field.length >> 8, field.length & 0xff], field)
const unpadded = (padded: Buffer) => padded.subarray(4, 4 + padded.readUInt32BE(0))

type Fields = Record<string, string>
interface Vector {
  time: number
  alice: Fields
  bob: { identity: string; deviceId: string; agreementSecret: string; certificate: string; bundle: Bundle }
  invitation: Fields
  reply: string
  handshake: Fields
  envelopes: Fields
  signal: string
  aliceRatchet: Fields
}
interface Bundle {
  id: number
  agreementSecret: string
  kemSecret: string
}
const { time, alice, bob, invitation, reply, handshake, envelopes, signal, aliceRatchet } =
  vectors<Vector>('conversation')
const of = (from: Fields, name: string) => hex(from[name] ?? '')

/** What both sides know once the reply is read. */
const readReply = () => {
  const binary = of(invitation, 'bytes')
  const secret = binary.subarray(65, 97)
  const frame = hex(reply)
  const [head, salt, E] = [frame.subarray(0, 57), frame.subarray(1, 17), frame.subarray(25, 57)]
  expect(frame.subarray(17, 25)).toEqual(tag(HKDF(secret, ZERO, 'hearth/v1/reply-tag'), salt))
  const end = 59 + frame.readUInt16BE(57)
  const outer = frame.subarray(59, end)
  const key = of(invitation, 'keySecret')
  const outerInfo = bytes('hearth/v1/reply', SHA256(binary))
  const who = opened(bytes(DH(key, E), secret), salt, outerInfo, outer, head)
  const innerInfo = bytes('hearth/v1/reply-inner', SHA256(binary, outer))
  const innerSecret = bytes(DH(key, E), DH(key, who.subarray(32, 64)), secret)
  const what = opened(innerSecret, salt, innerInfo, frame.subarray(end), head)
  return { binary, secret, who, what }
}

const readOpening = () => {
  const { binary, secret, who, what } = readReply()
  const frame = of(handshake, 'opening')
  const [head, salt, EKa] = [frame.subarray(0, 59), frame.subarray(1, 17), frame.subarray(25, 57)]
  const tagInfo = bytes('hearth/v1/opening-tag', hex(bob.deviceId))
  expect(frame.subarray(17, 25)).toEqual(tag(HKDF(secret, ZERO, tagInfo), salt))
  const SPKb = hex(bob.bundle.agreementSecret)
  const seal = frame.subarray(59, 59 + frame.readUInt16BE(57))
  const inside = opened(bytes(DH(SPKb, EKa), secret), salt, 'hearth/v1/opening', seal, head)
  expect([inside.readUInt32BE(0), inside.readUInt32BE(4)]).toEqual([bob.bundle.id, Math.floor(time / 86_400_000)])
  const [ct, initiator, certificate] = [inside.subarray(8, 1096), inside.subarray(1096, 1128), inside.subarray(1128)]
  const keys = bytes(EKa, what.subarray(4, 1220), ct)
  const named = bytes(initiator, hex(bob.identity), long(certificate), long(who.subarray(64)))
  const AD = SHA256([1], named, keys, SHA256(binary))
  const ss = ml_kem768.decapsulate(Uint8Array.from(ct), Uint8Array.from(hex(bob.bundle.kemSecret)))
  const agreed = [DH(SPKb, certificate.subarray(65, 97)), DH(hex(bob.agreementSecret), EKa), DH(SPKb, EKa)]
  const SK = HKDF(bytes(Buffer.alloc(32, 0xff), ...agreed, ss, secret), ZERO, bytes('hearth/v1/pqxdh', AD))
  return { AD, SPKb, id: SHA256(EKa, ct).subarray(0, 16), k: (label: string) => HKDF(SK, ZERO, `hearth/v1/${label}`) }
}

const readEnvelope = (text: string | undefined, AD: Buffer, tagKey: Buffer, headerKey: Buffer) => {
  const frame = hex(text ?? '')
  const [salt, slot, sealed] = [frame.subarray(1, 17), frame.subarray(18, 130), frame.subarray(130)]
  expect([frame[0], frame[17], slot.subarray(0, 8)]).toEqual([0x10, 1, tag(tagKey, salt)])
  const header = opened(headerKey, salt, 'hearth/v1/header', slot.subarray(8, 64), bytes())
  const body = (messageKey: Buffer) => {
    const ad = bytes(AD, frame.subarray(0, 17), slot.subarray(0, 64), SHA256(sealed))
    const bodyKey = opened(messageKey, salt, 'hearth/v1/wrap', slot.subarray(64), ad)
    const keys = HKDF(bodyKey, salt, 'hearth/v1/body', 88)
    expect(sealed.subarray(0, 32)).toEqual(keys.subarray(56))
    return unpadded(AEAD(keys.subarray(0, 32), keys.subarray(32, 56), sealed.subarray(32), bytes())).toString()
  }
  return { ratchetKey: header.subarray(0, 32), numbers: [header.readUInt32BE(32), header.readUInt32BE(36)], body }
}

describe('somebody who has only PROTOCOL.md', () => {
  it('reads the reply and who it is from', () => {
    const { who, what } = readReply()
    const certificate = who.subarray(64)
    expect(certificate.toString('hex')).toBe(bob.certificate)
    const key = { kty: 'OKP', crv: 'Ed25519', x: who.subarray(0, 32).toString('base64url') }
    const signed = bytes('hearth/v1/certificate', certificate.subarray(0, 105))
    const publicKey = createPublicKey({ key, format: 'jwk' })
    expect(verify(null, signed, publicKey, certificate.subarray(105))).toBe(true)
    expect(what.subarray(1222, 1222 + what.readUInt16BE(1220)).toString()).toBe('Bob')
  })

  it('agrees on the same session', () => {
    const { AD, id, k } = readOpening()
    const derived = { adHash: AD, sessionId: id, pairKey: k('pair'), root: k('root') }
    for (const [name, value] of Object.entries(derived)) expect(value.toString('hex')).toBe(handshake[name])
  })

  it('reads both directions and the signal', () => {
    const { AD, SPKb, k } = readOpening()
    const chain = (key: Buffer) => [HMAC(key, [1]), HMAC(HMAC(key, [2]), [1])] as const
    const turn = (shared: Buffer, root: Buffer) => HKDF(shared, root, 'hearth/v1/ratchet', 96)
    const theirs = [AD, k('tag-to-responder'), k('header-to-responder')] as const
    const [first, second] = [readEnvelope(envelopes.first, ...theirs), readEnvelope(envelopes.second, ...theirs)]
    const step = turn(DH(SPKb, first.ratchetKey), k('root'))
    const [one, two] = chain(step.subarray(32, 64))
    expect([first.numbers, first.body(one), second.numbers, second.body(two)]).toEqual([
      [0, 0],
      'first',
      [0, 1],
      'second',
    ])

    const back = readEnvelope(envelopes.back, AD, k('tag-to-initiator'), k('header-to-initiator'))
    const answer = turn(DH(of(aliceRatchet, 'ratchetSecret'), back.ratchetKey), step.subarray(0, 32))
    expect(back.body(chain(answer.subarray(32, 64))[0])).toBe('back')

    const frame = hex(signal)
    const [head, salt] = [frame.subarray(0, 25), frame.subarray(1, 17)]
    expect(frame.subarray(17, 25)).toEqual(tag(k('signal-tag-to-responder'), salt))
    const ad = bytes(AD, head)
    const plain = unpadded(opened(k('signal-to-responder'), salt, 'hearth/v1/signal', frame.subarray(25), ad))
    expect([Number(plain.readBigUInt64BE(0)), plain.subarray(8).toString()]).toEqual([time, 'signal'])
  })

  it('is who is named', () => {
    expect(of(invitation, 'bytes').subarray(1, 33).toString('hex')).toBe(alice.identity)
    expect(SHA256(of(invitation, 'bytes')).subarray(0, 16).toString('hex')).toBe(invitation.id)
  })
})

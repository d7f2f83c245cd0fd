import { afterEach, describe, expect, it, vi } from 'vitest'
import { framePieces } from '../../lib/carriers/framing'
import { readLetter, writeLetter } from '../../lib/carriers/letter'
import { readAddress } from '../../lib/contract/address'
import { armor, compactText, unarmor } from '../../lib/contract/armor'
import type { DeviceId, MessageId } from '../../lib/contract/ids'
import { readMessage, readSignal, writeMessage, writeSignal } from '../../lib/contract/message'
import { type Candidate, connectionIdOf, encodeOffer, parseOffer } from '../../lib/contract/offer'
import { toBase64 } from '../../lib/contract/wire'
import { pad, unpad } from '../../lib/conversation/padding'
import { fingerprint } from '../../lib/conversation/safety-number'
import { agreementKey } from '../../lib/crypto/agreement'
import { fromHex, toHex } from '../../lib/crypto/hash'
import { signingKey } from '../../lib/crypto/signature'
import { certify, readCertificate } from '../../lib/identity/certificate'
import { deviceIdOf } from '../../lib/identity/device'
import { readDeviceList, signDeviceList } from '../../lib/identity/device-list'
import { didOf } from '../../lib/identity/did'
import { newPrekey, readPrekeyRecord } from '../../lib/identity/prekey'
import { deriveIdentity } from '../../lib/identity/root'
import { wordsOfRoot } from '../../lib/identity/words'
import { vectors } from '../crypto/vectors'

const TIME = Date.UTC(2026, 10, 23, 12)
const bytes = (length: number, first = 0) => Uint8Array.from({ length }, (_, i) => first + i)

const candidate = (type: Candidate['type'], transport: Candidate['transport'], text: string): Candidate => ({
  type,
  transport,
  address: readAddress(text) ?? { kind: 0, bytes: bytes(4) },
  port: 50_000,
  priority: 2_122_260_223,
})

const OFFER = {
  role: 'offer' as const,
  ufrag: 'abcd',
  pwd: 'abcdefghijklmnopqrstuv',
  fingerprint: bytes(32),
  candidates: [
    candidate('srflx', 'udp', '203.0.113.7'),
    candidate('host', 'tcp', '2001:db8::1'),
    candidate('host', 'udp', '00010203-0405-0607-0809-0a0b0c0d0e0f.local'),
  ],
}

/** One of everything that tests/vectors/conversation.json leaves out. */
const examples = () => {
  const root = bytes(16)
  const { identity, pairwiseRoot, cloudKey, recoveryKey } = deriveIdentity(root)
  const signing = signingKey(bytes(32, 0x20))
  const device = { id: deviceIdOf(signing.public), signing, agreement: agreementKey(bytes(32, 0x40)) }
  const certificate = certify(identity, device, TIME)
  const list = { epoch: TIME, version: 1, previous: new Uint8Array(32), certificates: [certificate] }
  const deviceList = signDeviceList(identity, list)
  const { record } = newPrekey(device, TIME)
  const offer = encodeOffer(OFFER)
  const frames = [bytes(3, 0x10), bytes(5, 0x11)]
  const acks = [{ device: device.id as DeviceId, upTo: 7, extra: [9] }]
  const content = { kind: 'text' as const, text: 'Grüße\nfrom here' }
  const message = writeMessage({ id: '0f'.repeat(16) as MessageId, seq: 3, at: TIME, acks, content })
  return {
    time: TIME,
    root: toHex(root),
    words: wordsOfRoot(root).join(' '),
    identitySeed: toHex(identity.secret),
    identity: toHex(identity.public),
    did: didOf(identity.public),
    pairwise: toHex(pairwiseRoot),
    cloud: toHex(cloudKey),
    recovery: toHex(recoveryKey),
    device: { id: device.id as string, signing: toHex(signing.secret), agreement: toHex(device.agreement.secret) },
    certificate: toHex(certificate),
    deviceList: toHex(deviceList),
    deviceListHash: toHex(readDeviceList(deviceList, identity.public).hash),
    prekeyRecord: toHex(record),
    offer: { bytes: toHex(offer), connectionId: connectionIdOf(offer) as string },
    offerSignal: new TextDecoder().decode(writeSignal({ kind: 'offer', offer: toBase64(offer) })),
    armour: { bytes: toHex(bytes(64)), text: armor('INVITATION', bytes(64)), qr: compactText(bytes(64)) },
    letter: { frames: frames.map(toHex), payload: toHex(writeLetter(frames)) },
    message: { json: new TextDecoder().decode(message), padded: toHex(pad(message)) },
    pieces: framePieces(new Uint8Array(65_536)).map((piece) => ({ control: piece[0], length: piece.length })),
    safetyHalf: fingerprint(identity.public, identity.public),
  }
}

describe('the worked example of PROTOCOL.md', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('is what this program makes', async () => {
    // Of the prekey's private halves.
    vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
      new Uint8Array(array?.buffer ?? new ArrayBuffer(0), array?.byteOffset, array?.byteLength).fill(7)
      return array
    })
    await expect(`${JSON.stringify(examples(), null, 2)}\n`).toMatchFileSnapshot('../vectors/protocol.json')
  })

  it('is read as what it says', () => {
    const given = vectors<ReturnType<typeof examples>>('protocol')
    const certificate = readCertificate(fromHex(given.certificate))
    expect(certificate).toMatchObject({ device: given.device.id, createdAt: TIME })
    const list = readDeviceList(fromHex(given.deviceList), fromHex(given.identity))
    expect(list).toMatchObject({ epoch: TIME, version: 1, devices: [certificate] })
    const record = readPrekeyRecord(fromHex(given.prekeyRecord), certificate)
    expect(record).toMatchObject({ id: 0x07070707, expiresAt: TIME + 90 * 86_400_000 })
    expect(parseOffer(fromHex(given.offer.bytes))).toEqual(OFFER)
    expect(readSignal(new TextEncoder().encode(given.offerSignal))).toMatchObject({ kind: 'offer' })
    expect(toHex(unarmor(given.armour.text, 'INVITATION'))).toBe(given.armour.bytes)
    expect(toHex(unarmor(given.armour.qr, 'INVITATION'))).toBe(given.armour.bytes)
    expect(readLetter(fromHex(given.letter.payload)).map(toHex)).toEqual(given.letter.frames)
    expect(readMessage(unpad(fromHex(given.message.padded)))).toMatchObject({
      seq: 3,
      acks: [{ upTo: 7, extra: [9] }],
      content: { kind: 'text', text: 'Grüße\nfrom here' },
    })
  })
})

import { describe, expect, it } from 'vitest'
import { concat, Writer } from '../../lib/contract/wire'
import { newSigningKey } from '../../lib/crypto/signature'
import { CERTIFICATE_BYTES, certify, readCertificate } from '../../lib/identity/certificate'
import { deviceIdOf, newDeviceKeys } from '../../lib/identity/device'
import { signStatement } from '../../lib/identity/statement'
import { thrown } from '../crypto/thrown'

const identity = newSigningKey()
const device = newDeviceKeys()
const AT = 1_790_000_000_123
const bytes = certify(identity, device, AT)

describe('a device', () => {
  it('has an id made from its signing key', () => {
    expect(device.id).toMatch(/^[0-9a-f]{32}$/)
    expect(device.id).toBe(deviceIdOf(device.signing.public))
    expect(newDeviceKeys().id).not.toBe(device.id)
  })
})

describe('a device certificate', () => {
  it('says whose device it is, with which keys, since when', () => {
    expect(bytes.length).toBe(CERTIFICATE_BYTES)
    expect(readCertificate(bytes)).toEqual({
      identity: identity.public,
      signing: device.signing.public,
      agreement: device.agreement.public,
      createdAt: AT,
      device: device.id,
      bytes,
    })
  })

  it('keeps its own copy of what was read', () => {
    const source = bytes.slice()
    const read = readCertificate(source)
    source.fill(0)
    expect(read.bytes).toEqual(bytes)
    expect(read.identity).toEqual(identity.public)
  })

  it('does not survive a flipped bit anywhere', () => {
    for (let at = 1; at < bytes.length; at++) {
      const flipped = bytes.map((byte, n) => (n === at ? byte ^ (1 << (at % 8)) : byte))
      expect(
        thrown(() => readCertificate(flipped)),
        `byte ${at}`,
      ).toMatchObject({ reason: 'damaged' })
    }
  })

  it.each([
    ['nothing', new Uint8Array(0)],
    ['version 0', concat(Uint8Array.of(0), bytes.slice(1))],
    ['a cut end', bytes.slice(0, -1)],
    ['a byte too many', concat(bytes, Uint8Array.of(0))],
    ['a signature by somebody else', certify({ ...newSigningKey(), public: identity.public }, device, AT)],
    ['a signature made for something else', signStatement(identity, 'hearth/v1/prekey', bytes.slice(0, -64))],
    [
      'a time beyond 2^53',
      signStatement(
        identity,
        'hearth/v1/certificate',
        new Writer().bytes(bytes.slice(0, 97)).bytes(new Uint8Array(8).fill(0xff)).done(),
      ),
    ],
  ])('throws damaged for %s', (_, hostile) => {
    expect(thrown(() => readCertificate(hostile))).toMatchObject({ reason: 'damaged' })
  })

  it('says so when it comes from a newer version, whatever its length', () => {
    expect(thrown(() => readCertificate(Uint8Array.of(2, 1)))).toMatchObject({ reason: 'newer-version' })
  })
})

import { describe, expect, it } from 'vitest'
import { concat } from '../../lib/contract/wire'
import { agree } from '../../lib/crypto/agreement'
import { decapsulate, encapsulate } from '../../lib/crypto/kem'
import { newSigningKey } from '../../lib/crypto/signature'
import { certify, readCertificate } from '../../lib/identity/certificate'
import { newDeviceKeys } from '../../lib/identity/device'
import { bundleOf, newBundle, newPrekey, PREKEY_KEPT, readPrekeyRecord } from '../../lib/identity/prekey'
import { signStatement } from '../../lib/identity/statement'
import { thrown } from '../crypto/thrown'

const identity = newSigningKey()
const device = newDeviceKeys()
const certificate = readCertificate(certify(identity, device, 5))
const NOW = 1_790_000_000_123
const prekey = newPrekey(device, NOW)

describe('a prekey', () => {
  it('is published as a record that its device signed', () => {
    expect(readPrekeyRecord(prekey.record, certificate)).toEqual({
      ...bundleOf(prekey),
      expiresAt: NOW + PREKEY_KEPT,
      bytes: prekey.record,
    })
  })

  it('has private halves that fit the record', () => {
    const { agreement, kem } = readPrekeyRecord(prekey.record, certificate)
    expect(agree(prekey.agreement.secret, device.agreement.public)).toEqual(agree(device.agreement.secret, agreement))
    const { ciphertext, shared } = encapsulate(kem)
    expect(decapsulate(prekey.kem.secret, ciphertext)).toEqual(shared)
  })

  it('is another each time', () => {
    const other = newBundle()
    expect(other.id).not.toBe(prekey.id)
    expect(other.agreement.public).not.toEqual(prekey.agreement.public)
    expect(other.kem.public).not.toEqual(prekey.kem.public)
  })

  it('does not survive a flipped bit', () => {
    for (let at = 1; at < prekey.record.length; at += 31) {
      const flipped = prekey.record.map((byte, n) => (n === at ? byte ^ 1 : byte))
      expect(
        thrown(() => readPrekeyRecord(flipped, certificate)),
        `byte ${at}`,
      ).toMatchObject({ reason: 'damaged' })
    }
  })

  const body = prekey.record.slice(0, -64)

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a cut end', prekey.record.slice(0, -1)],
    ['a byte too many', concat(prekey.record, Uint8Array.of(0))],
    ['a record of another device', newPrekey(newDeviceKeys(), NOW).record],
    ['a record that the identity key signed', signStatement(identity, 'hearth/v1/prekey', body)],
    ['a signature made for something else', signStatement(device.signing, 'hearth/v1/certificate', body)],
    [
      'a signed record with a byte too many',
      signStatement(device.signing, 'hearth/v1/prekey', concat(body, Uint8Array.of(0))),
    ],
    ['a signed record without the KEM key', signStatement(device.signing, 'hearth/v1/prekey', body.slice(0, 45))],
  ])('throws damaged for %s', (_, hostile) => {
    expect(thrown(() => readPrekeyRecord(hostile, certificate))).toMatchObject({ reason: 'damaged' })
  })

  it('says so when it comes from a newer version', () => {
    const bytes = concat(Uint8Array.of(2), prekey.record.slice(1))
    expect(thrown(() => readPrekeyRecord(bytes, certificate))).toMatchObject({ reason: 'newer-version' })
  })
})

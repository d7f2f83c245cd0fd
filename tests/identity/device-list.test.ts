import { describe, expect, it } from 'vitest'
import { concat, Writer } from '../../lib/contract/wire'
import { newSigningKey, type SigningKey } from '../../lib/crypto/signature'
import { certify } from '../../lib/identity/certificate'
import { newDeviceKeys } from '../../lib/identity/device'
import {
  compareDeviceLists,
  type DeviceList,
  MAX_DEVICES,
  NO_PREVIOUS,
  readDeviceList,
  signDeviceList,
} from '../../lib/identity/device-list'
import { signStatement } from '../../lib/identity/statement'
import { thrown } from '../crypto/thrown'

const identity = newSigningKey()
const certificates = Array.from({ length: MAX_DEVICES + 1 }, () => certify(identity, newDeviceKeys(), 5))
const EPOCH = 1_790_000_000_123

const list = (over: { epoch?: number; version?: number; previous?: Uint8Array; count?: number } = {}): DeviceList => {
  const { epoch = EPOCH, version = 1, previous = NO_PREVIOUS, count = 1 } = over
  const signed = { epoch, version, previous, certificates: certificates.slice(0, count) }
  return readDeviceList(signDeviceList(identity, signed), identity.public)
}

/** A list signed without the checks that honest code makes. */
const forge = (listed: Uint8Array[], signer: SigningKey = identity, count = listed.length): Uint8Array =>
  signStatement(
    signer,
    'hearth/v1/device-list',
    new Writer()
      .u8(1)
      .u64(EPOCH)
      .u32(1)
      .bytes(NO_PREVIOUS)
      .u8(count)
      .bytes(concat(...listed))
      .done(),
  )

describe('a device list', () => {
  it.each([1, 2, MAX_DEVICES])('holds %i devices', (count) => {
    const read = list({ count, version: 7 })
    expect(read).toMatchObject({ epoch: EPOCH, version: 7, previous: NO_PREVIOUS })
    expect(read.devices.map((device) => device.bytes)).toEqual(certificates.slice(0, count))
  })

  it('does not survive a flipped bit anywhere', () => {
    const { bytes } = list()
    for (let at = 1; at < bytes.length; at++) {
      const flipped = bytes.map((byte, n) => (n === at ? byte ^ (1 << (at % 8)) : byte))
      expect(
        thrown(() => readDeviceList(flipped, identity.public)),
        `byte ${at}`,
      ).toMatchObject({ reason: 'damaged' })
    }
  })

  it('does not survive being cut anywhere', () => {
    const { bytes } = list()
    for (let length = 0; length < bytes.length; length++) {
      expect(thrown(() => readDeviceList(bytes.slice(0, length), identity.public))).toMatchObject({ reason: 'damaged' })
    }
  })

  const [first = new Uint8Array()] = certificates
  const somebody = newSigningKey()
  const known = newDeviceKeys()
  const sameAgreement = { signing: newSigningKey(), agreement: known.agreement }

  it.each([
    ['no device', forge([])],
    ['nine devices', forge(certificates)],
    ['the same device twice', forge([first, first])],
    ['a key in two devices', forge([certify(identity, known, 5), certify(identity, sameAgreement, 5)])],
    ['a device of somebody else', forge([certify(somebody, newDeviceKeys(), 5)])],
    ['a certificate that somebody else signed', forge([certify({ ...somebody, public: identity.public }, known, 5)])],
    ['a signature by somebody else', forge([first], somebody)],
    ['fewer devices than counted', forge([first], identity, 2)],
    ['more devices than counted', forge([first, first], identity, 1)],
    ['bytes left over', concat(list().bytes, Uint8Array.of(0))],
  ])('throws damaged for %s', (_, hostile) => {
    expect(thrown(() => readDeviceList(hostile, identity.public))).toMatchObject({ reason: 'damaged' })
  })

  it('is never signed in a form that nobody would read', () => {
    const empty = { epoch: EPOCH, version: 1, previous: NO_PREVIOUS, certificates: [] }
    expect(thrown(() => signDeviceList(identity, empty))).toMatchObject({ reason: 'damaged' })
  })

  it('says so when it comes from a newer version', () => {
    const bytes = concat(Uint8Array.of(2), list().bytes.slice(1))
    expect(thrown(() => readDeviceList(bytes, identity.public))).toMatchObject({ reason: 'newer-version' })
  })
})

describe('comparing device lists', () => {
  const first = list({ version: 4 })
  const other = list({ version: 4, count: 2 })

  it.each<[string, DeviceList | null, DeviceList, ReturnType<typeof compareDeviceLists>]>([
    ['the first ever', null, first, 'newer'],
    ['the same again', first, list({ version: 4 }), 'same'],
    ['a lower version', first, list({ version: 3 }), 'older'],
    ['a lower version of another content', first, list({ version: 3, count: 3 }), 'older'],
    ['the next, chained', first, list({ version: 5, previous: first.hash }), 'newer'],
    ['the next, chained to something else', first, list({ version: 5, previous: other.hash }), 'fork'],
    ['the next, chained to nothing', first, list({ version: 5 }), 'fork'],
    ['one after a gap', first, list({ version: 6, previous: other.hash }), 'newer'],
    ['the same version with another device', first, other, 'fork'],
    ['the same version with another past', first, list({ version: 4, previous: first.hash }), 'fork'],
    ['a later epoch', first, list({ epoch: EPOCH + 1, version: 1 }), 'newer'],
    ['an earlier epoch with a higher version', first, list({ epoch: EPOCH - 1, version: 9 }), 'older'],
  ])('%s', (_, known, incoming, expected) => {
    expect(compareDeviceLists(known, incoming)).toBe(expected)
  })
})

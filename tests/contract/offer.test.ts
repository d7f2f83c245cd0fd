import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Address, isPublic, readAddress, writeAddress } from '../../lib/contract/address'
import { reasonOf } from '../../lib/contract/errors'
import {
  type Candidate,
  connectionIdOf,
  encodeOffer,
  grow,
  MAX_CANDIDATES,
  MAX_OFFER,
  type Offer,
  parseOffer,
  publicOnly,
  shrink,
} from '../../lib/contract/offer'
import { encodeText } from '../../lib/contract/wire'

const FINGERPRINT = Array.from({ length: 32 }, (_, i) =>
  (i * 7).toString(16).padStart(2, '0').slice(-2).toUpperCase(),
).join(':')

const chromium = `v=0\r
o=- 4611731400430051336 2 IN IP4 127.0.0.1\r
s=-\r
t=0 0\r
a=group:BUNDLE 0\r
a=extmap-allow-mixed\r
a=msid-semantic: WMS\r
m=application 50003 UDP/DTLS/SCTP webrtc-datachannel\r
c=IN IP4 203.0.113.9\r
a=candidate:2163208203 1 udp 2113937151 192.168.1.20 50003 typ host generation 0 network-cost 999\r
a=candidate:1873412432 1 udp 2113939711 2001:db8::a1 50004 typ host generation 0 network-cost 999\r
a=candidate:842163049 1 udp 1677729535 203.0.113.9 50003 typ srflx raddr 192.168.1.20 rport 50003 generation 0\r
a=candidate:99 1 udp 33562367 198.51.100.4 3479 typ relay raddr 203.0.113.9 rport 50003 generation 0\r
a=candidate:77 1 tcp 1518280447 192.168.1.20 9 typ host tcptype active generation 0\r
a=candidate:78 2 udp 1 192.168.1.20 50005 typ host generation 0\r
a=ice-ufrag:Zp+4\r
a=ice-pwd:cU5zXk/9A+a1m3hvZ2b7Y8qL\r
a=ice-options:trickle\r
a=fingerprint:sha-256 ${FINGERPRINT}\r
a=setup:actpass\r
a=mid:0\r
a=sctp-port:5000\r
a=max-message-size:262144\r
`

const firefox = `v=0\r
o=mozilla...THIS_IS_SDPARTA-99.0 5155 0 IN IP4 0.0.0.0\r
s=-\r
t=0 0\r
a=fingerprint:sha-256 ${FINGERPRINT}\r
a=group:BUNDLE 0\r
a=ice-options:trickle\r
a=msid-semantic:WMS *\r
m=application 44323 UDP/DTLS/SCTP webrtc-datachannel\r
c=IN IP4 192.0.2.2\r
a=candidate:0 1 UDP 2122252543 c0ffee00-1234-4abc-8def-0123456789ab.local 44323 typ host\r
a=candidate:2 1 TCP 2105524479 c0ffee00-1234-4abc-8def-0123456789ab.local 9 typ host tcptype active\r
a=sendrecv\r
a=end-of-candidates\r
a=ice-pwd:0123456789abcdef0123456789abcdef\r
a=ice-ufrag:1a2b3c4d\r
a=mid:0\r
a=setup:active\r
a=sctp-port:5000\r
a=max-message-size:1073741823\r
`

const iceText = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'azAZ09+/'), minLength: min, maxLength: max })
const address: fc.Arbitrary<Address> = fc.oneof(
  fc.record({ kind: fc.constant(0 as const), bytes: fc.uint8Array({ minLength: 4, maxLength: 4 }) }),
  fc.record({ kind: fc.constantFrom(1 as const, 2 as const), bytes: fc.uint8Array({ minLength: 16, maxLength: 16 }) }),
)
const candidate: fc.Arbitrary<Candidate> = fc.record({
  type: fc.constantFrom('host', 'srflx', 'relay'),
  transport: fc.constantFrom('udp', 'tcp'),
  address,
  port: fc.integer({ min: 1, max: 65_535 }),
  priority: fc.integer({ min: 0, max: 0xffff_ffff }),
})
const offers: fc.Arbitrary<Offer> = fc.record({
  role: fc.constantFrom('offer', 'active', 'passive'),
  ufrag: iceText(4, 32),
  pwd: iceText(22, 64),
  fingerprint: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  candidates: fc.array(candidate, { maxLength: MAX_CANDIDATES }),
})

const reason = (read: () => unknown): string => {
  try {
    read()
    return 'read'
  } catch (error) {
    return reasonOf(error)
  }
}
const plain: Offer = { ...shrink({ type: 'offer', sdp: chromium }) }

describe('descriptions', () => {
  it('of Chromium shrink to what matters', () => {
    expect(plain).toMatchObject({ role: 'offer', ufrag: 'Zp+4', pwd: 'cU5zXk/9A+a1m3hvZ2b7Y8qL' })
    expect(plain.candidates.map((c) => `${c.type} ${writeAddress(c.address)} ${c.port}`)).toEqual([
      'host 192.168.1.20 50003',
      'host 2001:db8:0:0:0:0:0:a1 50004',
      'srflx 203.0.113.9 50003',
      'relay 198.51.100.4 3479',
    ])
  })

  it('of Firefox shrink to what matters', () => {
    const offer = shrink({ type: 'answer', sdp: firefox })
    expect(offer).toMatchObject({ role: 'active', ufrag: '1a2b3c4d', pwd: '0123456789abcdef0123456789abcdef' })
    expect(offer.candidates).toHaveLength(1)
    expect(grow(offer).sdp).toContain(' udp 2122252543 c0ffee00-1234-4abc-8def-0123456789ab.local 44323 typ host')
  })

  it('grow and shrink to the same again', () => {
    fc.assert(
      fc.property(offers, (offer) => {
        expect(shrink(grow(offer))).toEqual(offer)
      }),
    )
  })

  it.each([
    ['nothing', ''],
    ['a sha-1 fingerprint', chromium.replace('sha-256', 'sha-1')],
    ['a short fingerprint', chromium.replace(FINGERPRINT, FINGERPRINT.slice(3))],
    ['no password', chromium.replace(/a=ice-pwd.*\r\n/, '')],
  ])('with %s are damaged', (_, sdp) => {
    expect(reason(() => shrink({ type: 'offer', sdp }))).toBe('damaged')
  })
})

describe('the binary', () => {
  it('comes back as it was, and always in the same bytes', () => {
    fc.assert(
      fc.property(offers, (offer) => {
        const bytes = encodeOffer(offer)
        expect(bytes.length).toBeLessThanOrEqual(MAX_OFFER)
        expect(parseOffer(bytes)).toEqual(offer)
        expect(encodeOffer(parseOffer(bytes))).toEqual(bytes)
      }),
    )
  })

  it('is small', () => {
    expect(encodeOffer(plain)).toHaveLength(120)
  })

  it('cut short anywhere, or with more behind it, is damaged', () => {
    const bytes = encodeOffer(plain)
    for (let end = 0; end < bytes.length; end++) expect(reason(() => parseOffer(bytes.slice(0, end)))).toBe('damaged')
    expect(reason(() => parseOffer(Uint8Array.of(...bytes, 0)))).toBe('damaged')
  })

  it('of any other bytes reads strictly or fails with a reason', () => {
    const reasons = ['read', 'damaged', 'newer-version', 'too-large']
    fc.assert(
      fc.property(offers, fc.nat(), fc.nat(7), (offer, at, bit) => {
        const bytes = encodeOffer(offer)
        const i = at % bytes.length
        bytes[i] = (bytes[i] as number) ^ (1 << bit)
        expect(reasons).toContain(reason(() => grow(parseOffer(bytes))))
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_100 }), (bytes) => {
        expect(reasons).toContain(reason(() => parseOffer(bytes)))
      }),
    )
  })

  it('of a later version says so', () => {
    const bytes = encodeOffer(plain)
    bytes[0] = 0x20
    expect(reason(() => parseOffer(bytes))).toBe('newer-version')
    bytes[0] = 0x00
    expect(reason(() => parseOffer(bytes))).toBe('damaged')
  })

  it('over the bound is not read', () => {
    expect(reason(() => parseOffer(new Uint8Array(MAX_OFFER + 1).fill(0x10)))).toBe('too-large')
    const many = Array(MAX_CANDIDATES + 1).fill(plain.candidates[0])
    expect(reason(() => parseOffer(encodeOffer({ ...plain, candidates: many })))).toBe('damaged')
  })

  it.each([
    ['ufrag', 'abcd\r\na=candidate:1 1 udp 1 10.0.0.1 22 typ host'],
    ['ufrag', 'ab\n'],
    ['ufrag', 'abc'],
    ['ufrag', 'é'.repeat(4)],
    ['pwd', `${'a'.repeat(22)}\r\na=x`],
    ['pwd', `${'a'.repeat(22)}\n`],
    ['pwd', 'a'.repeat(21)],
    ['pwd', ' '.repeat(22)],
  ])('never brings a line of its own: %s %j', (field, text) => {
    const hostile = { ...plain, [field]: text }
    expect(reason(() => parseOffer(encodeOffer(hostile)))).toBe('damaged')
    expect(reason(() => grow(hostile))).toBe('damaged')
  })

  it('refuses text that is no utf-8, and port 0', () => {
    const bytes = encodeOffer(plain)
    bytes[2] = 0xff
    expect(reason(() => parseOffer(bytes))).toBe('damaged')
    const [first] = plain.candidates
    const portless = encodeOffer({ ...plain, candidates: [{ ...(first as Candidate), port: 0 }] })
    expect(reason(() => parseOffer(portless))).toBe('damaged')
  })

  it('names the connection', () => {
    expect(connectionIdOf(encodeText('abc'))).toBe('ba7816bf8f01cfea')
  })
})

describe('addresses', () => {
  it.each([
    ['192.0.2.2', '192.0.2.2'],
    ['2001:db8::1', '2001:db8:0:0:0:0:0:1'],
    ['::', '0:0:0:0:0:0:0:0'],
    ['::ffff:192.0.2.2', '0:0:0:0:0:ffff:c000:202'],
    ['FE80::AB', 'fe80:0:0:0:0:0:0:ab'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['C0FFEE00-1234-4abc-8def-0123456789ab.local', 'c0ffee00-1234-4abc-8def-0123456789ab.local'],
  ])('%s', (text, written) => {
    const read = readAddress(text)
    expect(read && writeAddress(read)).toBe(written)
    expect(readAddress(written)).toEqual(read)
  })

  it.each([
    '',
    '256.0.0.1',
    '1.2.3',
    '1.2.3.4.5',
    'host.local',
    'example.org',
    ':::',
    '1::2::3',
    'fe80::1%eth0',
    '::1]/',
    '1:2',
  ])('not %j', (text) => expect(readAddress(text)).toBeNull())

  it.each([
    ...['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.0.1', '127.0.0.1', '169.254.1.1', '100.64.0.1'],
    ...['100.127.255.255', '0.0.0.0', '224.0.0.1', '255.255.255.255', '::', '::1', 'fe80::1', 'febf::1', 'fc00::1'],
    ...['fd00::2', 'ff02::1', '::ffff:10.0.0.1', 'fec0::1', 'c0ffee00-1234-4abc-8def-0123456789ab.local'],
  ])('%s is not public', (text) => expect(isPublic(readAddress(text) as Address)).toBe(false))

  it.each([
    '203.0.113.9',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '100.128.0.1',
    '192.167.0.1',
    '2001:db8::1',
    '2a00::1',
  ])('%s is public', (text) => expect(isPublic(readAddress(text) as Address)).toBe(true))

  it('that are not public stay out of what strangers may read', () => {
    const { candidates } = publicOnly(plain)
    expect(candidates.map((c) => writeAddress(c.address))).toEqual([
      '2001:db8:0:0:0:0:0:a1',
      '203.0.113.9',
      '198.51.100.4',
    ])
    expect(grow(publicOnly(plain)).sdp).not.toContain('192.168')
  })
})

import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { type Address, isPublic, readAddress, writeAddress } from './address'
import { HearthError } from './errors'
import type { ConnectionId } from './ids'
import { decodeText, encodeText, Reader, Writer } from './wire'

/** Where somebody may be reached: one ICE candidate without what both sides can make up themselves. */
export interface Candidate {
  type: 'host' | 'srflx' | 'relay'
  transport: 'udp' | 'tcp'
  address: Address
  port: number
  priority: number
}

/** One side of a direct connection: an offer, or the answer of whoever takes the DTLS role `active` or `passive`. */
export interface Offer {
  role: 'offer' | 'active' | 'passive'
  ufrag: string
  pwd: string
  /** SHA-256 of the DTLS certificate, 32 bytes. */
  fingerprint: Uint8Array
  candidates: Candidate[]
}

export const MAX_CANDIDATES = 32
export const MAX_OFFER = 1_024

const VERSION = 1
const ROLES = ['offer', 'active', 'passive'] as const
const TYPES = ['host', 'srflx', 'relay'] as const
const TRANSPORTS = ['udp', 'tcp'] as const
// What ICE allows (RFC 8839, ice-char), and so nothing that could begin another line of SDP.
const UFRAG = /^[A-Za-z0-9+/]{4,32}$/
const PWD = /^[A-Za-z0-9+/]{22,64}$/

/** Lower-case hex of SHA-256(binary offer)[0..8]. */
export const connectionIdOf = (offer: Uint8Array): ConnectionId =>
  bytesToHex(sha256(offer).subarray(0, 8)) as ConnectionId

/** `version << 4 | role || ufrag || pwd || fingerprint32 || count || candidates` (PROTOCOL.md, Offer and answer). */
export const encodeOffer = ({ role, ufrag, pwd, fingerprint, candidates }: Offer): Uint8Array => {
  const writer = new Writer()
    .u8((VERSION << 4) | ROLES.indexOf(role))
    .short(encodeText(ufrag))
    .short(encodeText(pwd))
    .bytes(fingerprint)
    .u8(candidates.length)
  for (const { type, transport, address, port, priority } of candidates) {
    const kinds = (TYPES.indexOf(type) << 4) | (TRANSPORTS.indexOf(transport) << 3) | address.kind
    writer.u8(kinds).bytes(address.bytes).u16(port).u32(priority)
  }
  return writer.done()
}

/** Errors: newer-version, too-large, damaged. */
export const parseOffer = (bytes: Uint8Array): Offer => {
  if (bytes.length > MAX_OFFER) throw new HearthError('too-large', 'offer over 1024 bytes')
  const reader = new Reader(bytes)
  const head = reader.u8()
  if (head >> 4 !== VERSION) throw new HearthError(head >> 4 > VERSION ? 'newer-version' : 'damaged', 'version')
  const role = of(ROLES, head & 0xf)
  const ufrag = matching(UFRAG, decodeText(reader.short()))
  const pwd = matching(PWD, decodeText(reader.short()))
  const fingerprint = reader.bytes(32)
  const count = reader.u8()
  if (count > MAX_CANDIDATES) throw new HearthError('damaged', 'too many candidates')
  const candidates = Array.from({ length: count }, () => parseCandidate(reader))
  reader.end()
  return { role, ufrag, pwd, fingerprint, candidates }
}

const ADDRESS_BYTES = [4, 16, 16] as const

const parseCandidate = (reader: Reader): Candidate => {
  const kinds = reader.u8()
  const type = of(TYPES, kinds >> 4)
  const transport = of(TRANSPORTS, (kinds >> 3) & 1)
  const kind = of([0, 1, 2] as const, kinds & 7)
  const address: Address = { kind, bytes: reader.bytes(ADDRESS_BYTES[kind]) }
  const port = reader.u16()
  const priority = reader.u32()
  if (port === 0) throw new HearthError('damaged', 'no port')
  return { type, transport, address, port, priority }
}

/** The same without every address that means something only near its owner: for texts that strangers may read. */
export const publicOnly = (offer: Offer): Offer => ({
  ...offer,
  candidates: offer.candidates.filter(({ address }) => isPublic(address)),
})

/** The same without TCP: browsers listen on none, so that one could only make us knock at doors in our own network. */
export const udpOnly = (offer: Offer): Offer => ({
  ...offer,
  candidates: offer.candidates.filter(({ transport }) => transport === 'udp'),
})

/**
 * What matters of a local description with one data channel (Chromium's and Firefox's SDP). Left out: candidates that nobody
 * could dial (TCP `active`), and those over the bound. Errors: damaged where it is no such description.
 */
export const shrink = ({ type, sdp }: RTCSessionDescriptionInit): Offer => {
  const line = (pattern: RegExp): string => pattern.exec(sdp ?? '')?.[1] ?? ''
  const fingerprint = line(/^a=fingerprint:sha-256 ([0-9A-F:]{95})\s*$/im).split(':')
  if (fingerprint.length !== 32) throw new HearthError('damaged', 'no sha-256 fingerprint')
  return {
    role: type === 'offer' ? 'offer' : line(/^a=setup:(\w+)/m) === 'passive' ? 'passive' : 'active',
    ufrag: matching(UFRAG, line(/^a=ice-ufrag:(\S+)/m)),
    pwd: matching(PWD, line(/^a=ice-pwd:(\S+)/m)),
    fingerprint: Uint8Array.from(fingerprint, (pair) => Number.parseInt(pair, 16)),
    candidates: candidatesOf(sdp ?? '').slice(0, MAX_CANDIDATES),
  }
}

const CANDIDATE = /^a=candidate:\S+ 1 (udp|tcp) (\d+) (\S+) (\d+) typ (host|srflx|relay)(.*)$/gim

const candidatesOf = (sdp: string): Candidate[] =>
  [...sdp.matchAll(CANDIDATE)].flatMap(([, transport, priority, host, port, type, rest]) => {
    const address = readAddress(host as string)
    if (!address || Number(port) === 0 || / tcptype active/i.test(rest as string)) return []
    return {
      type: type as Candidate['type'],
      transport: (transport as string).toLowerCase() as Candidate['transport'],
      address,
      port: Number(port),
      priority: Number(priority),
    }
  })

/** A description with one data channel, from nothing but checked parts. */
export const grow = ({
  role,
  ufrag,
  pwd,
  fingerprint,
  candidates,
}: Offer): { type: 'offer' | 'answer'; sdp: string } => {
  const pairs = Array.from(fingerprint, (byte) => byte.toString(16).padStart(2, '0').toUpperCase())
  const lines = [
    'v=0',
    'o=- 1 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    ...candidates.map(candidateLine),
    `a=ice-ufrag:${matching(UFRAG, ufrag)}`,
    `a=ice-pwd:${matching(PWD, pwd)}`,
    // Without it Firefox takes the candidates for all there will ever be, and gives up on an offer that has none.
    'a=ice-options:trickle',
    `a=fingerprint:sha-256 ${pairs.join(':')}`,
    // For the answerer, who so becomes DTLS `passive`. As `active` it would begin at once and, as the answer may take a letter's
    // time, have given up or be pausing for a minute when the other side is ready.
    `a=setup:${role === 'offer' ? 'active' : role}`,
    'a=mid:0',
    'a=sctp-port:5000',
    'a=max-message-size:262144',
  ]
  return { type: role === 'offer' ? 'offer' : 'answer', sdp: `${lines.join('\r\n')}\r\n` }
}

const candidateLine = ({ type, transport, address, port, priority }: Candidate, index: number): string =>
  [
    `a=candidate:${index + 1} 1 ${transport} ${priority} ${writeAddress(address)} ${port} typ ${type}`,
    // Required by the grammar; where it really came from is nobody's business.
    ...(type === 'host' ? [] : ['raddr 0.0.0.0 rport 0']),
    ...(transport === 'tcp' ? ['tcptype passive'] : []),
  ].join(' ')

const of = <T>(list: readonly T[], index: number): T => {
  const found = list[index]
  if (found === undefined) throw new HearthError('damaged', 'unknown kind')
  return found
}

const matching = (pattern: RegExp, text: string): string => {
  if (!pattern.test(text)) throw new HearthError('damaged', 'not what ice allows')
  return text
}

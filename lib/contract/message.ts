import * as v from 'valibot'
import { HearthError } from './errors'
import type { ConnectionId, DeviceId, MessageId } from './ids'
import { decodeText, encodeText } from './wire'

/** The longest text of one message, in UTF-16 units. */
export const MAX_TEXT = 16_000

/** The last moment that a sender's clock may show, the end of the year 9999: later ones are not dates everywhere. */
export const MAX_TIME = 253_402_300_799_999

const hex = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`)))
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const base64 = (bytes: number) => v.pipe(v.string(), v.maxLength(Math.ceil(bytes / 3) * 4), v.base64())

/**
 * What one message says. A kind that this version does not know (a reaction, an edit, a file, a share, a game move of a
 * later one) is kept as `unknown` with all it came with, acknowledged, and shown as coming from a newer version.
 */
const contents = {
  text: v.object({ kind: v.literal('text'), text: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_TEXT)) }),
  /** Sent when a session begins and whenever one of these changes: name, signed device list, each device's signed prekey, relays where we look. */
  profile: v.object({
    kind: v.literal('profile'),
    name: v.pipe(v.string(), v.maxLength(1_000)),
    devices: base64(4_096),
    prekeys: v.pipe(v.array(base64(2_048)), v.maxLength(8)),
    relays: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(256))), v.maxLength(8)), []),
  }),
  /** Carries nothing but the acknowledgements beside it; is itself never acknowledged. */
  ack: v.object({ kind: v.literal('ack') }),
  /** The reader saw everything up to this number of the sender's. */
  read: v.object({ kind: v.literal('read'), upTo: whole }),
}

export type Content = { [K in keyof typeof contents]: v.InferOutput<(typeof contents)[K]> }[keyof typeof contents]
export type UnknownContent = { kind: 'unknown'; was: string; json: string }

const acknowledgement = v.object({
  device: hex(16),
  upTo: whole,
  extra: v.pipe(v.array(whole), v.maxLength(256)),
  others: v.optional(v.pipe(v.array(whole), v.maxLength(16))),
})

/** Of this device's numbered messages all up to `upTo` have arrived, and these later ones. */
export interface Acknowledgement {
  device: DeviceId
  upTo: number
  extra: number[]
  /** Numbers that came with another message than the one that had arrived under them. */
  others?: number[]
}

const envelope = v.object({
  v: v.literal(1),
  id: hex(16),
  seq: v.nullable(v.pipe(whole, v.minValue(1))),
  base: v.optional(whole),
  at: v.pipe(whole, v.maxValue(MAX_TIME)),
  acks: v.pipe(v.array(acknowledgement), v.maxLength(8)),
  content: v.looseObject({ kind: v.pipe(v.string(), v.maxLength(32)) }),
})

/**
 * One message as two agents exchange it (PROTOCOL.md, Message): JSON in UTF-8. `seq` numbers what must arrive, from 1, per
 * sending device and contact; null for what may get lost. `at` is the sender's clock in milliseconds.
 */
export interface Message {
  id: MessageId
  seq: number | null
  /** The lowest number of the sender’s that still waits: what is below and has not come never does. */
  base?: number | undefined
  at: number
  acks: Acknowledgement[]
  content: Content
}

export const writeMessage = (message: Message): Uint8Array => encodeText(JSON.stringify({ v: 1, ...message }))

/** Parses what a contact's device sent; throws `damaged` for anything malformed and `newer-version` for another `v`. */
export const readMessage = (bytes: Uint8Array): Omit<Message, 'content'> & { content: Content | UnknownContent } => {
  const json = parseJson(bytes)
  const parsed = v.safeParse(envelope, json)
  if (!parsed.success) throw new HearthError('damaged', 'malformed message')
  const { id, seq, base, at, acks, content } = parsed.output
  return { id: id as MessageId, seq, base, at, acks: acks as Acknowledgement[], content: readContent(content) }
}

const MAX_UNKNOWN = 1 << 12

/** Kept for a later version, within bounds: beyond them only that it came. */
const unknown = (content: { kind: string }): UnknownContent => {
  const json = JSON.stringify(content)
  return { kind: 'unknown', was: content.kind, json: json.length > MAX_UNKNOWN ? '' : json }
}

const readContent = (content: { kind: string }): Content | UnknownContent => {
  const schema = Object.hasOwn(contents, content.kind) ? contents[content.kind as keyof typeof contents] : undefined
  if (!schema) return unknown(content)
  const parsed = v.safeParse(schema, content)
  if (!parsed.success) throw new HearthError('damaged', 'malformed message content')
  return parsed.output
}

const signal = v.variant('kind', [
  /** I have just come online. */
  v.object({ v: v.literal(1), kind: v.literal('here') }),
  v.object({ v: v.literal(1), kind: v.literal('offer'), offer: base64(1_024) }),
  v.object({ v: v.literal(1), kind: v.literal('answer'), connection: hex(8), answer: base64(1_024) }),
])

/** What travels beside the ratchet under daily keys, newest only (PROTOCOL.md, Signals). */
export type Signal =
  | { kind: 'here' }
  | { kind: 'offer'; offer: string }
  | { kind: 'answer'; connection: ConnectionId; answer: string }

export const writeSignal = (value: Signal): Uint8Array => encodeText(JSON.stringify({ v: 1, ...value }))

const SIGNALS: readonly unknown[] = ['here', 'offer', 'answer']

/** null for a kind this version does not know; throws `damaged` for anything malformed and `newer-version` for another `v`. */
export const readSignal = (bytes: Uint8Array): Signal | null => {
  const json = parseJson(bytes)
  if (typeof json === 'object' && json !== null && 'kind' in json && !SIGNALS.includes(json.kind)) return null
  const parsed = v.safeParse(signal, json)
  if (!parsed.success) throw new HearthError('damaged', 'malformed signal')
  const { v: _, ...value } = parsed.output
  return value as Signal
}

const parseJson = (bytes: Uint8Array): unknown => {
  const json = fromJson(decodeText(bytes))
  if (typeof json === 'object' && json !== null && 'v' in json && typeof json.v === 'number' && json.v > 1)
    throw new HearthError('newer-version', 'from a newer version')
  return json
}

const fromJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new HearthError('damaged', 'not json', { cause })
  }
}

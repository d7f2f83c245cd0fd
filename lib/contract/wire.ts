import { base64 } from '@scure/base'
import { HearthError, type Reason } from './errors'

const utf8 = new TextEncoder()
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** UTF-8 bytes of a text. */
export const encodeText = (text: string): Uint8Array => utf8.encode(text)

/** Text of UTF-8 bytes; throws `damaged` where they are not valid UTF-8. */
export const decodeText = (bytes: Uint8Array): string => {
  try {
    return strictUtf8.decode(bytes)
  } catch (cause) {
    throw new HearthError('damaged', 'not valid utf-8', { cause })
  }
}

/** Base64 with padding, for bytes inside JSON. */
export const toBase64 = (bytes: Uint8Array): string => base64.encode(bytes)

/** Bytes of {@link toBase64}; throws `damaged` for anything else. */
export const fromBase64 = (text: string): Uint8Array => {
  try {
    return base64.decode(text)
  } catch (cause) {
    throw new HearthError('damaged', 'not base64', { cause })
  }
}

/** The bytes one after the other: `||` of PROTOCOL.md. */
export const concat = (...parts: readonly Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** A big-endian unsigned 32-bit number. */
export const u32 = (value: number): Uint8Array => {
  const out = new Uint8Array(4)
  new DataView(out.buffer).setUint32(0, value)
  return out
}

/** Whether two byte strings are the same. Not constant-time: for public values only. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((x, i) => x === b[i])

/** Builds a wire format, big-endian, field after field. */
export class Writer {
  readonly #parts: Uint8Array[] = []
  u8(value: number): this {
    return this.bytes(Uint8Array.of(value))
  }
  u16(value: number): this {
    return this.bytes(Uint8Array.of(value >> 8, value & 0xff))
  }
  u32(value: number): this {
    return this.bytes(u32(value))
  }
  /** A whole number up to 2^53 in eight bytes. */
  u64(value: number): this {
    return this.u32(Math.floor(value / 0x1_0000_0000)).u32(value >>> 0)
  }
  bytes(value: Uint8Array): this {
    this.#parts.push(value)
    return this
  }
  /** Bytes behind their length in one byte, at most 255. */
  short(value: Uint8Array): this {
    if (value.length > 0xff) throw new HearthError('too-large', 'field over 255 bytes')
    return this.u8(value.length).bytes(value)
  }
  /** Bytes behind their length in two bytes, at most 65,535. */
  long(value: Uint8Array): this {
    if (value.length > 0xffff) throw new HearthError('too-large', 'field over 65535 bytes')
    return this.u16(value.length).bytes(value)
  }
  done(): Uint8Array {
    return concat(...this.#parts)
  }
}

/** Reads a wire format strictly: running short, or bytes left over at `end`, throws the given reason (`damaged`). */
export class Reader {
  #at = 0
  readonly source: Uint8Array
  readonly reason: Reason
  constructor(source: Uint8Array, reason: Reason = 'damaged') {
    this.source = source
    this.reason = reason
  }
  get left(): number {
    return this.source.length - this.#at
  }
  get position(): number {
    return this.#at
  }
  bytes(length: number): Uint8Array {
    if (length > this.left) throw new HearthError(this.reason, 'ends too early')
    this.#at += length
    return this.source.slice(this.#at - length, this.#at)
  }
  u8(): number {
    return this.bytes(1)[0] as number
  }
  u16(): number {
    return this.u8() * 0x100 + this.u8()
  }
  u32(): number {
    return this.u16() * 0x1_0000 + this.u16()
  }
  u64(): number {
    const value = this.u32() * 0x1_0000_0000 + this.u32()
    if (!Number.isSafeInteger(value)) throw new HearthError(this.reason, 'number out of range')
    return value
  }
  short(): Uint8Array {
    return this.bytes(this.u8())
  }
  long(): Uint8Array {
    return this.bytes(this.u16())
  }
  rest(): Uint8Array {
    return this.bytes(this.left)
  }
  end(): void {
    if (this.left !== 0) throw new HearthError(this.reason, 'bytes left over')
  }
}

import { createCipheriv, createDecipheriv } from 'node:crypto'
import { concat } from '../../lib/contract/wire'
import { hkdf, hmac } from '../../lib/crypto/hash'

/** What travels in libsignal's version 3 (X3DH and Double Ratchet), by hand: protobuf behind a version byte. */

const VERSION = 0x33
const MAC = 8

/** A public key as libsignal writes it, with its type in front. */
export const typed = (key: Uint8Array): Uint8Array => concat(Uint8Array.of(5), key)

type Field = number | Uint8Array

const varint = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)])

export const writeFields = (fields: Record<number, Field>): Uint8Array =>
  concat(
    ...Object.entries(fields).map(([number, value]) =>
      typeof value === 'number'
        ? Uint8Array.from([...varint(Number(number) << 3), ...varint(value)])
        : concat(Uint8Array.from([...varint((Number(number) << 3) | 2), ...varint(value.length)]), value),
    ),
  )

export const readFields = (bytes: Uint8Array): Record<number, Field> => {
  let at = 0
  const number = (): number => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] as number
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
  }
  const fields: Record<number, Field> = {}
  while (at < bytes.length) {
    const key = number()
    const size = number()
    if ((key & 7) === 2) at += size
    fields[key >> 3] = (key & 7) === 2 ? bytes.slice(at - size, at) : size
  }
  return fields
}

interface Keys {
  cipher: Uint8Array
  mac: Uint8Array
  iv: Uint8Array
}

const keysOf = (messageKey: Uint8Array): Keys => {
  const keys = hkdf(messageKey, new Uint8Array(32), 'WhisperMessageKeys', 80)
  return { cipher: keys.slice(0, 32), mac: keys.slice(32, 64), iv: keys.slice(64) }
}

/** A SignalMessage. `previous` counts as libsignal does: the number of the last message of the chain before, or 0. */
export interface SignalMessage {
  ratchetKey: Uint8Array
  counter: number
  previous: number
  body: Uint8Array
}

export const seal = (
  message: Omit<SignalMessage, 'body'>,
  messageKey: Uint8Array,
  plaintext: Uint8Array,
  sender: Uint8Array,
  receiver: Uint8Array,
): Uint8Array => {
  const { cipher, mac, iv } = keysOf(messageKey)
  const aes = createCipheriv('aes-256-cbc', cipher, iv)
  const body = concat(aes.update(plaintext), aes.final())
  const fields = writeFields({ 1: typed(message.ratchetKey), 2: message.counter, 3: message.previous, 4: body })
  const signed = concat(Uint8Array.of(VERSION), fields)
  return concat(signed, hmac(mac, typed(sender), typed(receiver), signed).slice(0, MAC))
}

export const read = (bytes: Uint8Array): SignalMessage => {
  const fields = readFields(bytes.slice(1, -MAC))
  return {
    ratchetKey: (fields[1] as Uint8Array).slice(1),
    counter: (fields[2] ?? 0) as number,
    previous: (fields[3] ?? 0) as number,
    body: fields[4] as Uint8Array,
  }
}

export const open = (
  bytes: Uint8Array,
  messageKey: Uint8Array,
  sender: Uint8Array,
  receiver: Uint8Array,
): Uint8Array => {
  const { cipher, mac, iv } = keysOf(messageKey)
  const expected = hmac(mac, typed(sender), typed(receiver), bytes.slice(0, -MAC)).slice(0, MAC)
  if (!Buffer.from(expected).equals(bytes.slice(-MAC))) throw new Error('mac does not match')
  const aes = createDecipheriv('aes-256-cbc', cipher, iv)
  return concat(aes.update(read(bytes).body), aes.final())
}

/** A PreKeySignalMessage around a SignalMessage. */
export const writeFirst = (first: { baseKey: Uint8Array; identity: Uint8Array; message: Uint8Array }): Uint8Array =>
  concat(
    Uint8Array.of(VERSION),
    writeFields({ 2: typed(first.baseKey), 3: typed(first.identity), 4: first.message, 5: 1, 6: 1 }),
  )

export const readFirst = (bytes: Uint8Array): { baseKey: Uint8Array; message: Uint8Array } => {
  const fields = readFields(bytes.slice(1))
  return { baseKey: (fields[2] as Uint8Array).slice(1), message: fields[4] as Uint8Array }
}

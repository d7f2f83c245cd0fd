import { xchacha20 } from '@noble/ciphers/chacha.js'
import { describe, expect, it } from 'vitest'
import { headOf } from '../../lib/contract/frame'
import { concat, sameBytes, u32 } from '../../lib/contract/wire'
import { openEnvelope } from '../../lib/conversation/envelope'
import { sealUnder, tagOf } from '../../lib/conversation/sealing'
import { hearthRatchet, type Session } from '../../lib/conversation/session'
import { open } from '../../lib/crypto/aead'
import { hkdf, sha256 } from '../../lib/crypto/hash'
import { random } from '../../lib/crypto/random'
import { thrown } from '../crypto/thrown'
import { NOW, pair } from './people'

const NOTHING = new Uint8Array(0)
const PRIME = 2n ** 130n - 5n
const BLOCK = 2n ** 128n

const number = (bytes: Uint8Array): bigint => bytes.reduceRight((value, byte) => value * 256n + BigInt(byte), 0n)
const block = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 16 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n))
const modulo = (value: bigint): bigint => ((value % PRIME) + PRIME) % PRIME

const power = (base: bigint, exponent: bigint): bigint => {
  if (exponent === 0n) return 1n
  const half = power(modulo(base * base), exponent / 2n)
  return exponent % 2n === 0n ? half : modulo(half * base)
}

/** Poly1305's one-time key and the blocks' weights, for a ciphertext of 16 blocks and no associated data. */
const poly = (key: Uint8Array, nonce: Uint8Array) => {
  const oneTime = xchacha20(key, nonce, new Uint8Array(64)).slice(0, 32)
  const r = number(oneTime.subarray(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn
  const length = concat(new Uint8Array(8), block(256n).slice(0, 8))
  const sum = (ciphertext: Uint8Array): bigint => {
    let total = 0n
    for (let at = 0; at <= 256; at += 16) {
      const chunk = at < 256 ? ciphertext.subarray(at, at + 16) : length
      total = modulo((total + number(chunk) + BLOCK) * r)
    }
    return total
  }
  return { r, s: number(oneTime.subarray(16)), sum }
}

/** A sealed body of 256 bytes that opens under two keys: Poly1305 is linear in the one block that is solved for. */
const openingTwice = (one: { key: Uint8Array; nonce: Uint8Array }, two: { key: Uint8Array; nonce: Uint8Array }) => {
  const [a, b] = [poly(one.key, one.nonce), poly(two.key, two.nonce)]
  const inverse = power(modulo(a.r * a.r - b.r * b.r), PRIME - 2n)
  for (let tries = 0; tries < 1_000; tries++) {
    const ciphertext = concat(random(240), new Uint8Array(16))
    const solved = modulo((b.sum(ciphertext) + b.s - a.sum(ciphertext) - a.s) * inverse)
    if (solved >= BLOCK) continue
    ciphertext.set(block(solved), 240)
    const tag = block((a.sum(ciphertext) + a.s) % BLOCK)
    if (sameBytes(tag, block((b.sum(ciphertext) + b.s) % BLOCK))) return concat(ciphertext, tag)
  }
  throw new Error('no collision')
}

const bodyKeys = (bodyKey: Uint8Array, salt: Uint8Array) => {
  const keys = hkdf(bodyKey, salt, 'hearth/v1/body', 88)
  return { key: keys.slice(0, 32), nonce: keys.slice(32, 56), commitment: keys.slice(56) }
}

/** An envelope as a hostile sender builds it: each slot with a body key of its own. */
const forge = (
  slots: { session: Session; bodyKey: Uint8Array }[],
  salt: Uint8Array,
  sealed: Uint8Array,
): Uint8Array => {
  const head = concat(Uint8Array.of(headOf('envelope')), salt)
  const filled = slots.map(({ session, bodyKey }) => {
    const { header, headerKey, messageKey } = hearthRatchet.send(session.ratchet)
    const tag = tagOf(session.tagSend, salt)
    const plain = concat(header.key, u32(header.previous), u32(header.number))
    const sealedHeader = sealUnder(headerKey, salt, 'hearth/v1/header', plain, NOTHING)
    const ad = concat(session.ad, head, tag, sealedHeader, sha256(sealed))
    return concat(tag, sealedHeader, sealUnder(messageKey, salt, 'hearth/v1/wrap', bodyKey, ad))
  })
  return concat(head, Uint8Array.of(slots.length), ...filled, sealed)
}

describe('the commitment', () => {
  it('stops a body that opens under two keys from being two messages', () => {
    const [first, second] = [pair(), pair()]
    const salt = random(16)
    const [keyOne, keyTwo] = [random(32), random(32)]
    const [one, two] = [bodyKeys(keyOne, salt), bodyKeys(keyTwo, salt)]
    const body = openingTwice(one, two)
    expect(open(one.key, one.nonce, body, NOTHING)).not.toEqual(open(two.key, two.nonce, body, NOTHING))

    const slots = [
      { session: first.alice, bodyKey: keyOne },
      { session: second.alice, bodyKey: keyTwo },
    ]
    const frame = forge(slots, salt, concat(one.commitment, body))
    expect(thrown(() => openEnvelope(second.bob, frame, NOW))).toMatchObject({
      reason: 'damaged',
      message: 'not the body of this key',
    })
  })
})

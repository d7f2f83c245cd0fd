import { hkdfSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { topicOf } from '../../lib/conversation/topics'
import { toHex } from '../../lib/crypto/hash'

const key = (seed: number): Uint8Array => new Uint8Array(32).fill(seed)
const shown = (pair: number, from: number, to: number, day: number): string[] => {
  const topic = topicOf(key(pair), key(from), key(to), day)
  return [topic.name, toHex(topic.key)]
}

describe('a topic', () => {
  it('is the same for both, in the form that relays take', () => {
    expect(shown(1, 2, 3, 20_000)).toEqual(shown(1, 2, 3, 20_000))
    for (const hex of shown(1, 2, 3, 20_000)) expect(hex).toMatch(/^[0-9a-f]{64}$/)
  })

  it('shares nothing with another day’s, direction’s or pair’s', () => {
    const others = [shown(1, 2, 3, 20_001), shown(1, 3, 2, 20_000), shown(4, 2, 3, 20_000), shown(1, 2, 4, 20_000)]
    const all = [shown(1, 2, 3, 20_000), ...others].flat()
    expect(new Set(all).size).toBe(all.length)
    // Nor any part of it.
    const pieces = all.flatMap((hex) => hex.match(/.{8}/g) ?? [])
    expect(new Set(pieces).size).toBe(pieces.length)
  })

  it('is what HKDF makes of the pair key', () => {
    const info = Buffer.concat([Buffer.from('hearth/v1/topic'), key(2), key(3), Buffer.from([0, 0, 0x4e, 0x20])])
    const bytes = Buffer.from(hkdfSync('sha256', key(1), new Uint8Array(32), info, 64))
    expect(shown(1, 2, 3, 20_000)).toEqual([bytes.subarray(0, 32), bytes.subarray(32)].map((b) => b.toString('hex')))
  })
})

import { describe, expect, it } from 'vitest'
import { pad, padme, unpad } from '../../lib/conversation/padding'
import { thrown } from '../crypto/thrown'

describe('PADMÉ', () => {
  it.each([
    [9, 10],
    [256, 256],
    [257, 272],
    [1_000, 1_024],
    [1_048_576, 1_048_576],
    [1_048_577, 1_081_344],
  ])('shows %i as %i', (length, shown) => {
    expect(padme(length)).toBe(shown)
  })

  it('adds 12 % at most, and shows few lengths', () => {
    const shown = new Set<number>()
    for (let length = 2; length < 100_000; length++) {
      expect(padme(length)).toBeGreaterThanOrEqual(length)
      expect(padme(length)).toBeLessThanOrEqual(length * 1.12)
      shown.add(padme(length))
    }
    expect(shown.size).toBeLessThan(300)
  })
})

describe('padding', () => {
  it.each([0, 1, 252, 253, 5_000])('comes off %i bytes', (length) => {
    const message = new Uint8Array(length).fill(7)
    expect(unpad(pad(message))).toEqual(message)
  })

  it.each([
    ['nothing', new Uint8Array(3)],
    ['a length beyond the end', new Uint8Array(256).fill(1, 2, 3)],
    ['more than zeros behind the message', new Uint8Array(256).fill(1, 255)],
  ])('with %s is damaged', (_, padded) => {
    expect(thrown(() => unpad(padded))).toMatchObject({ reason: 'damaged' })
  })
})

import { describe, expect, it } from 'vitest'
import { safetyNumber } from '../../lib/conversation/safety-number'

const [alice, bob] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
const NUMBER = '085887598070173806131324945877819238905808131024036739213837'

describe('a safety number', () => {
  // tests/oracle holds the same code against libsignal.
  it('is the one of PROTOCOL.md, on both sides', () => {
    const number = safetyNumber(alice, bob)
    expect(number).toBe(NUMBER)
    expect(safetyNumber(bob, alice)).toBe(number)
  })

  it('is another one for another key', () => {
    expect(safetyNumber(alice, bob.with(0, 3))).not.toBe(NUMBER)
  })
})

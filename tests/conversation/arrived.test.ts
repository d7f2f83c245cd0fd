import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DeviceId } from '../../lib/contract/ids'
import { acknowledgementOf, hasArrived, NOTHING_ARRIVED, withArrival } from '../../lib/conversation/arrived'

const arrive = (numbers: readonly number[]) =>
  numbers.reduce((arrived, seq) => withArrival(arrived, seq) ?? arrived, NOTHING_ARRIVED)

describe('arrivals', () => {
  it('are the same set in whatever order and however often they come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 120 }), (numbers) => {
        const arrived = arrive(numbers)
        for (let seq = 1; seq <= 60; seq++) expect(hasArrived(arrived, seq)).toBe(numbers.includes(seq))
        expect(arrived).toEqual(arrive([...numbers].reverse()))
        expect(arrived.extra).not.toContain(arrived.upTo + 1)
      }),
    )
  })

  it('forget nothing that was acknowledged: what cannot be remembered is refused', () => {
    let arrived = NOTHING_ARRIVED
    for (let seq = 2; seq <= 2_049; seq++) arrived = withArrival(arrived, seq) ?? arrived
    expect(withArrival(arrived, 5_000)).toBeNull()
    expect(withArrival(arrived, 1)).toEqual({ upTo: 2_049, extra: [] })
  })

  it('are told within bounds', () => {
    const numbers = Array.from({ length: 600 }, (_, i) => 2 * (i + 1))
    const told = acknowledgementOf('aa' as DeviceId, arrive(numbers))
    expect(told).toEqual({ device: 'aa', upTo: 0, extra: numbers.slice(0, 256) })
  })
})

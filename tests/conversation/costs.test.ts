import { describe, expect, it } from 'vitest'
import { createCosts } from '../../lib/conversation/costs'
import { NOW } from './pair'

const accounts = (clock: { now: number } = { now: NOW }) => createCosts(() => clock.now)
const charged = (costs: ReturnType<typeof accounts>, account: string, ms: number, wasted = 0) => {
  for (let i = 0; i < ms; i += 100) costs.charge(account, 100, wasted && 100)
}

describe('what others cost', () => {
  it('is spent after two seconds for nothing, for a minute', () => {
    const clock = { now: NOW }
    const costs = accounts(clock)
    charged(costs, 'mallory', 2_000, 100)
    expect(costs.isSpent('mallory')).toBe(false)
    charged(costs, 'mallory', 100, 100)
    expect([costs.isSpent('mallory'), costs.isWasteful('mallory')]).toEqual([true, true])
    expect(costs.isSpent('bob')).toBe(false)
    clock.now += 60_000
    expect(costs.isSpent('mallory')).toBe(false)
  })

  it('is spent after ten seconds of what is read with profit, which is no waste', () => {
    const costs = accounts()
    charged(costs, 'mallory', 10_100)
    expect([costs.isSpent('mallory'), costs.isWasteful('mallory')]).toEqual([true, false])
  })

  it('is bounded for all together, and whoever floods silences nobody who did not', () => {
    const clock = { now: NOW }
    const costs = accounts(clock)
    for (const mallory of ['m0', 'm1', 'm2']) charged(costs, mallory, 5_100)
    charged(costs, 'bob', 900)
    expect(['m0', 'm1', 'm2'].map(costs.isSpent)).toEqual([true, true, true])
    expect(['bob', 'carol'].map(costs.isSpent)).toEqual([false, false])
    clock.now += 60_000
    expect(['m0', 'm1', 'm2'].map(costs.isSpent)).toEqual([false, false, false])
  })
})

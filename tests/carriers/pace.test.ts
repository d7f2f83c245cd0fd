import { describe, expect, it } from 'vitest'
import { allowance, ceiling, pause } from '../../lib/carriers/pace'
import { addresses } from '../../lib/carriers/relay-plan'
import { PUBLIC_RELAYS } from '../../lib/contract/public-relays'

describe('a ceiling', () => {
  it('lets no more through in any span, and says how long to wait', () => {
    let now = 1_000
    const take = ceiling(2, 100, () => now)
    expect([take(), take(), take()]).toEqual([0, 0, 100])
    now += 60
    expect(take()).toBe(40)
    now += 40
    expect([take(), take(), take()]).toEqual([0, 0, 100])
  })

  it('forgets a future that a clock set back has left behind', () => {
    let now = 1_000_000
    const take = ceiling(1, 100, () => now)
    expect(take()).toBe(0)
    now = 0
    expect(take()).toBe(0)
  })
})

describe('an allowance', () => {
  it('is used up, grows back, and never beyond what it was', () => {
    let now = 0
    const bears = allowance(10, 1, () => now)
    expect([bears(10), bears(1)]).toEqual([true, false])
    now += 5_000
    expect([bears(4), bears(1)]).toEqual([true, false])
    now += 1_000_000
    expect([bears(10), bears(1)]).toEqual([true, false])
  })
})

describe('a pause', () => {
  it('doubles up to its ceiling, half of it by chance', () => {
    expect([1, 2, 3, 4, 99].map((n) => pause(n, 2, 10, 1))).toEqual([2, 4, 8, 10, 10])
    expect([1, 2, 3, 4, 99].map((n) => pause(n, 2, 10, 0))).toEqual([1, 2, 4, 5, 5])
  })
})

describe('the suggested relays', () => {
  it('are five addresses that a WebSocket takes, each encrypted', () => {
    expect(addresses(PUBLIC_RELAYS)).toHaveLength(5)
    expect(PUBLIC_RELAYS.every((url) => url.startsWith('wss://'))).toBe(true)
  })
})

import { describe, expect, it } from 'vitest'
import { isBounded } from '../../lib/rpc/page-request'
import { TokenBuckets } from '../../lib/rpc/token-buckets'

const nested = (depth: number): unknown => {
  let value: unknown = []
  for (let n = 0; n < depth; n++) value = [value]
  return value
}

describe('a message is bounded', () => {
  it.each([
    ['a request', { hearth: 1, id: 'a', method: 'm', params: { a: [1, true, null, 'x'] } }],
    ['what is left out', { params: undefined }],
    ['many levels', nested(1_000)],
  ])('as %s', (_, value) => {
    expect(isBounded(value, 10_000)).toBe(true)
  })

  const circle: { self?: unknown } = {}
  circle.self = circle
  // Twenty lists, each twice in the one before: a million of the last.
  let doubling: unknown = ['x']
  for (let n = 0; n < 20; n++) doubling = [doubling, doubling]
  it.each([
    ['a long text', 'x'.repeat(10_001)],
    ['long names', { ['x'.repeat(10_001)]: 1 }],
    ['many numbers', Array(10_001).fill(1)],
    ['holes', Array(1_000_000_000)],
    ['many levels', nested(10_001)],
    ['a circle', circle],
    ['a little that is there again and again', doubling],
    ['a map', new Map()],
    ['bytes', { params: new Uint8Array(4) }],
    ['a date', new Date(0)],
    ['a big number', 1n],
    ['a function', () => 1],
  ])('not as %s', (_, value) => {
    expect(isBounded(value, 10_000)).toBe(false)
  })
})

it('a message that is as large as may be is looked at', () => {
  expect(isBounded(Array(300_000).fill(1), 1 << 20)).toBe(true)
})

describe('token buckets', () => {
  const drain = (buckets: TokenBuckets, origin: string) => {
    let taken = 0
    while (buckets.take(origin)) taken++
    return taken
  }

  it('give 50 at once, then 20 a second, never more than 50', () => {
    let now = 0
    const buckets = new TokenBuckets(() => now)
    expect(drain(buckets, 'a')).toBe(50)
    now += 500
    expect(drain(buckets, 'a')).toBe(10)
    now += 86_400_000
    expect(drain(buckets, 'a')).toBe(50)
    expect(drain(buckets, 'b')).toBe(50)
  })

  it('give nothing for a clock that is set back, and go on from there', () => {
    let now = 1_000_000
    const buckets = new TokenBuckets(() => now)
    drain(buckets, 'a')
    now = 0
    expect(drain(buckets, 'a')).toBe(0)
    now += 1_000
    expect(drain(buckets, 'a')).toBe(20)
  })

  it('remember a bounded number of origins, those that called last', () => {
    const buckets = new TokenBuckets(() => 0)
    drain(buckets, 'first')
    drain(buckets, 'busy')
    for (let n = 0; n < 499; n++) {
      buckets.take(`other ${n}`)
      expect(buckets.take('busy')).toBe(false)
    }
    expect(buckets.size).toBe(500)
    expect(buckets.take('first')).toBe(true)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_MESSAGE, parseFromRelay } from '../../lib/carriers/relay-wire'

const parse = (message: unknown) => parseFromRelay(JSON.stringify(message))
const event = {
  tags: [
    ['e', 'no'],
    ['x', 'topic'],
    ['x', 1],
    ['x', 'another', 'one'],
  ],
  content: 'c',
  created_at: 7,
}

describe('what a relay says', () => {
  it.each([
    [
      ['EVENT', 's', event],
      { kind: 'event', subscription: 's', event: { topics: ['topic', 'another'], content: 'c', at: 7, size: 108 } },
    ],
    [['OK', 'id', true, ''], { kind: 'ok', id: 'id', taken: true, word: 'error' }],
    [['OK', 'id', false, 'pow: 30 bits'], { kind: 'ok', id: 'id', taken: false, word: 'pow' }],
    [['OK', 'id', false, 'rate-limited: slow down'], { kind: 'ok', id: 'id', taken: false, word: 'rate-limited' }],
    [['OK', 'id', false, 'constructor: no'], { kind: 'ok', id: 'id', taken: false, word: 'error' }],
    [['EOSE', 's'], { kind: 'eose', subscription: 's' }],
    [['CLOSED', 's', 'auth-required: who'], { kind: 'closed', subscription: 's', word: 'auth-required' }],
    [['CLOSED', 's'], { kind: 'closed', subscription: 's', word: 'error' }],
    [['AUTH', 'c'], { kind: 'auth', challenge: 'c' }],
    [['NOTICE', 'hello'], { kind: 'notice' }],
  ])('%j is understood', (message, said) => {
    expect(parse(message)).toEqual(said)
  })

  it.each([
    [['EVENT', 's']],
    [['EVENT', 1, event]],
    [['EVENT', 's', { ...event, content: null }]],
    [['EVENT', 's', { ...event, created_at: 1.5 }]],
    [['EVENT', 's', { ...event, created_at: 1e300 }]],
    [['EVENT', 's', { ...event, tags: [['x']] }]],
    [['EVENT', 's', { ...event, tags: {} }]],
    [['OK', 'id', 'true', '']],
    [['AUTH', 'c'.repeat(2_000)]],
    [['HELLO', 's']],
    [{ 0: 'EOSE', 1: 's' }],
  ])('%j is nothing', (message) => {
    expect(parse(message)).toBeNull()
  })

  it('is not even parsed where it is longer than what relays keep', () => {
    const long = JSON.stringify(['NOTICE', 'x'.repeat(MAX_MESSAGE)])
    expect([parseFromRelay(long), parseFromRelay(new ArrayBuffer(2)), parseFromRelay(undefined)]).toEqual([
      null,
      null,
      null,
    ])
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (value, text) => {
        for (const data of [value, text, JSON.stringify(value) ?? '', JSON.stringify(['EVENT', text, value]) ?? ''])
          parseFromRelay(data)
      }),
    )
  })
})

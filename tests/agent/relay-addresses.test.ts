import { describe, expect, it } from 'vitest'
import { relaysOf } from '../../lib/agent/relays'

describe('the addresses of relays', () => {
  it('are kept as a WebSocket takes them, each once', () => {
    expect(relaysOf([' wss://One.example ', '', 'wss://one.example/', 'ws://127.0.0.1:7777/x?key=1'])).toEqual([
      'wss://one.example/',
      'ws://127.0.0.1:7777/x?key=1',
    ])
  })

  it.each([
    'relay.example',
    'https://relay.example/',
    'wss://',
    'wss://a b',
    'wss://relay.example/a b',
    'wss://relay\t.example/',
    'wss://me:secret@relay.example/',
    'wss://relay.example/#x',
    `wss://relay.example/${'x'.repeat(256)}`,
  ])('are refused where one is none: %s', (text) => {
    expect(() => relaysOf(['wss://good.example/', text])).toThrow(expect.objectContaining({ reason: 'bad-relay' }))
  })

  it('are eight at the most', () => {
    const some = (count: number) => Array.from({ length: count }, (_, n) => `wss://relay${n}.example/`)
    expect(relaysOf(some(8))).toHaveLength(8)
    expect(() => relaysOf(some(9))).toThrow(expect.objectContaining({ reason: 'too-many' }))
  })
})

import { describe, expect, it } from 'vitest'
import { bareRelay, reachOf, relaysIn, shownRelay, typedRelay } from '../../lib/ui/relay-address'

describe('the address of a relay', () => {
  it.each([
    ['wss://nos.lol', 'wss://nos.lol', 'wss://nos.lol'],
    ['wss://NOS.lol:443/', 'wss://nos.lol', 'wss://nos.lol'],
    ['ws://127.0.0.1:7777/', 'ws://127.0.0.1:7777', 'ws://127.0.0.1:7777'],
    ['wss://a.example/x/', 'wss://a.example/x/', 'wss://a.example/…'],
    ['wss://a.example/?key=1', 'wss://a.example/?key=1', 'wss://a.example/…'],
    ['wss://me:secret@a.example/', 'wss://me:secret@a.example', 'wss://a.example'],
    ['none at all', 'none at all', '…'],
  ])('%s is shown as %s, and without secrets as %s', (address, shown, bare) => {
    expect(shownRelay(address)).toBe(shown)
    expect(bareRelay(address)).toBe(bare)
  })

  it('stands one a line, or with commas or blanks between', () => {
    expect(relaysIn(' a\n\nb,c  d\r\n')).toEqual(['a', 'b', 'c', 'd'])
    expect(relaysIn(' \n')).toEqual([])
    expect(relaysIn('relay.example, ws://a.example')).toEqual(['wss://relay.example', 'ws://a.example'])
  })

  it.each([
    [' relay.example.org ', 'wss://relay.example.org'],
    ['relay.example.org:7777/in', 'wss://relay.example.org:7777/in'],
    ['ws://relay.example.org', 'ws://relay.example.org'],
    ['https://relay.example.org', 'https://relay.example.org'],
    ['me@relay.example.org', 'me@relay.example.org'],
    ['relay', 'relay'],
    ['two relays.', 'two relays.'],
  ])('%s means %s', (typed, meant) => {
    expect(typedRelay(typed)).toBe(meant)
  })

  it.each([
    ['wss://nos.lol', 'everybody'],
    ['ws://nos.lol', 'choosers'],
    ['wss://192.168.1.5:7777', 'choosers'],
    ['wss://[fd12:3456::1]/', 'choosers'],
    ['wss://nas.local/', 'choosers'],
    ['ws://localhost:7777/', 'device'],
    ['ws://127.0.0.1:7777', 'device'],
    ['https://nos.lol', null],
    ['wss://relay', null],
    ['wss://relay.', null],
    ['none at all', null],
  ])('tells who can use it: %s, %s', (address, reach) => {
    expect(reachOf(address)).toBe(reach)
  })
})

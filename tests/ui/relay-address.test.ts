import { describe, expect, it } from 'vitest'
import { bareRelay, relaysIn, shownRelay } from '../../lib/ui/relay-address'

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
  })
})

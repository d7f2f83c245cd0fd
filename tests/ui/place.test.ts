// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { hrefOf, readPlace } from '../../lib/ui/place'

const id = '0123456789abcdef0123456789abcdef'

describe('places', () => {
  it.each(['#chats', '#me', '#me/diagnostics', '#chats/accept', '#chats/open', `#chats/${id}`, `#chats/invite/${id}`])(
    '%s leads there and back',
    (hash) => {
      expect(hrefOf(readPlace(hash))).toBe(hash)
    },
  )

  it('leads to Me where Me has no such view', () => {
    expect(readPlace('#me/else')).toEqual({ at: 'me' })
  })

  it.each([
    '',
    '#',
    '#play',
    '#chats/',
    '#chats/x',
    `#chats/${id}0`,
    `#chats/${id.toUpperCase()}`,
    '#chats/invite/',
    '#<b>',
  ])('%j is Chats', (hash) => {
    expect(readPlace(hash)).toEqual({ at: 'chats' })
  })
})

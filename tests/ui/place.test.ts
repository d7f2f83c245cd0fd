// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { hrefOf, readPlace } from '../../lib/ui/place'

const id = '0123456789abcdef0123456789abcdef'

describe('places', () => {
  it.each([
    '#chats',
    '#me',
    '#me/diagnostics',
    '#chats/accept',
    '#chats/open',
    `#chats/${id}`,
    `#chats/invite/${id}`,
    '#sites',
    '#sites/activity',
    '#sites/fill',
    '#sites/receipts',
    '#sites/receipts/00002134-1111-4222-8333-444455556666',
  ])('%s leads there and back', (hash) => {
    expect(hrefOf(readPlace(hash))).toBe(hash)
  })

  it.each([
    ['#sites/else', 'sites'],
    ['#sites/receipts/urn', 'receipts'],
    ['#sites/receipts/00002134-1111-4222-8333-44445555666G', 'receipts'],
  ])('%s leads to %s', (hash, at) => {
    expect(readPlace(hash)).toEqual({ at })
  })

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

import { describe, expect, it } from 'vitest'
import { isLocal, mayAsk, originParts } from '../../lib/contract/origin'

describe('whose name an origin bears', () => {
  it.each([
    ['https://orders.kornblume.example', ['https://', 'orders.', 'kornblume.example', ''], 'example'],
    ['https://example.org', ['https://', '', 'example.org', ''], 'org'],
    ['https://shop.example.co.uk:8443', ['https://', 'shop.', 'example.co.uk', ':8443'], 'co.uk'],
    ['https://example.ltd.uk', ['https://', '', 'example.ltd.uk', ''], 'ltd.uk'],
    ['https://co.uk', ['https://', '', 'co.uk', ''], 'uk'],
    ['https://paypal.com.evil.example', ['https://', 'paypal.com.', 'evil.example', ''], 'example'],
    // Another person's page stands beside it.
    ['https://alice.github.io', ['https://', '', 'alice.github.io', ''], 'github.io'],
    ['https://www.alice.vercel.app', ['https://', 'www.', 'alice.vercel.app', ''], 'vercel.app'],
    ['https://github.io', ['https://', '', 'github.io', ''], 'io'],
    ['https://www.example.org.:444', ['https://', 'www.', 'example.org', '.:444'], 'org'],
    ['http://localhost:5173', ['http://', '', 'localhost', ':5173'], ''],
    ['http://127.0.0.1:80', ['http://', '', '127.0.0.1', ':80'], ''],
    ['http://[::1]:80', ['http://', '', '[::1]', ':80'], ''],
    ['not an origin', ['', '', 'not an origin', ''], ''],
  ])('%s', (origin, parts, suffix) => {
    const { scheme, below, name, port, ...rest } = originParts(origin)
    expect([scheme, below, name, port]).toEqual(parts)
    expect(parts.join('')).toBe(origin)
    expect(rest.suffix).toBe(suffix)
  })
})

describe('a page of this computer', () => {
  it.each([
    'http://localhost:3000',
    'https://localhost',
    'https://localhost.',
    'https://a.localhost',
    'https://127.1.2.3',
    'https://[::1]:3000',
  ])('%s', (origin) => {
    expect(isLocal(origin)).toBe(true)
  })

  it.each(['https://localhost.example', 'https://127.0.0.1.example', 'https://notlocalhost'])(
    '%s is none',
    (origin) => {
      expect(isLocal(origin)).toBe(false)
    },
  )
})

describe('a page', () => {
  it.each(['https://a.example', 'https://a.example:444', 'http://localhost:8080', 'http://127.0.0.1'])(
    'of %s may ask',
    (origin) => {
      expect(mayAsk(origin)).toBe(true)
    },
  )

  it.each([
    'http://a.example',
    'http://localhost.evil.example',
    'http://127.0.0.2',
    'ws://localhost',
    'https://a.example/',
    'https://A.example',
    'null',
    'file://',
    'moz-extension://localhost',
  ])('of %s may not', (origin) => {
    expect(mayAsk(origin)).toBe(false)
  })
})

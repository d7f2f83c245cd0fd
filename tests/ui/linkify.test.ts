import { describe, expect, it } from 'vitest'
import { linkify } from '../../lib/ui/talk/linkify'

const links = (text: string) => linkify(text).flatMap(({ text: shown, href }) => (href === null ? [] : [[shown, href]]))

describe('addresses in messages', () => {
  it.each([
    ['https://example.org', 'https://example.org', 'https://example.org/'],
    ['see http://example.org/a?b=c#d, please', 'http://example.org/a?b=c#d', 'http://example.org/a?b=c#d'],
    ['(https://example.org/x).', 'https://example.org/x', 'https://example.org/x'],
    ['https://example.org/Route_(hiking).', 'https://example.org/Route_(hiking)', 'https://example.org/Route_(hiking)'],
    ['“https://example.org/x”…', 'https://example.org/x', 'https://example.org/x'],
    ['HTTPS://EXAMPLE.ORG/A', 'HTTPS://EXAMPLE.ORG/A', 'https://example.org/A'],
    ['https://xn--mnchen-3ya.example/', 'https://xn--mnchen-3ya.example/', 'https://xn--mnchen-3ya.example/'],
    ['https://example.org:8443/a', 'https://example.org:8443/a', 'https://example.org:8443/a'],
    ['https://example.org?to=b.example', 'https://example.org?to=b.example', 'https://example.org/?to=b.example'],
    ['https://example.org/(a))', 'https://example.org/(a)', 'https://example.org/(a)'],
    ['https://example.org/münchen', 'https://example.org/münchen', 'https://example.org/m%C3%BCnchen'],
    ['https://example.org/a\u202etxt', 'https://example.org/a', 'https://example.org/a'],
  ])('%s', (text, shown, href) => {
    expect(links(text)).toEqual([[shown, href]])
  })

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://example.org',
    'file:///etc/passwd',
    'chrome-extension://abc/home.html',
    'https://',
    'http://[bad',
    'https://bank.example@evil.example/',
    'https://user:secret@example.org/',
    'https://bank.example\u2044login.evil.example/',
    'https://bank.example\u2215login.evil.example/',
    'https://bank.example\u2800\u2800.evil.example/',
    'https://b\u0430nk.example/',
    'https://bank\u3002example/',
    'https://ban\u212a.example/',
    'https://evil.example\\.bank.example/',
    'https://bank%2eexample/',
    'https://0x7f.1/',
    `https://example.org/${'a'.repeat(2_048)}`,
    'example.org',
    'mailto:a@example.org',
  ])('is none: %s', (text) => {
    expect(links(text)).toEqual([])
  })

  it('loses not a letter', () => {
    const text = 'a https://a.example, b http://[x] https://b.example/(c) https://u@d.example \n\n e'
    expect(
      linkify(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text)
    expect(links(text)).toHaveLength(2)
  })

  it.each([
    `https://a${'('.repeat(7_990)}${')'.repeat(7_990)}`,
    `https://a/${')'.repeat(15_000)}x`,
    'https://a/('.repeat(1_400),
    `https://a${'.'.repeat(15_000)}`,
  ])('loses not a letter of hostile text, %#', (text) => {
    expect(
      linkify(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text)
  })

  it('finds every one of many', () => {
    expect(links('http://a.example/ '.repeat(800))).toHaveLength(800)
  })
})

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
    ['https://münchen.example/', 'https://münchen.example/', 'https://xn--mnchen-3ya.example/'],
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

  it('finds every one of many', () => {
    expect(links('http://a.example/ '.repeat(800))).toHaveLength(800)
  })
})

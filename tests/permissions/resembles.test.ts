import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resembling } from '../../lib/permissions/resembles'
import { readLabel, skeleton } from '../../lib/permissions/skeleton'

const PAYPAL = 'https://www.paypal.com'
const GOOGLE = 'https://accounts.google.co.uk'
const LONG = 'https://wikipedia.org'
const FORUM = 'https://forum.example'
const KNOWN = [PAYPAL, GOOGLE, LONG, FORUM, 'http://localhost:3000', 'https://192.168.1.10', 'https://alice.github.io']

/** As a browser writes it. */
const origin = (host: string): string => new URL(`https://${host}`).origin

describe('a new site', () => {
  it.each([
    ['the letter l as 1', 'paypa1.com', PAYPAL],
    ['zeros', 'g00gle.com', GOOGLE],
    ['a Cyrillic а', 'pаypal.com', PAYPAL],
    ['all Cyrillic', 'раураl.com', PAYPAL],
    ['a Greek ο', 'gοοgle.com', GOOGLE],
    ['accents', 'páypal.com', PAYPAL],
    ['a dotless i', 'wıkipedia.org', LONG],
    ['rn for m', 'forurn.example', FORUM],
    ['another ending', 'paypal.net', PAYPAL],
    ['a letter more', 'paypall.com', PAYPAL],
    ['a letter less', 'paypl.com', PAYPAL],
    ['another letter', 'paypel.com', PAYPAL],
    ['two changed places', 'papyal.com', PAYPAL],
    ['two letters of a long name', 'wikapedea.org', LONG],
    ['the name with a word', 'paypal-login.example', PAYPAL],
    ['a word with the name', 'secure-paypal.example', PAYPAL],
    ['the name run into a word', 'paypallogin.example', PAYPAL],
    ['the name as a subdomain', 'paypal.evil.example', PAYPAL],
    ['the whole host as a subdomain', 'www.paypal.com.evil.example', PAYPAL],
    ['a look-alike as a subdomain', 'раураl.evil.example', PAYPAL],
    ['the name on a shared host', 'paypal.github.io', PAYPAL],
    ['a neighbour on a shared host', 'allce.github.io', 'https://alice.github.io'],
    ['the name under another country', 'google.com.au', GOOGLE],
    ['the name and a trailing dot', 'paypal.net.', PAYPAL],
  ])('may be taken for a known one by %s', (_, host, known) => {
    expect(resembling(origin(host), KNOWN)).toBe(known)
  })

  it.each([
    ['it is that one', 'www.paypal.com'],
    ['it is of the same owner', 'checkout.paypal.com'],
    ['it is of the same owner in a country', 'mail.google.co.uk'],
    ['it is another port of it', 'www.paypal.com:8443'],
    ['it is something else', 'example.org'],
    ['two letters of a short name differ', 'paypoll.com'],
    ['it is another forum', 'forum.another.example'],
    ['it is a forum of a forum', 'forum.test'],
    ['it is an address in numbers', '192.168.1.11'],
    ['it is a word of a home network', 'paypal'],
    ['it is of this computer', 'localhost:4000'],
    ['it is another of the same shared host', 'somebody.github.io'],
    ['it is Japanese', '日本語.jp'],
  ])('is nobody else where %s', (_, host) => {
    expect(resembling(origin(host), KNOWN)).toBeNull()
  })

  it('is nobody else where nobody is known', () => {
    expect(resembling(origin('paypal.com'), [])).toBeNull()
  })

  it.each(['', 'null', 'file://', 'moz-extension://abc', 'https://xn--', 'https://xn--99999999999.com', 'https://-.-'])(
    'may be called %j without harm',
    (grantee) => {
      expect(resembling(grantee, KNOWN)).toBeNull()
      expect(resembling(origin('example.org'), [grantee])).toBeNull()
    },
  )

  it('may be called anything without harm', () => {
    const label = fc.stringMatching(/^(xn--)?[a-z0-9-]{0,60}$/)
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 8 }), (labels) => {
        const grantee = `https://${labels.join('.')}`
        const found = resembling(grantee, KNOWN)
        expect(found === null || KNOWN.includes(found)).toBe(true)
        expect(resembling(grantee, [grantee])).toBeNull()
      }),
    )
  })
})

describe('a label', () => {
  it.each(['bücher', 'münchen-ost', '日本語', 'пример', 'παράδειγμα', 'ليهمابتكلموشعربي', 'раураl', '3年b組金八先生'])(
    'of %s is read as it was written',
    (name) => {
      const [label = ''] = new URL(`https://${name}.example`).hostname.split('.')
      expect(label).toMatch(/^xn--/)
      expect(readLabel(label)).toBe(name.normalize('NFC').toLowerCase())
    },
  )

  it('that cannot be read stays as it is', () => {
    for (const label of ['xn--', 'xn--!!', 'xn--99999999999', 'plain']) expect(readLabel(label)).toBe(label)
  })

  it('looks the same however often it is folded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (name) => {
        const once = skeleton(name)
        expect(skeleton(once)).toBe(once)
      }),
    )
  })
})

import '../english'
import { describe, expect, it } from 'vitest'
import { grantView } from '../../../lib/agent/grant-view'
import { termsOf } from '../../../lib/contract/activity-terms'
import type { GrantId, ItemId, ReceiptId } from '../../../lib/contract/ids'
import type { ActivityEntry, Grant, RecordRule, Scope } from '../../../lib/contract/permission'
import type { GrantView } from '../../../lib/contract/sites-api'
import { deedWords, outcomeWords, searchedFor } from '../../../lib/ui/sites/activity-words'
import { endedWords, isLive, scopeWords, untilWords, whatWords } from '../../../lib/ui/sites/grant-words'
import { siteName } from '../../../lib/ui/sites/origin'
import { clock, shortWhen } from '../../../lib/ui/time'

const NOW = new Date(2026, 10, 23, 14, 40).getTime()
const DAY = 86_400_000

const scope = (all: boolean, ...rules: RecordRule[]): Scope => ({
  fields: ['name', 'email'],
  all,
  records: Object.fromEntries(rules.map((rule, n) => [String(n) as ItemId, rule])),
})

const grant = (part: Partial<Grant>): GrantView =>
  grantView({
    id: '0'.repeat(32) as GrantId,
    grantee: 'https://shop.example',
    capability: 'data.read',
    type: 'Contact',
    scope: scope(true),
    purpose: null,
    duration: 'P30D',
    tab: null,
    at: NOW,
    expiresAt: null,
    ended: null,
    receipt: '' as ReceiptId,
    usedAt: null,
    uses: 0,
    ...part,
  })

describe('a site', () => {
  it.each([
    ['https://orders.kornblume.example:8443', 'orders.kornblume.example:8443'],
    ['http://localhost:8080', 'http://localhost:8080'],
  ])('%s is called %s', (origin, name) => {
    expect(siteName(origin)).toBe(name)
  })
})

describe('a grant', () => {
  it.each([
    [{}, 'Read Contact: Name, Email'],
    [{ capability: 'data.create' }, 'Add Contact: Name, Email'],
    [{ capability: 'data.update', type: 'Newer' }, 'Change Newer: Name, Email'],
    [{ capability: 'data.delete' }, 'Delete Contact'],
    [{ capability: 'identity.connect', type: null, scope: null }, 'Know you by your identity for this site'],
    [{ capability: 'identity.signIn', type: null, scope: null }, 'Sign you in without asking'],
  ] as [Partial<Grant>, string][])('%o: %s', (part, words) => {
    expect(whatWords(grant(part))).toBe(words)
  })

  it.each([
    [scope(true), 'Every item, also what you add later'],
    [scope(true, {}, { name: true }), 'Every item but 1, also what you add later'],
    [scope(false, { name: true }, { name: true }, {}), '2 items'],
    [scope(false, { name: true, email: { instead: 'a@b' } }), '1 item, with another value in place of yours'],
    [scope(false, { email: { only: ['a@b'] } }), '1 item'],
  ])('%o is %s', (given, words) => {
    expect(scopeWords(grant({ scope: given }))).toBe(words)
  })

  it('that adds items is of none that are there', () => {
    expect(scopeWords(grant({ capability: 'data.create' }))).toBe(null)
  })

  it.each([
    [{ duration: 'once' }, 'Once'],
    [{ duration: 'tab' }, 'While its tab is open'],
    [{ duration: 'untilRevoked' }, 'Until you revoke it'],
    // With its hour only where it is soon.
    [{ expiresAt: NOW + 3_600_000 }, `Until ${clock(NOW + 3_600_000)}`],
    [{ expiresAt: NOW + DAY }, `Until ${shortWhen(NOW + DAY, NOW)} ${clock(NOW + DAY)}`],
    [{ expiresAt: NOW + 29 * DAY }, `Until ${shortWhen(NOW + 29 * DAY, NOW)}`],
  ] as [Partial<Grant>, string][])('%o: %s', (part, words) => {
    expect(untilWords(grant(part), NOW)).toBe(words)
  })

  it('that has run out has ended, noted or not', () => {
    expect(isLive(grant({ expiresAt: NOW }), NOW)).toBe(false)
    expect(isLive(grant({ expiresAt: NOW + 1 }), NOW)).toBe(true)
    expect(isLive(grant({ ended: { at: NOW, why: 'spent' } }), NOW)).toBe(false)
    expect(endedWords(grant({ expiresAt: NOW - 400 * DAY }))).toMatch(/^Expired .*2025/)
    expect(endedWords(grant({ ended: { at: NOW - 400 * DAY, why: 'revoked' } }))).toMatch(/^Revoked /)
  })
})

const DEEDS = [
  'connect',
  'signIn',
  'request',
  'pick',
  'read',
  'create',
  'update',
  'delete',
  'subscribe',
  'revoke',
] as const

describe('what was done', () => {
  const entry = (part: Partial<ActivityEntry>) =>
    deedWords({ what: 'read', outcome: 'allowed', type: 'Contact', fields: ['email'], items: 0, times: 1, ...part })

  it.each([
    [{}, 'Read Contact: Email'],
    [{ items: 2 }, 'Read Contact: Email · 2 items'],
    // The same one twice, or two: the log does not know.
    [{ items: 1_200, times: 3 }, 'Read Contact: Email · up to 1,200 items · 3 times'],
    [{ items: 1, times: 2 }, 'Read Contact: Email · 1 item · 2 times'],
    [{ outcome: 'denied' }, 'Asked to read Contact: Email'],
    [{ what: 'request' }, 'Asked for Contact: Email'],
    [{ what: 'request', type: null, fields: [] }, 'Asked to sign you in'],
    [{ what: 'connect', type: null, fields: [] }, 'Got to know you here'],
    [{ what: 'connect', type: null, fields: [], outcome: 'muted' }, 'Asked to know you'],
    [{ what: 'signIn', type: null, fields: [], outcome: 'withdrawn' }, 'Asked to sign you in'],
    [{ what: 'delete', fields: [] }, 'Deleted Contact'],
    [{ what: 'revoke', outcome: 'left' }, 'Permission ended'],
    [{ what: 'create', outcome: 'denied' }, 'Asked to add Contact: Email'],
  ] as [Partial<ActivityEntry>, string][])('%o: %s', (part, words) => {
    expect(entry(part)).toBe(words)
  })

  it('has words for every deed and every outcome', () => {
    const outcomes = ['allowed', 'denied', 'muted', 'withdrawn', 'revoked', 'left'] as const
    for (const what of DEEDS) for (const outcome of outcomes) expect(entry({ what, outcome })).not.toMatch(/^(?: ·|$)/)
    for (const outcome of outcomes) expect(outcomeWords({ outcome, duration: null })).not.toBe('')
  })

  it('says for how long only where it was allowed', () => {
    expect(outcomeWords({ outcome: 'allowed', duration: 'P30D' })).toBe('allowed, 30 days')
    expect(outcomeWords({ outcome: 'denied', duration: 'P30D' })).toBe('denied')
  })
})

describe('a search', () => {
  const found = (text: string, part: Partial<ActivityEntry>) => {
    const own = termsOf({
      what: 'read',
      type: 'Contact',
      fields: ['email'],
      outcome: 'allowed',
      duration: null,
      ...part,
    })
    return searchedFor(text).every(({ terms }) => own.some((term) => terms.includes(term)))
  }

  it.each([
    ['READ', {}],
    ['contact e', {}],
    ['asked to read', { outcome: 'denied' }],
    ['address', { type: 'PostalAddress' }],
    ['signed', { what: 'signIn', type: null, fields: [] }],
    ['permission ended revoked by you', { what: 'revoke', outcome: 'revoked' }],
    ['30 days', { duration: 'P30D' }],
    ['unanswered', { outcome: 'withdrawn' }],
  ] as [string, Partial<ActivityEntry>][])('for %j finds %o', (text, part) => {
    expect(found(text, part)).toBe(true)
  })

  it.each([
    ['asked', {}],
    ['signIn', { what: 'signIn', type: null, fields: [] }],
    ['PostalAddress', { type: 'PostalAddress' }],
    ['withdrawn', { outcome: 'withdrawn' }],
    ['P30D', { duration: 'P30D' }],
    // It is not said beside it.
    ['30 days', { duration: 'P30D', outcome: 'denied' }],
  ] as [string, Partial<ActivityEntry>][])('for %j does not find %o, which says something else', (text, part) => {
    expect(found(text, part)).toBe(false)
  })

  it('finds everything by each of the words that it is shown with', () => {
    const outcomes = ['allowed', 'denied', 'muted', 'withdrawn', 'revoked', 'left'] as const
    for (const what of DEEDS)
      for (const outcome of outcomes) {
        const part = { what, outcome, duration: 'P1D' } as const
        const entry = { type: 'Contact', fields: ['email'], items: 0, times: 1, ...part }
        expect(found(`${deedWords(entry)} ${outcomeWords(entry)}`.replace(/[:,]/g, ''), part)).toBe(true)
      }
  })
})

import '../english'
import { describe, expect, it } from 'vitest'
import type { ReceiptId } from '../../../lib/contract/ids'
import { receiptOf } from '../../../lib/permissions/receipt'
import type { ReceiptRow } from '../../../lib/permissions/receipts'
import { allowedWords, endWords, momentWords } from '../../../lib/ui/sites/receipt-words'

const receipt = (part: Partial<ReceiptRow> = {}) =>
  receiptOf({
    id: 'urn:uuid:00002134-1111-4222-8333-444455556666' as ReceiptId,
    at: Date.UTC(2026, 10, 23, 13, 40),
    grantee: 'https://shop.example',
    did: 'did:key:z6MkShop',
    capabilities: ['data.read'],
    type: 'Contact',
    fields: ['name', 'email'],
    purpose: null,
    duration: 'P30D',
    expiresAt: null,
    ended: null,
    ...part,
  })

describe('a receipt', () => {
  it.each([
    [{}, 'Read Contact: Name, Email'],
    [
      { capabilities: ['data.create', 'data.update'], type: 'Measurement', fields: ['value'] },
      'Add Measurement: Value · Change Measurement: Value',
    ],
    [{ capabilities: ['data.delete'], fields: [] }, 'Delete Contact'],
    [{ capabilities: ['identity.connect'], type: null, fields: [] }, 'Know you by your identity for this site'],
    [{ capabilities: ['identity.signIn'], type: null, fields: [] }, 'Sign you in without asking'],
    // Its own words are no part of that.
    [{ purpose: { text: 'Read nothing at all', category: 'dpv:Erase' } }, 'Read Contact: Name, Email'],
  ] as [Partial<ReceiptRow>, string][])('of %o says: %s', (part, words) => {
    expect(allowedWords(receipt(part))).toBe(words)
  })

  it('says when and how it has ended', () => {
    const at = Date.UTC(2026, 10, 24)
    const when = momentWords(new Date(at).toISOString())
    expect(endWords(receipt())).toBeNull()
    expect(endWords(receipt({ ended: { at, why: 'revoked' } }))).toBe(`Revoked ${when}`)
    expect(endWords(receipt({ ended: { at, why: 'spent' } }))).toBe(`Expired ${when}`)
  })
})

import '../english'
import { describe, expect, it } from 'vitest'
import type { ReceiptId } from '../../../lib/contract/ids'
import { receiptOf } from '../../../lib/permissions/receipt'
import { factsOf } from '../../../lib/ui/sites/receipt-facts'

const receipt = (text: string) =>
  receiptOf({
    id: 'urn:uuid:00002134-1111-4222-8333-444455556666' as ReceiptId,
    at: Date.UTC(2026, 10, 23, 13, 40),
    grantee: 'https://shop.example',
    did: 'did:key:z6MkShop',
    capabilities: ['data.create', 'data.update'],
    type: 'Contact',
    fields: ['name'],
    purpose: { text },
    duration: 'P30D',
    expiresAt: Date.UTC(2026, 11, 23, 13, 40),
    ended: null,
  })
const factOf = (name: string, text = 'To send it') => factsOf(receipt(text)).find((fact) => fact.name === name)

describe('a receipt', () => {
  it('is told in its own order and words, and nothing of its form', () => {
    const names = factsOf(receipt('To send it')).map(({ name }) => name)
    expect(names.slice(0, 6)).toEqual([
      'Schema version',
      'Receipt id',
      'Record id',
      'PII principal id',
      'Purpose',
      'Lawful basis',
    ])
    expect(names.filter((name) => /context|type$/i.test(name))).toEqual(['PII type', 'Event type'])
    expect(factOf('PII controllers')?.values).toEqual(['https://shop.example'])
    expect(factOf('Processing method')?.values).toEqual(['dpv:Record', 'dpv:Modify'])
    expect(factOf('Event time')?.values.join()).toMatch(/2026/)
  })

  it('cannot reorder or flood the screen', () => {
    const fact = factOf('Purpose', `\u202egnihton\n${'x'.repeat(10_000)}`)
    expect(fact?.values[0]).toMatch(/^gnihton x+…$/)
    expect(fact?.values[0]?.length).toBe(501)
  })
})

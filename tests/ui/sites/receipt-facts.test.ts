import '../english'
import { describe, expect, it } from 'vitest'
import { factsOf, receiptAt, receiptId, receiptSite } from '../../../lib/ui/sites/receipt-facts'

const id = '00002134-1111-4222-8333-444455556666'
const receipt = {
  '@context': { dpv: 'https://w3id.org' },
  '@id': `urn:uuid:${id}`,
  '@type': 'dpv:ConsentReceipt',
  schema_version: 'https://w3id.org/dpv/schema/dpv-27560#receipt',
  pii_processing: {
    purposes: [{ pii_controllers: { '@id': 'https://shop.example' }, processing_method: ['dpv:Collect', 'dpv:Use'] }],
  },
  events: [{ event_time: '2026-11-23T13:40:00.000Z' }, { event_time: '2026-12-23T13:40:00.000Z' }],
}

describe('a receipt', () => {
  it('is known by its number, its site and its time', () => {
    expect(receiptId(receipt)).toBe(id)
    expect(receiptSite(receipt)).toBe('https://shop.example')
    expect(receiptAt(receipt)).toBe(Date.UTC(2026, 10, 23, 13, 40))
  })

  it('of another form says nothing that it does not', () => {
    expect(receiptId({ a: [`urn:uuid:${id}`] })).toBe(null)
    expect(receiptSite({ a: 'shop.example' })).toBe(null)
    expect(receiptAt({ a: '2026-99-99T00:00:00Z' })).toBe(null)
  })

  it('is told in its own order and words, and nothing of its form', () => {
    const facts = factsOf(receipt)
    expect(facts.map(({ name }) => name)).toEqual([
      'Schema version',
      'PII controllers',
      'Processing method',
      'Event time',
    ])
    expect(facts[1]?.values).toEqual(['https://shop.example'])
    expect(facts[2]?.values).toEqual(['dpv:Collect', 'dpv:Use'])
    expect(facts[3]?.values.join()).toMatch(/2026.*2026/)
  })

  it('cannot reorder or flood the screen', () => {
    const [fact] = factsOf({ purpose: `\u202egnihton\n${'x'.repeat(10_000)}` })
    expect(fact?.values[0]).toMatch(/^gnihton x+…$/)
    expect(fact?.values[0]?.length).toBe(501)
  })
})

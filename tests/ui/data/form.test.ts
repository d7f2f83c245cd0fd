import '../english'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FileId } from '../../../lib/contract/ids'
import type { Fields, Labelled, Value } from '../../../lib/contract/item'
import { type FieldType, ITEM_TYPES } from '../../../lib/contract/item-types'
import { checkDraft } from '../../../lib/items/check'
import { draftFrom, type Form, formOf, tagsIn } from '../../../lib/ui/data/form'

const words = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '')
const label = fc.option(
  words.map((text) => text.trim()),
  { nil: undefined },
)

const anyValue = ({ kind }: FieldType): fc.Arbitrary<Value> => {
  switch (kind) {
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true })
    case 'address':
      return fc.record({ streetAddress: words, addressLocality: words }, { requiredKeys: ['streetAddress'] })
    case 'geo':
      return fc.record({
        latitude: fc.double({ min: -90, max: 90, noNaN: true }),
        longitude: fc.double({ min: -180, max: 180, noNaN: true }),
      })
    case 'path':
      return fc.constant([[1, 2, null, null]])
    case 'file':
      return fc.constant({ file: 'a'.repeat(32) as FileId, size: 5, mediaType: 'text/plain' })
    default:
      return words
  }
}

const anyField = (field: FieldType): fc.Arbitrary<Value | Labelled[]> =>
  field.many
    ? fc.array(
        fc
          .tuple(anyValue(field), label)
          .map(([value, said]) => (said === undefined ? { value } : { value, label: said })),
        { minLength: 1, maxLength: 3 },
      )
    : anyValue(field)

const entry = { text: '', label: '', parts: {}, file: null }
const nothing = { fields: {}, tags: [] }

describe('the form of an item', () => {
  it.each(ITEM_TYPES.map((type) => [type.name, type] as const))(
    '%s: what nobody touched stays as it is',
    (name, type) => {
      const fields = fc.record(
        Object.fromEntries(type.fields.map((field) => [field.name, anyField(field)])) as Record<
          string,
          fc.Arbitrary<Value | Labelled[]>
        >,
        { requiredKeys: [] },
      )
      fc.assert(
        fc.property(fields, fc.array(words, { maxLength: 3 }), (written, tags) => {
          const before = { fields: written as Fields, tags }
          const { draft } = draftFrom(name, formOf(name, before), before)
          // Minus nought is nought.
          expect(JSON.stringify(draft?.fields, sorted)).toBe(JSON.stringify(before.fields, sorted))
          expect(draft?.tags).toEqual(tags)
        }),
        { numRuns: 30 },
      )
    },
  )

  it('says nothing where nothing is written, and the agent keeps what is', () => {
    const form = formOf('Contact', nothing)
    expect(draftFrom('Contact', form, nothing).draft).toEqual({ type: 'Contact', fields: {}, tags: [] })
    const filled: Form = {
      entries: {
        ...form.entries,
        name: [{ ...entry, text: 'Marguerite' }],
        email: [{ ...entry, text: 'm@example.org', label: ' home ' }, entry],
        address: [{ ...entry, parts: { postalCode: '79098', addressRegion: '  ' } }],
      },
      tags: '#home, delivery,, home',
    }
    const { draft } = draftFrom('Contact', filled, nothing)
    expect(draft).toEqual({
      type: 'Contact',
      fields: {
        name: 'Marguerite',
        email: [{ value: 'm@example.org', label: 'home' }],
        address: [{ value: { postalCode: '79098' } }],
      },
      tags: ['home', 'delivery'],
    })
    expect(draft && checkDraft(draft)).toEqual(draft)
  })

  it.each([
    ['Measurement', 'value', { text: 'about 70' }, 'bad_number'],
    ['Place', 'geo', { parts: { latitude: '91', longitude: '8' } }, 'bad_place'],
    ['Place', 'geo', { parts: { latitude: '47' } }, 'bad_place'],
    ['Place', 'geo', { parts: { latitude: '47', longitude: '8', elevation: 'high' } }, 'bad_place'],
  ])('%s: says what is wrong with %s', (type, field, written, fault) => {
    const form = formOf(type, nothing)
    const entries = { ...form.entries, [field]: [{ ...entry, ...written }] }
    expect(draftFrom(type, { ...form, entries }, nothing)).toEqual({ draft: null, faults: { [field]: fault } })
  })

  it.each([
    ['Contact', 'birthDate', '17.3.1990', '1990-03-17'],
    ['Contact', 'birthDate', 'March 1990', '1990-03'],
    ['Event', 'startDate', '2026-11-28 20:00', '2026-11-28T20:00'],
    ['Event', 'startDate', '28 November 2026, 8:15 pm', '2026-11-28T20:15'],
    ['Event', 'startDate', '3/4/2026', '3/4/2026'],
    ['Event', 'startDate', 'in spring', 'in spring'],
  ])('%s: keeps %s as it is meant: %s', (type, field, text, kept) => {
    const form = formOf(type, nothing)
    const entries = { ...form.entries, [field]: [{ ...entry, text }] }
    expect(draftFrom(type, { ...form, entries }, nothing).draft?.fields).toEqual({ [field]: kept })
  })

  it('leaves a date that nobody touched as it came in', () => {
    const before = { fields: { name: 'Jonas', birthDate: '17.3.1990' }, tags: [] }
    expect(draftFrom('Contact', formOf('Contact', before), before).draft?.fields).toEqual(before.fields)
  })

  it('takes tags apart at commas', () => {
    expect(tagsIn(' a, #b ,, a,c d ')).toEqual(['a', 'b', 'c d'])
  })
})

/** Keys in one order, so that two records of the same are the same text. */
const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChangeId, FileId, ImportId, ItemId } from '../../lib/contract/ids'
import type { Fields, Imported, Item } from '../../lib/contract/item'
import { ITEM_TYPES } from '../../lib/contract/item-types'
import { versionOf } from '../../lib/formats/imported'
import { readJson } from '../../lib/formats/json'
import { writeJsonLd } from '../../lib/formats/json-ld-write'
import { checkDraft } from '../../lib/items/check'

async function* of(...texts: string[]) {
  yield* texts
}
const context = { keepFile: () => Promise.reject(new Error('no files in JSON')) }
const write = async (items: Item[]) => (await Array.fromAsync(writeJsonLd(items))).join('')
const back = async (text: string) => Array.fromAsync(readJson(of(text), context))
const read = async (node: unknown) => {
  const reads = await Array.fromAsync(readJson(of(JSON.stringify(node)), context))
  return {
    items: reads.flatMap((each) => ('item' in each ? [each.item] : [])),
    problems: reads.flatMap((each) => ('problem' in each ? [each.problem.reason] : [])),
  }
}

const hex = fc.stringMatching(/^[0-9a-f]{32}$/)
const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }))
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each || 0)
const address = fc.record({ streetAddress: text, postalCode: text }, { requiredKeys: [] })
const geo = fc.record(
  { latitude: number, longitude: number, elevation: number },
  { requiredKeys: ['latitude', 'longitude'] },
)
const path = fc.array(fc.tuple(number, number, fc.option(number), fc.option(number)), { minLength: 1, maxLength: 4 })
const file = fc.record(
  { file: hex.map((id) => id as FileId), size: fc.nat(), mediaType: text, preview: hex.map((id) => id as FileId) },
  { requiredKeys: ['file', 'size', 'mediaType'] },
)
const value = fc.oneof(text, number, fc.boolean(), address, geo, file)
const labelled = fc.array(fc.record({ value, label: text }, { requiredKeys: ['value'] }), { maxLength: 3 })
const names = fc.oneof(
  fc.constantFrom(...ITEM_TYPES.flatMap(({ fields }) => fields.map(({ name }) => name))),
  fc.constantFrom('__proto__', '@id', '@type', 'keywords', 'hearth:type', 'custom'),
)
const fields = fc
  .array(fc.tuple(names, fc.oneof(value, path, labelled)), { maxLength: 6 })
  .map((entries) => Object.fromEntries(entries) as Fields)
const items: fc.Arbitrary<Item> = fc.record(
  {
    id: hex.map((id) => id as ItemId),
    type: fc.oneof(fc.constantFrom(...ITEM_TYPES.map(({ name }) => name)), fc.constant('Later')),
    fields,
    tags: fc.array(text, { maxLength: 3 }),
    createdAt: fc.nat(),
    updatedAt: fc.nat(),
    rev: fc.nat(),
    change: hex.map((id) => id as ChangeId),
    occurredAt: fc.nat(),
    binnedAt: fc.nat(),
    source: fc.record({ import: hex.map((id) => id as ImportId), key: text, version: text }),
    original: fc.record({ format: fc.constantFrom('vcard' as const, 'icalendar' as const), text }),
  },
  { requiredKeys: ['id', 'type', 'fields', 'tags', 'createdAt', 'updatedAt', 'rev', 'change'] },
)

/** What an item of ours is as an import. */
const imported = ({ id, type, fields, tags, createdAt, updatedAt, binnedAt, source, original }: Item): Imported => ({
  type,
  fields,
  tags,
  key: source?.key ?? id,
  version: source?.version ?? versionOf(type, fields, tags),
  ...(original && { original }),
  was: { id, createdAt, updatedAt, ...(binnedAt !== undefined && { binnedAt }) },
})

describe('our export', () => {
  it('comes back as it was, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(items, { maxLength: 4 }), async (all) => {
        const found = await back(await write(all))
        expect(found).toEqual(all.map((item) => ({ item: imported(item) })))
        expect(found.map((each) => ('item' in each ? Object.keys(each.item.fields).length : 0))).toEqual(
          all.map((item) => Object.keys(item.fields).length),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('is JSON-LD with one context and the names of schema.org', async () => {
    const item: Item = {
      id: 'a'.repeat(32) as ItemId,
      type: 'Contact',
      fields: {
        name: 'Ada',
        email: [{ value: 'a@b.example', label: 'work' }, { value: 'b@b.example' }],
        address: [{ value: { postalCode: '1' } }],
      },
      tags: ['friends'],
      createdAt: 1,
      updatedAt: 2,
      rev: 3,
      change: 'c'.repeat(32) as ChangeId,
    }
    expect(JSON.parse(await write([item]))).toEqual({
      '@context': { '@vocab': 'https://schema.org/', hearth: 'urn:hearth:' },
      '@graph': [
        {
          '@id': `urn:hearth:item:${'a'.repeat(32)}`,
          '@type': 'Person',
          name: 'Ada',
          email: [{ '@type': 'PropertyValue', value: 'a@b.example', name: 'work' }, 'b@b.example'],
          address: [{ '@type': 'PostalAddress', postalCode: '1' }],
          keywords: ['friends'],
          'hearth:type': 'Contact',
          'hearth:createdAt': 1,
          'hearth:updatedAt': 2,
          'hearth:rev': 3,
          'hearth:change': 'c'.repeat(32),
        },
      ],
    })
    expect(JSON.parse(await write([]))['@graph']).toEqual([])
  })

  it.each([
    ['an id', { '@id': 'urn:hearth:item:x' }],
    ['a time', { 'hearth:createdAt': 'now' }],
    ['tags', { keywords: 'a,b' }],
    ['a place', { geo: { '@type': 'GeoCoordinates', latitude: 'north' } }],
    ['a way', { geo: { '@type': 'GeoShape', 'hearth:points': [[1, 2]] } }],
    ['a file', { url: { '@type': 'MediaObject' } }],
    ['a value', { name: { nested: true } }],
    ['a source', { 'hearth:source': { key: 1 } }],
    ['an original', { 'hearth:original': { format: 'exe', text: '' } }],
    ['fields', { 'hearth:fields': [] }],
  ])('with damaged %s is a problem, and the next is read', async (_, damage) => {
    const good = {
      '@id': `urn:hearth:item:${'a'.repeat(32)}`,
      '@type': 'Place',
      name: 'A',
      'hearth:type': 'Place',
      'hearth:createdAt': 1,
      'hearth:updatedAt': 1,
      'hearth:rev': 1,
    }
    const found = await back(JSON.stringify({ '@graph': [{ ...good, ...damage }, good] }))
    expect(found.map((each) => ('item' in each ? 'item' : each.problem.reason))).toEqual(['damaged', 'item'])
  })
})

describe('what other programs say in the words of schema.org', () => {
  it.each<[string, unknown, string, Fields]>([
    [
      'a person',
      {
        '@context': 'https://schema.org',
        '@type': 'Person',
        '@id': 'https://a.example/#me',
        name: 'Ada',
        email: 'mailto:a@b.example',
        telephone: ['1', '2'],
        worksFor: { '@type': 'Organization', name: 'Engines' },
        address: {
          '@type': 'PostalAddress',
          addressLocality: 'London',
          addressCountry: { '@type': 'Country', name: 'UK' },
        },
        birthDate: '1815-12-10',
        image: 'https://a.example/a.jpg',
        height: { '@type': 'QuantitativeValue', value: 170 },
      },
      'Contact',
      {
        name: 'Ada',
        email: [{ value: 'a@b.example' }],
        telephone: [{ value: '1' }, { value: '2' }],
        worksFor: 'Engines',
        address: [{ value: { addressLocality: 'London', addressCountry: 'UK' } }],
        birthDate: '1815-12-10',
        description: 'image: https://a.example/a.jpg\nheight: {"@type":"QuantitativeValue","value":170}',
      },
    ],
    [
      'names with a prefix, and typed values',
      {
        '@type': ['schema:MusicEvent'],
        'schema:name': { '@value': 'Concert', '@language': 'en' },
        'http://schema.org/startDate': { '@type': 'Date', '@value': '2026-02-01T20:00' },
        'schema:location': { '@type': 'schema:Place', 'schema:name': 'Hall' },
      },
      'Event',
      { name: 'Concert', startDate: '2026-02-01T20:00', location: 'Hall' },
    ],
    [
      'a person without a name',
      { '@type': 'Person', givenName: 'Ada', familyName: 'Lovelace' },
      'Contact',
      { name: 'Ada Lovelace' },
    ],
    [
      'an article',
      { '@type': 'BlogPosting', headline: 'T', articleBody: 'B', datePublished: '2026-02-01' },
      'Note',
      { name: 'T', text: 'B', dateCreated: '2026-02-01' },
    ],
    [
      'a place',
      {
        '@type': 'Restaurant',
        name: 'Inn',
        address: 'Way 1',
        geo: { '@type': 'GeoCoordinates', latitude: '50.9', longitude: 6.9 },
      },
      'Place',
      { name: 'Inn', address: { streetAddress: 'Way 1' }, geo: { latitude: 50.9, longitude: 6.9 } },
    ],
    [
      'a bookmark',
      { '@type': 'BookmarkAction', object: { '@type': 'WebPage', name: 'A', url: 'https://a.example' } },
      'Bookmark',
      { name: 'A', url: 'https://a.example' },
    ],
    [
      'a measurement',
      { '@type': 'Observation', variableMeasured: 'weight', value: '72.5', observationDate: '2026-02-01' },
      'Measurement',
      { measuredProperty: 'weight', value: 72.5, startTime: '2026-02-01' },
    ],
    [
      'an action',
      { '@type': 'WatchAction', object: { name: 'Film' }, startTime: '2026-02-01' },
      'Activity',
      { name: 'Film', startTime: '2026-02-01' },
    ],
  ])('%s', async (_, node, type, fields) => {
    expect(await read([node])).toMatchObject({ items: [{ type, fields }], problems: [] })
  })

  it('of a type that is none of ours is a thing with all of it', async () => {
    const recipe = { '@type': 'Recipe', name: 'Soup', recipeIngredient: ['water'], keywords: 'a, b' }
    const { items } = await read({ '@context': 'https://schema.org', '@graph': [recipe] })
    expect(items).toMatchObject([
      { type: 'Thing', tags: ['a', 'b'], fields: { name: 'Soup', data: JSON.stringify(recipe) } },
    ])
  })

  it.each([
    [
      'a date',
      { '@type': 'Event', name: 'A', startDate: 'next week' },
      'bad-date',
      { name: 'A', startDate: 'next week' },
    ],
    [
      'a number',
      { '@type': 'Observation', measuredProperty: 'x', value: 'many' },
      'bad-number',
      { measuredProperty: 'x', description: 'value: many' },
    ],
    ['a link', { '@type': 'WebPage', name: 'A', url: 'javascript:alert(1)' }, 'unsafe-link', { name: 'A' }],
  ])('and does not mean by it, stays text: %s', async (_, node, reason, fields) => {
    const { items, problems } = await read([node])
    expect(problems).toEqual([reason])
    expect(items[0]?.fields).toEqual(fields)
  })

  it('never makes it throw, and what comes of it may be kept', async () => {
    const types = fc.constantFrom('Person', 'Event', 'Place', 'Observation', 'constructor', '__proto__', 'WebPage')
    const node = fc
      .tuple(types, fc.dictionary(fc.oneof(names, fc.string()), fc.jsonValue()))
      .map(([type, rest]) => ({ ...rest, '@type': type }))
    await fc.assert(
      fc.asyncProperty(node, async (each) => {
        const { items: found, problems } = await read([each])
        expect(found.length + problems.length).toBeGreaterThan(0)
        for (const item of found) expect(checkDraft(item)).toMatchObject({ type: item.type })
      }),
    )
  })
})

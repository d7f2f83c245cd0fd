import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import type { ChangeId, ItemId } from '../../lib/contract/ids'
import type { Address, Fields, Item, Labelled } from '../../lib/contract/item'
import { writeCsv } from '../../lib/formats/csv-write'
import { guarded, unguarded } from '../../lib/formats/formula'
import { readCsv } from '../../lib/formats/table'

const item = (type: string, fields: Fields, tags: string[] = []): Item => ({
  id: '0'.repeat(32) as ItemId,
  type,
  fields,
  tags,
  createdAt: 0,
  updatedAt: 0,
  rev: 1,
  change: '0'.repeat(32) as ChangeId,
})
const write = async (type: string, items: Item[]) => (await Array.fromAsync(writeCsv(type, items))).join('')
const cells = async (type: string, items: Item[]) =>
  Papa.parse<Record<string, string>>(await write(type, items), { header: true }).data
async function* of(text: string) {
  yield text
}
const read = async (text: string) =>
  (await Array.fromAsync(readCsv(of(text), { keepFile: () => Promise.reject(new Error()) }))).flatMap((each) =>
    'item' in each ? [each.item] : [],
  )

describe('a formula', () => {
  it.each([
    '=1+1',
    '+1',
    '-5',
    '-abc',
    '@x',
    '\t=1',
    '\tx',
    ' =1',
    '\u00a0=1',
    '\u200b=1',
    '＝1+1',
    '＋1',
    '﹣1',
    "'=1",
    "''=1",
    '=cmd|" /C calc"!A0',
    '\n=1',
  ])('%j begins with a quote, and comes back', (text) => {
    expect(guarded(text)).toBe(`'${text}`)
    expect(unguarded(guarded(text))).toBe(text)
  })

  it.each(["'tis", 'a=1', '5', '', "'", '(1)', '１'])('%j is none', (text) => {
    expect(guarded(text)).toBe(text)
    expect(unguarded(text)).toBe(text)
  })

  it('comes back whatever it is', () => {
    const signs = fc.string({ unit: fc.constantFrom("'", '=', '+', ' ', '\t', '＝', 'a', '1', '\u200b', '\n', '＇') })
    fc.assert(
      fc.property(fc.oneof(signs, fc.string()), (text) => {
        expect(unguarded(guarded(text))).toBe(text)
      }),
    )
  })

  it('is none where a number or a phone is meant, and is one where they only say so', async () => {
    const [row] = await cells('Contact', [
      item('Contact', { name: '=1', telephone: [{ value: '+49 151 1', label: '@home' }, { value: '-1' }] }),
    ])
    expect(row).toMatchObject({ name: "'=1", 'telephone.label': "'@home ::: " })
    expect(
      (await cells('Contact', [item('Contact', { telephone: [{ value: '+49 (151) 1-2/3' }] })]))[0]?.telephone,
    ).toBe('+49 (151) 1-2/3')
    expect((await cells('Contact', [item('Contact', { telephone: [{ value: "+1'!A0" }] })]))[0]?.telephone).toBe(
      "'+1'!A0",
    )
    expect((await cells('Measurement', [item('Measurement', { value: -5 })]))[0]?.value).toBe('-5')
    expect((await cells('Place', [item('Place', { geo: { latitude: -1.5, longitude: -0.1 } })]))[0]).toMatchObject({
      'geo.latitude': '-1.5',
      'geo.longitude': '-0.1',
    })
  })
})

describe('a table of ours', () => {
  it('begins with a mark and names, even where there is nothing', async () => {
    expect(await write('Note', [])).toBe('\ufefftype,name,text,dateCreated,url,tags\r\n')
    expect(await write('Note', [item('Contact', { name: 'A' })])).toBe(await write('Note', []))
  })

  it('leaves out what is no text', async () => {
    const text = await write('Trip', [item('Trip', { name: 'A', itinerary: [[1, 2, null, null]], distance: 5 })])
    expect(text.split('\r\n')[1]).toBe('Trip,A,,,,5,,,')
  })

  const text = fc
    .string({
      unit: fc.constantFrom('a', 'Ü', '1', '"', ',', ';', '\n', "'", '=', '+', '日', ' ', 'x'),
      minLength: 1,
      maxLength: 12,
    })
    .map((each) => each.trim())
    .filter((each) => each !== '')
  const label = fc.constantFrom('work', 'home', 'Büro')
  const labelled = <T extends string | Address>(value: fc.Arbitrary<T>): fc.Arbitrary<Labelled[]> =>
    fc.array(fc.record({ value, label }, { requiredKeys: ['value'] }), { minLength: 1, maxLength: 3 })
  const address = fc.record(
    { streetAddress: text, postalCode: text, addressCountry: text },
    { requiredKeys: ['streetAddress'] },
  )
  const tags = fc.uniqueArray(
    text.filter((each) => !/^\* |[;,]/.test(each)),
    { maxLength: 3 },
  )

  it('of contacts comes back', async () => {
    const fields = fc.record(
      {
        name: text,
        givenName: text,
        email: labelled(text),
        address: labelled(address),
        birthDate: fc.constant('1990-02-01'),
        description: text,
      },
      { requiredKeys: ['name'] },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fields, tags), { minLength: 1, maxLength: 4 }), async (drafts) => {
        const back = await read(
          await write(
            'Contact',
            drafts.map(([each, of]) => item('Contact', each, of)),
          ),
        )
        expect(back.map((each) => [each.type, each.fields, each.tags])).toEqual(
          drafts.map(([each, of]) => ['Contact', each, of]),
        )
      }),
    )
  })

  it('of other types comes back', async () => {
    const url = fc.constantFrom('https://a.example/?x=1,2', 'mailto:a@b.example')
    const number = fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((each) => Math.round(each * 1e4) / 1e4 || 0)
    const moment = fc.constantFrom('2026-02-01', '2026-02-01T10:00:00+01:00[Europe/Berlin]', '2026-02-01T10:00Z')
    const types: Record<string, fc.Arbitrary<Fields>> = {
      Measurement: fc.record({ measuredProperty: text, value: number, unitText: text, startTime: moment }),
      Place: fc.record({
        name: text,
        geo: fc.record({ latitude: number.map((n) => n % 90 || 0), longitude: number.map((n) => n % 180 || 0) }),
        startTime: moment,
      }),
      Bookmark: fc.record({ name: text, url, dateCreated: moment, folder: text }),
      Note: fc.record({ name: text, text, dateCreated: moment }),
      Event: fc.record({ name: text, startDate: moment, location: text, attendee: labelled(text) }),
      Thing: fc.record({ name: text, url, data: text }),
    }
    for (const [type, fields] of Object.entries(types))
      await fc.assert(
        fc.asyncProperty(fields, async (each) => {
          const [back] = await read(await write(type, [item(type, each)]))
          expect(back).toMatchObject({ type, fields: each })
        }),
        { numRuns: 40 },
      )
  })
})

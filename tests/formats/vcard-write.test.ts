import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fields, Imported, Item, Labelled } from '../../lib/contract/item'
import { readVcards } from '../../lib/formats/vcard'
import { NAME_PARTS } from '../../lib/formats/vcard-fields'
import { writeVcard } from '../../lib/formats/vcard-write'
import { cabinet, cardOf, joined, kept, readAll } from './desk'

const NAMES = ['google', 'apple', 'outlook', 'android', 'thunderbird', 'nextcloud']
const fixture = (name: string) => readFileSync(`tests/formats/fixtures/${name}.vcf`, 'utf8')
const unfolded = (text: string) =>
  text
    .replace(/=\r?\n(?=\S)/g, '')
    .replace(/\r?\n[ \t]/g, '')
    .split(/[\r\n]+/)
    .filter((line) => line !== '')

/** The lines of a card after a change to what was read of it. */
const changed = async (lines: string, version: string, change: (item: Item) => void): Promise<string[]> => {
  const desk = cabinet()
  const { items } = await readAll(readVcards, cardOf(lines, version), desk)
  const item = kept(items[0] ?? { type: 'Contact', fields: {}, tags: [] })
  change(item)
  const written = await joined(writeVcard(item, desk.readFile))
  const {
    items: [again, ...others],
  } = await readAll(readVcards, written, desk)
  expect(others).toEqual([])
  expect({ ...again?.fields, image: null }).toEqual({ ...item.fields, image: null })
  expect(again?.tags).toEqual(item.tags)
  return unfolded(written).slice(2, -1)
}

describe('a card that nobody changed', () => {
  it.each(NAMES)('of %s is written as it came, line by line', async (name) => {
    const desk = cabinet()
    const { items } = await readAll(readVcards, fixture(name), desk)
    let written = ''
    for (const item of items) written += await joined(writeVcard(kept(item), desk.readFile))
    expect(unfolded(written)).toEqual(
      unfolded(fixture(name)).map((line) => line.replace('CHARSET=ISO-8859-1', 'CHARSET=UTF-8')),
    )
    const width = Math.max(...written.split('\r\n').map((line) => Buffer.byteLength(line)))
    // vCard 2.1 cannot fold a text, nor the head of a line.
    if (!['outlook', 'android'].includes(name)) expect(width).toBeLessThanOrEqual(75)
    expect(written).not.toMatch(/[^\r]\n/)
  })

  it('says UTF-8 where it is that now', async () => {
    expect(await changed('FN;CHARSET=ISO-8859-1:Müller', '2.1', () => {})).toEqual(['FN;CHARSET=UTF-8:Müller'])
  })

  it('loses a picture whose file is gone, and nothing else', async () => {
    const desk = cabinet()
    const { items } = await readAll(readVcards, cardOf('FN:a\nPHOTO;ENCODING=b:AAAA\nTEL:1'), desk)
    desk.files.clear()
    expect(unfolded(await joined(writeVcard(kept(items[0] as Imported), desk.readFile)))).toEqual([
      'BEGIN:VCARD',
      'VERSION:3.0',
      'FN:a',
      'TEL:1',
      'END:VCARD',
    ])
  })
})

describe('a change', () => {
  const set = (fields: Fields) => (item: Item) => Object.assign(item.fields, fields)
  const drop =
    (...names: string[]) =>
    (item: Item) => {
      for (const name of names) delete item.fields[name]
    }
  it.each<[name: string, lines: string, version: string, change: (item: Item) => void, written: string[]]>([
    [
      'of a text',
      'X-A:\\;\nFN:a\nX-B:1',
      '3.0',
      set({ name: 'b, c; d\ne\\' }),
      ['X-A:\\;', 'FN:b\\, c\\; d\\ne\\\\', 'X-B:1'],
    ],
    ['of one part of a name', 'FN:a b\nN:b;a;;;', '3.0', set({ familyName: 'c;d' }), ['FN:a b', 'N:c\\;d;a;;;']],
    ['of a name without FN', 'N:b;a;;;', '2.1', set({ familyName: 'c' }), ['N:c;a;;;', 'FN:a b']],
    [
      'that adds a field',
      'FN:a',
      '3.0',
      set({ birthDate: '--04-12' }),
      ['FN:a', 'BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12'],
    ],
    [
      'that adds a date',
      'FN:a',
      '4.0',
      set({ birthDate: '--04-12', anniversary: '1990-04' }),
      ['FN:a', 'BDAY:--0412', 'ANNIVERSARY:1990-04'],
    ],
    ['that takes a field away', 'FN:a\nBDAY:1990-04-12\nBDAY:1991-01-01', '3.0', drop('birthDate'), ['FN:a']],
    [
      'of the last of two',
      'FN:a\nTEL;TYPE=home;X-A=1:1\nX-B:1\nTEL:2',
      '3.0',
      (item) => {
        item.fields.telephone = [
          { value: '1', label: 'home' },
          { value: '3', label: 'Büro' },
        ]
      },
      ['FN:a', 'TEL;TYPE=home;X-A=1:1', 'item1.TEL:3', 'item1.X-ABLabel:Büro', 'X-B:1'],
    ],
    [
      'of the order',
      'FN:a\nTEL;X-A=1:1\nTEL:2',
      '3.0',
      (item) => {
        item.fields.telephone = [{ value: '2' }, { value: '1' }]
      },
      ['FN:a', 'TEL:2', 'TEL;X-A=1:1'],
    ],
    [
      'that drops a labelled one',
      'FN:a\nitem1.TEL:1\nitem1.X-ABLabel:b\nitem2.TEL:2\nitem2.X-ABLabel:c',
      '3.0',
      (item) => {
        item.fields.telephone = (item.fields.telephone as Labelled[]).slice(1)
      },
      ['FN:a', 'item2.TEL:2', 'item2.X-ABLabel:c'],
    ],
    [
      'of a label only',
      'FN:a\nitem3.TEL:1\nitem3.X-ABLabel:b',
      '3.0',
      (item) => {
        item.fields.telephone = [{ value: '1', label: 'work fax' }]
      },
      ['FN:a', 'TEL;TYPE=work,fax:1'],
    ],
    [
      'of what could not be read',
      'FN:a\nBDAY:circa 1800',
      '3.0',
      set({ birthDate: '1800-01-02' }),
      ['FN:a', 'BDAY:1800-01-02'],
    ],
    [
      'of a date to words',
      'FN:a\nBDAY:1800-01-02',
      '3.0',
      set({ birthDate: 'about 1800' }),
      ['FN:a', 'BDAY;VALUE=text:about 1800'],
    ],
    [
      'of tags',
      'FN:a\nCATEGORIES:b\nCATEGORIES:c',
      '3.0',
      (item) => {
        item.tags = ['b', 'd,e']
      },
      ['FN:a', 'CATEGORIES:b,d\\,e'],
    ],
    ['of notes', 'FN:a\nNOTE:b\nNOTE:c', '3.0', set({ description: 'b' }), ['FN:a', 'NOTE:b']],
    [
      'of an address',
      'FN:a\nADR;TYPE=home;LABEL="x":;;b;;;;',
      '4.0',
      (item) => {
        item.fields.address = [{ value: { streetAddress: 'c, d' }, label: 'home' }]
      },
      ['FN:a', 'ADR;TYPE=home:;;c\\, d;;;;'],
    ],
    [
      'of text in 2.1',
      'FN:a\nTEL;HOME:1',
      '2.1',
      set({ name: 'Müller, "J"=\\' }),
      ['FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller=2C =22J=22=3D=5C', 'TEL;HOME:1'],
    ],
    [
      'of a name in 2.1',
      'FN:a\nN:b;a;;;',
      '2.1',
      set({ familyName: 'Ö;b' }),
      ['FN:a', 'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=96=3Bb;a;;;'],
    ],
    [
      'of tags in 2.1',
      'FN:a\nCATEGORIES:b',
      '2.1',
      (item) => {
        item.tags = ['b', 'ö,c']
      },
      ['FN:a', 'CATEGORIES;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:b,=C3=B6=2Cc'],
    ],
    ['that takes the name away', 'FN:a\nORG:b', '4.0', drop('name'), ['FN;DERIVED=true:b', 'ORG:b']],
    ['of a picture', 'FN:a\nPHOTO;ENCODING=b;TYPE=PNG:AAAA', '3.0', drop('image'), ['FN:a']],
    ['of gender', 'FN:a\nGENDER:F', '4.0', set({ gender: 'fluid' }), ['FN:a', 'GENDER:;fluid']],
    [
      'before a component within',
      'FN:a\nAGENT:\nBEGIN:VCARD\nFN:c\nEND:VCARD',
      '3.0',
      set({ jobTitle: 'b' }),
      ['FN:a', 'TITLE:b', 'AGENT:', 'BEGIN:VCARD', 'FN:c', 'END:VCARD'],
    ],
  ])('%s touches its own lines only', async (_name, lines, version, change, written) => {
    expect(await changed(lines, version, change)).toEqual(written)
  })

  it('of every one of many is as quick as its length', async () => {
    const numbers = Array.from({ length: 20_000 }, (_, i) => `item${i}.TEL:${i}\nitem${i}.X-ABLabel:b`).join('\n')
    const lines = await changed(`FN:a\n${numbers}`, '3.0', (item) => {
      item.fields.telephone = (item.fields.telephone as Labelled[]).map(({ value }) => ({ value: `${value}0` }))
    })
    expect(lines.length).toBe(20_001)
  })

  it('of the picture is written with its bytes', async () => {
    const desk = cabinet()
    const image = await desk.context.keepFile(Uint8Array.of(1, 2, 3), 'image/jpeg')
    for (const [version, line] of [
      ['2.1', 'PHOTO;ENCODING=BASE64;TYPE=JPEG:AQID'],
      ['3.0', 'PHOTO;ENCODING=b;TYPE=JPEG:AQID'],
      ['4.0', 'PHOTO:data:image/jpeg;base64,AQID'],
    ] as const) {
      const { items } = await readAll(readVcards, cardOf('FN:a', version), desk)
      const item = kept(items[0] as Imported)
      item.fields.image = image
      expect(unfolded(await joined(writeVcard(item, desk.readFile)))).toContain(line)
    }
  })
})

const line = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .map((text) => text.replace(/\p{Cc}/gu, '').trim())
  .filter((text) => text !== '')
const tag = line.filter((text) => !text.startsWith('#'))
const text = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n').trim())
const label = fc.oneof(
  fc.constantFrom('home', 'work', 'work fax', 'Büro', 'a,b;c', 'Pref', 'pref', 'home home', 'b'),
  line,
)
const entries = (value: fc.Arbitrary<Labelled['value']>) =>
  fc.array(fc.oneof(fc.record({ value }), fc.record({ value, label })), { minLength: 1, maxLength: 4 })
const day = fc.constantFrom('1990-04-12', '--02-29', '1953-10', '1985', '2024-02-29')
const url = line.map((path) => `https://example.org/${encodeURIComponent(path)},;`)
const address = fc.dictionary(
  fc.constantFrom('streetAddress', 'postalCode', 'addressLocality', 'extendedAddress'),
  text,
  { minKeys: 1 },
)

/** Any contact. One who has parts of a name has a name: a card without one gets it of them when it is read. */
const contact = fc
  .record(
    {
      name: text,
      givenName: line,
      familyName: line,
      additionalName: line,
      honorificPrefix: line,
      honorificSuffix: line,
      alternateName: line,
      email: entries(line),
      telephone: entries(line),
      address: entries(address),
      birthDate: day,
      anniversary: day,
      worksFor: line,
      department: line,
      jobTitle: line,
      url: entries(url),
      sameAs: entries(url),
      gender: fc.oneof(fc.constantFrom('Male', 'Female', 'Other'), line),
      knowsLanguage: entries(line),
      related: entries(line),
      description: text,
    },
    { requiredKeys: [] },
  )
  .map((fields) => (NAME_PARTS.some((part) => fields[part]) ? { name: 'x', ...fields } : fields))

describe('any contact', () => {
  it.each(['4.0', '3.0', '2.1'])('comes back as it was from a card of %s', async (version) => {
    await fc.assert(
      fc.asyncProperty(contact, fc.uniqueArray(tag, { maxLength: 4 }), async (fields, tags) => {
        const desk = cabinet()
        const original = { format: 'vcard' as const, text: `BEGIN:VCARD\nVERSION:${version}\nFN:before\nEND:VCARD` }
        const item = kept({
          type: 'Contact',
          fields: fields as Fields,
          tags,
          ...(version === '4.0' ? {} : { original }),
        })
        const { items, problems } = await readAll(readVcards, await joined(writeVcard(item, desk.readFile)), desk)
        const derived = version === '2.1' && fields.name === undefined ? { name: items[0]?.fields.name } : {}
        expect(problems).toEqual([])
        expect(items[0]?.fields).toEqual(JSON.parse(JSON.stringify({ ...fields, ...derived })))
        expect(items[0]?.tags).toEqual(tags)
      }),
      { numRuns: 150 },
    )
  })
})

import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import type { Fields } from '../../lib/contract/item'
import type { Mapping } from '../../lib/formats/mapping'
import type { ReaderContext } from '../../lib/formats/reader'
import { guessTable, readCsv } from '../../lib/formats/table'
import { checkDraft } from '../../lib/items/check'

async function* of(...texts: string[]) {
  yield* texts
}
const context: ReaderContext = { keepFile: () => Promise.reject(new Error('no files in a table')) }

const read = async (text: string, change: Partial<Mapping> = {}) => {
  const { dialect, mapping } = await guessTable(of(text))
  const reads = await Array.fromAsync(readCsv(of(text), context, { dialect, mapping: { ...mapping, ...change } }))
  return {
    items: reads.flatMap((each) => ('item' in each ? [each.item] : [])),
    fields: reads.flatMap((each): Fields[] => ('item' in each ? [each.item.fields] : [])),
    problems: reads.flatMap((each) =>
      'problem' in each
        ? [`${each.problem.line} ${each.problem.reason} ${each.problem.where}: ${each.problem.what}`]
        : [],
    ),
  }
}

describe('a row becomes an item', () => {
  it.each<[string, string, Fields[]]>([
    [
      'Google',
      'First Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City\n' +
        'Ada,Lovelace,* myContacts ::: Friends,* Work,ada@a.example ::: ada@b.example,Mobile,+44 1,Home,"St 1\nLondon",St 1,London\n' +
        'Alan,Turing,* myContacts,,alan@a.example,,,,Somewhere,,\n',
      [
        {
          givenName: 'Ada',
          familyName: 'Lovelace',
          email: [{ value: 'ada@a.example', label: 'work' }, { value: 'ada@b.example' }],
          telephone: [{ value: '+44 1', label: 'mobile' }],
          address: [{ value: { streetAddress: 'St 1', addressLocality: 'London' }, label: 'home' }],
          name: 'Ada Lovelace',
        },
        {
          givenName: 'Alan',
          familyName: 'Turing',
          email: [{ value: 'alan@a.example' }],
          address: [{ value: { streetAddress: 'Somewhere' } }],
          name: 'Alan Turing',
        },
      ],
    ],
    [
      'Outlook',
      'Vorname,Nachname,Straße geschäftlich,Straße geschäftlich 2,Ort geschäftlich,Ort privat,Telefon geschäftlich,Telefon geschäftlich 2,E-Mail-Adresse,Geburtstag\n' +
        'Ada,Lovelace,Weg 1,Haus 2,Köln,Bonn,0221 1,0221 2,a@b.example,0.0.00\n',
      [
        {
          givenName: 'Ada',
          familyName: 'Lovelace',
          address: [
            { value: { streetAddress: 'Weg 1\nHaus 2', addressLocality: 'Köln' }, label: 'work' },
            { value: { addressLocality: 'Bonn' }, label: 'home' },
          ],
          telephone: [
            { value: '0221 1', label: 'work' },
            { value: '0221 2', label: 'work' },
          ],
          email: [{ value: 'a@b.example' }],
          name: 'Ada Lovelace',
        },
      ],
    ],
    [
      'Thunderbird',
      'First Name,Last Name,Primary Email,Birth Year,Birth Month,Birth Day\nAda,Lovelace,a@b.example,1815,12,10\nAlan,Turing,b@b.example,,6,23\n',
      [
        {
          givenName: 'Ada',
          familyName: 'Lovelace',
          email: [{ value: 'a@b.example', label: 'main' }],
          birthDate: '1815-12-10',
          name: 'Ada Lovelace',
        },
        {
          givenName: 'Alan',
          familyName: 'Turing',
          email: [{ value: 'b@b.example', label: 'main' }],
          birthDate: '--06-23',
          name: 'Alan Turing',
        },
      ],
    ],
    [
      'a calendar',
      'Subject,Start Date,Start Time,End Date,End Time,All day event,Location\nLunch,11/27/2026,12:30 PM,11/27/2026,1:30 PM,False,Inn\nHoliday,12/24/2026,,,,,\nFeast,12/25/2026,12:00:00 AM,12/26/2026,12:00:00 AM,True,\n',
      [
        { name: 'Lunch', startDate: '2026-11-27T12:30', endDate: '2026-11-27T13:30', location: 'Inn' },
        { name: 'Holiday', startDate: '2026-12-24' },
        { name: 'Feast', startDate: '2026-12-25', endDate: '2026-12-26' },
      ],
    ],
    [
      'places',
      'Name;Breite;Länge;Höhe\nDom;50,9413;6,9583;53\nTurm;48.8584;2.2945;\n',
      [
        { name: 'Dom', geo: { latitude: 50.9413, longitude: 6.9583, elevation: 53 } },
        { name: 'Turm', geo: { latitude: 48.8584, longitude: 2.2945 } },
      ],
    ],
    [
      'measurements, one a row',
      'Type,Value,Unit,Start\nweight,72.5,kg,2026-02-01 08:00\npulse,60 bpm,,2026-02-01\n',
      [
        { measuredProperty: 'weight', value: 72.5, unitText: 'kg', startTime: '2026-02-01T08:00' },
        { measuredProperty: 'pulse', value: 60, startTime: '2026-02-01', unitText: 'bpm' },
      ],
    ],
    [
      'measurements, one a column',
      'Datum;Gewicht (kg);Schritte\n01.02.2026;72,5;8.120\n02.02.2026;;10.230\n',
      [
        { measuredProperty: 'Gewicht', value: 72.5, unitText: 'kg', startTime: '2026-02-01' },
        { measuredProperty: 'Schritte', value: 8120, startTime: '2026-02-01' },
        { measuredProperty: 'Schritte', value: 10230, startTime: '2026-02-02' },
      ],
    ],
    [
      'a bank statement',
      'Buchungstag;Verwendungszweck;Betrag\n01.02.2026;Kaffee;-3,50\n',
      [{ name: 'Kaffee', data: '{"Buchungstag":"01.02.2026","Betrag":"-3,50"}' }],
    ],
  ])('%s', async (_, text, fields) => {
    const found = await read(text)
    expect(found).toMatchObject({ fields, problems: [] })
    // As they are the vault keeps them.
    expect(found.items.map(checkDraft)).toEqual(found.items.map(({ type, fields, tags }) => ({ type, fields, tags })))
  })

  it('with its tags', async () => {
    const { items } = await read('title,url,tags\nA,https://a.example,"x, y;z"\n')
    expect(items[0]?.tags).toEqual(['x', 'y', 'z'])
  })

  it('with columns of one name apart', async () => {
    const { fields } = await read('foo,foo,__proto__\n1,2,3\n')
    expect(fields[0]?.data).toBe('{"foo":"1","foo #2":"2","__proto__":"3"}')
  })

  it('with numbers as those have them who part cells by semicolons', async () => {
    const values = async (text: string) => (await read(text)).fields.map(({ value }) => value)
    expect(await values('Datum;Schritte\n2026-02-01;8.120\n')).toEqual([8120])
    expect(await values('Date,Steps\n2026-02-01,8.120\n')).toEqual([8.12])
    expect(await values('Datum;Gewicht\n2026-02-01;72.5\n')).toEqual([72.5])
  })

  it('with the order of each column', async () => {
    const { fields } = await read(
      'Subject,Start Date,End Date,Location\nA,01/02/2026,02/03/2026,x\nB,13/02/2026,02/13/2026,x\n',
    )
    expect(fields[0]).toMatchObject({ startDate: '2026-02-01', endDate: '2026-02-03' })
  })

  it('without the quote that guards a formula', async () => {
    const { fields } = await read(`title,url,note\n'=1+1,https://a.example,'tis\n`)
    expect(fields[0]).toMatchObject({ name: '=1+1', description: "'tis" })
  })
})

describe('what is not a value', () => {
  it('stays text, and is listed', async () => {
    const { fields, problems } = await read(
      'Name;E-Mail;Geburtstag\nA;a@b.example;01/02/1990\nB;b@b.example;31/02/1990\n',
    )
    expect(fields.map(({ birthDate }) => birthDate)).toEqual(['1990-02-01', '31/02/1990'])
    expect(problems).toEqual(['3 bad-date Geburtstag: 31/02/1990'])
    const long = await read(`Name;E-Mail;Geburtstag\nA;a@b.example;${'x'.repeat(300)}\n`)
    expect(long.fields[0]).toMatchObject({ description: `Geburtstag: ${'x'.repeat(300)}` })
  })

  it('is a date of which nobody knows the order', async () => {
    const text = 'Name;E-Mail;Geburtstag\nA;a@b.example;01/02/1990\n'
    const { fields, problems } = await read(text)
    expect(fields[0]).toMatchObject({ birthDate: '01/02/1990' })
    expect(problems).toEqual(['2 bad-date Geburtstag: 01/02/1990'])
    expect((await read(text, { dateOrder: 'mdy' })).fields[0]).toMatchObject({ birthDate: '1990-01-02' })
  })

  it('is a tag more, or longer, than an item may have', async () => {
    const tags = [...Array.from({ length: 120 }, (_, n) => `t${n}`), 'x'.repeat(101)]
    const { items, problems } = await read(`title,url,tags\nA,https://a.example,"${tags.join(',')}"\n`)
    expect(items[0]?.tags).toEqual(tags.slice(0, 100))
    expect(problems).toEqual([expect.stringContaining('2 too-large tags: t100')])
  })

  it('is no date of spreadsheets unless that is asked for', async () => {
    const text = 'Name;E-Mail;Geburtstag\nA;a@b.example;32874\n'
    expect((await read(text)).problems).toHaveLength(1)
    expect((await read(text, { serialDates: true })).fields[0]).toMatchObject({ birthDate: '1990-01-01' })
  })

  it.each([
    [
      'no number',
      'Type,Value,Unit\nx,many,kg\n',
      '2 bad-number Value: many',
      { measuredProperty: 'x', unitText: 'kg', description: 'Value: many' },
    ],
    [
      'no number in a wide row',
      'Date,Weight,Steps\n2026-02-01,70,1\n2026-02-02,x,2\n2026-02-03,70,1\n2026-02-04,70,1\n2026-02-05,70,1\n2026-02-06,70,1\n',
      '3 bad-number Weight: x',
      { measuredProperty: 'Weight', value: 70, startTime: '2026-02-01' },
    ],
    ['no point', 'name,lat,lon\nA,91,10\n', '2 bad-number lat: 91 10', { name: 'A', description: 'lat: 91 10' }],
    [
      'a link that runs',
      'title,url\nA, java\tscript:alert(1)\n',
      '2 unsafe-link url: java script:alert(1)',
      { name: 'A' },
    ],
  ])('%s', async (_, text, problem, fields) => {
    const found = await read(text)
    expect(found.problems).toEqual([problem])
    expect(found.fields[0]).toEqual(fields)
  })

  it('has a column that goes nowhere: listed once, or kept', async () => {
    const text = 'Name,Email,Shoe size,Empty\nA,a@b.example,42,\nB,b@b.example,43,\n'
    const listed = await read(text)
    expect(listed.problems).toEqual(['2 unknown-kind Shoe size: 42'])
    expect(listed.fields[0]).not.toHaveProperty('description')
    const kept = await read(text, { leftovers: 'description' })
    expect(kept.problems).toEqual([])
    expect(kept.fields[1]).toMatchObject({ description: 'Shoe size: 43' })
  })

  it('is beyond the columns that the guess saw: listed', async () => {
    const { fields, problems } = await read(`Name,Email\n${'A,a@b.example\n'.repeat(210)}B,b@b.example,x,y\n`)
    expect(fields).toHaveLength(211)
    expect(problems).toEqual(['212 not-understood null: x y'])
  })

  it('stands above the names: listed', async () => {
    const { fields, problems } = await read(
      'Umsätze;DE1\nVorname;Nachname;E-Mail\nA;B;a@b.example\nC;D;c@d.example\nE;F;e@f.example\n',
    )
    expect(fields).toHaveLength(3)
    expect(problems).toEqual(['1 not-understood null: Umsätze DE1'])
  })

  it('is a row without anything', async () => {
    const { problems } = await read('Name,Email,X\nA,a@b.example,1\n,,2\n')
    expect(problems).toContain('3 missing null: 2')
  })
})

describe('the same row again', () => {
  it('is the same contact, but another payment', async () => {
    const keys = async (text: string) => (await read(text)).items.map(({ key }) => key)
    const contacts = await keys('Name,Email\nA,a@b.example\nA,a@b.example\n')
    expect(new Set(contacts).size).toBe(1)
    const table = 'Date,Description,Amount\n2026-02-01,Coffee,3\n2026-02-01,Coffee,3\n2026-02-01,Coffee,3\n'
    const payments = await keys(table)
    expect(new Set(payments).size).toBe(3)
    expect(await keys(table)).toEqual(payments)
  })

  it('is known by its id, and newer when it says something else', async () => {
    const once = await read('uid,name,email\nabcdefgh,A,a@b.example\n')
    const later = await read('uid,name,email\nabcdefgh,A,new@b.example\n')
    expect(later.items[0]?.key).toBe(once.items[0]?.key)
    expect(later.items[0]?.version).not.toBe(once.items[0]?.version)
  })
})

it('a table is read without anybody choosing how', async () => {
  const reads = await Array.fromAsync(readCsv(of('Name,Em', 'ail\nA,a@b.example\n'), context))
  expect(reads).toMatchObject([{ item: { type: 'Contact', fields: { name: 'A' } } }])
  expect(await Array.fromAsync(readCsv(of(), context))).toEqual([])
})

it('a table without end is asked for only while somebody wants items, and then let go', async () => {
  let ended = false
  const endless = async function* () {
    try {
      yield 'Name,Email\n'
      for (;;) yield 'A,a@b.example\n'.repeat(1000)
    } finally {
      ended = true
    }
  }
  for await (const _ of readCsv(endless(), context)) break
  expect(ended).toBe(true)
})

it('any table at all is items that may be kept, and problems', async () => {
  const names = fc.constantFrom(
    'Name',
    'E-Mail',
    'Birthday',
    'Street',
    'Date',
    'Value',
    'Unit',
    'lat',
    'lon',
    'url',
    'Tags',
    'Text',
    'Betrag',
    'x',
    'E-mail 1 - Label',
    'E-mail 1 - Value',
    'Start Time',
    'type',
  )
  const cell = fc.oneof(
    fc.constantFrom(
      '1',
      '-1,5',
      '01/02/2026',
      'a@b.example',
      '',
      'https://a.example',
      "'=1",
      'a ::: b',
      'Contact',
      '91',
    ),
    fc.string(),
  )
  const table = fc
    .array(names, { minLength: 1, maxLength: 6 })
    .chain((header) =>
      fc
        .array(fc.array(cell, { maxLength: header.length + 1 }), { maxLength: 5 })
        .map((rows) => Papa.unparse([header, ...rows])),
    )
  await fc.assert(
    fc.asyncProperty(table, async (text) => {
      const reads = await Array.fromAsync(readCsv(of(text), context))
      for (const each of reads)
        if ('item' in each) expect(checkDraft(each.item)).toMatchObject({ type: each.item.type })
    }),
    { numRuns: 300 },
  )
})

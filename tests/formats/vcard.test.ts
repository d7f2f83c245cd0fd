import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FILE_MARK } from '../../lib/contract/item'
import { readVcards } from '../../lib/formats/vcard'
import { cabinet, cardOf, inPieces, readAll } from './desk'

const fixture = (name: string) => readFileSync(`tests/formats/fixtures/${name}`, 'utf8')

/** The fields of one card of these lines, tags among them. */
const fieldsOf = async (lines: string, version?: string): Promise<unknown> => {
  const { items, problems } = await readAll(readVcards, cardOf(lines, version))
  expect(problems).toEqual([])
  return { ...items[0]?.fields, ...(items[0]?.tags.length ? { tags: items[0].tags } : {}) }
}

describe('a property', () => {
  it.each<[lines: string, version: string, fields: Record<string, unknown>]>([
    ['FN:a\\, b\\; c\\\\ d\\n e', '3.0', { name: 'a, b; c\\ d\n e' }],
    ['FN:a, b', '4.0', { name: 'a, b' }],
    ['FN:Ä'.padEnd(3000, 'Ä'), '3.0', { name: ''.padEnd(2997, 'Ä') }],
    ['NOTE:a\\; b', '3.0', { description: 'a; b' }],
    ['NOTE:a\\; b', '4.0', { description: 'a; b' }],
    ['NOTE:one, two', '3.0', { description: 'one, two' }],
    ['NOTE:say \\"yes\\"', '3.0', { description: 'say "yes"' }],
    ['NOTE:ends in \\\\', '4.0', { description: 'ends in \\' }],
    ['NOTE:C:\\\\new', '4.0', { description: 'C:\\new' }],
    ['NOTE:one\nNOTE:two', '3.0', { description: 'one\n\ntwo' }],
    [
      'N:Müller\\, jr;Hans,Peter;;Dr.;',
      '3.0',
      { familyName: 'Müller, jr', givenName: 'Hans Peter', honorificPrefix: 'Dr.', name: 'Dr. Hans Peter Müller, jr' },
    ],
    ['FN:x\nN:back\\\\;slash;;;', '3.0', { name: 'x', familyName: 'back\\', givenName: 'slash' }],
    ['ORG:Müller\\; Co;Abt. 1;Zimmer', '3.0', { worksFor: 'Müller; Co', department: 'Abt. 1, Zimmer' }],
    ['NICKNAME:a,b\\,c', '4.0', { alternateName: 'a, b,c' }],
    [
      'ADR;TYPE=HOME,PREF:;;Str. 1\\nHaus;Ort;;12345;DE',
      '3.0',
      {
        address: [
          {
            value: { streetAddress: 'Str. 1\nHaus', addressLocality: 'Ort', postalCode: '12345', addressCountry: 'DE' },
            label: 'home',
          },
        ],
      },
    ],
    ['ADR:;;;;;;', '3.0', {}],
    ['TEL;TYPE=CELL;TYPE=VOICE:1', '3.0', { telephone: [{ value: '1', label: 'cell' }] }],
    [
      'TEL;TYPE="work,fax";VALUE=uri:tel:+1-555;ext=5',
      '4.0',
      { telephone: [{ value: '+1-555;ext=5', label: 'work fax' }] },
    ],
    ['EMAIL;type=INTERNET;type=pref:a@b', '3.0', { email: [{ value: 'a@b' }] }],
    [
      'item1.URL;type=pref:https\\://a/?x=1\\,2\nitem1.X-ABLabel:_$!<HomePage>!$_',
      '3.0',
      { url: [{ value: 'https://a/?x=1,2', label: 'homepage' }] },
    ],
    ['ITEM1.EMAIL:a@b\nitem1.X-ABLabel:Büro\\, oben', '3.0', { email: [{ value: 'a@b', label: 'Büro, oben' }] }],
    ['URL:https://a/,b;c', '4.0', { url: [{ value: 'https://a/,b;c' }] }],
    ['IMPP;X-SERVICE-TYPE=Skype:skype:a\\,b', '3.0', { sameAs: [{ value: 'skype:a,b', label: 'skype' }] }],
    ['X-SOCIALPROFILE;type=twitter:http\\://x', '3.0', { sameAs: [{ value: 'http://x', label: 'twitter' }] }],
    ['X-JABBER:a@b', '3.0', { sameAs: [{ value: 'a@b', label: 'jabber' }] }],
    ['GENDER:M', '4.0', { gender: 'Male' }],
    ['GENDER:O;non\\;binary', '4.0', { gender: 'non;binary' }],
    ['CATEGORIES:a,b\\,c,a,#d', '3.0', { tags: ['a', 'b,c', 'd'] }],
    ['BDAY;VALUE=text:circa 1800\\, spring', '4.0', { birthDate: 'circa 1800, spring' }],
    ['X-SPOUSE:Jo', '3.0', { related: [{ value: 'Jo', label: 'spouse' }] }],
    ['FN;DERIVED=true:Works Ltd\nORG:Works Ltd', '4.0', { worksFor: 'Works Ltd' }],
    ['TEL;type=pref;PREF=:1', '3.0', { telephone: [{ value: '1' }] }],
    ['__proto__:x\nconstructor:y\nTEL;__proto__=z;constructor=q:1', '3.0', { telephone: [{ value: '1' }] }],
    ['X-FOO:a\\;b\\,c;d,e\nKEY;ENCODING=B:AAAA', '3.0', {}],
    ['BDAY:\nTEL:\nFN: ', '3.0', {}],
  ])('%s of %s is understood', async (lines, version, fields) => {
    expect(await fieldsOf(lines, version)).toEqual(fields)
  })

  it.each<[lines: string, fields: Record<string, unknown>]>([
    ['TEL;CELL;VOICE:1', { telephone: [{ value: '1', label: 'cell' }] }],
    ['NOTE:one, two', { description: 'one, two' }],
    ['ORG:Company, The;Dept', { worksFor: 'Company, The', department: 'Dept' }],
    ['FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller', { name: 'Müller' }],
    ['FN;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:M=FCller', { name: 'Müller' }],
    ['FN;ENCODING=QUOTED-PRINTABLE:M=FCller', { name: 'Müller' }],
    ['FN:x\nN;ENCODING=QUOTED-PRINTABLE:a=3Bb;c\\;d;;;', { name: 'x', familyName: 'a;b', givenName: 'c;d' }],
    ['NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0A=\n two=\n; three=5C', { description: 'one\n two; three\\' }],
    ['CATEGORIES;ENCODING=QUOTED-PRINTABLE:a,b=2Cc', { tags: ['a', 'b,c'] }],
  ])('%s of 2.1 is understood', async (lines, fields) => {
    expect(await fieldsOf(lines, '2.1')).toEqual(fields)
  })

  it.each([
    ['19900412', '4.0', '1990-04-12'],
    ['1990-04-12', '3.0', '1990-04-12'],
    ['19961022T140000Z', '3.0', '1996-10-22'],
    ['1996-10-22T14:00:00-05:00', '3.0', '1996-10-22'],
    ['--0412', '4.0', '--04-12'],
    ['--04-12', '3.0', '--04-12'],
    ['1953-10', '4.0', '1953-10'],
    ['1985', '4.0', '1985'],
    ['20240229', '4.0', '2024-02-29'],
  ])('BDAY:%s of %s is %s', async (text, version, date) => {
    expect(await fieldsOf(`BDAY:${text}`, version)).toEqual({ birthDate: date })
  })

  it('BDAY of a year that stands for none has none', async () => {
    expect(await fieldsOf('BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12')).toEqual({ birthDate: '--04-12' })
  })
})

describe('a line that cannot be read', () => {
  it.each([
    ['this is not a property', 'not-understood'],
    ['FN;X="abc:x', 'not-understood'],
    ['BDAY:circa 1800', 'bad-date'],
    ['BDAY:---03', 'bad-date'],
    ['BDAY:20230229', 'bad-date'],
    ['BDAY:12. April 1990', 'bad-date'],
    ['URL:javascript:alert(1)', 'unsafe-link'],
    ['URL:  java\tscript:x', 'unsafe-link'],
    ['PHOTO;ENCODING=b:ÄÄÄÄ', 'damaged'],
    [`CATEGORIES:${'x'.repeat(101)}`, 'too-large'],
    [`CATEGORIES:${'x,'.repeat(101)}`, 'too-many'],
  ])('%s is one problem with its number, and all others are read', async (line, reason) => {
    const { items, problems } = await readAll(readVcards, cardOf(`FN:Anna\nNOTE:a\n  b\n${line}\nTEL:1`))
    expect(problems).toMatchObject([{ line: 6, reason, what: expect.stringContaining(line.trim().slice(0, 10)) }])
    expect(items).toMatchObject([{ fields: { name: 'Anna', description: 'a b', telephone: [{ value: '1' }] } }])
    if (reason === 'bad-date' || reason === 'unsafe-link') expect(items[0]?.original?.text).toContain(line)
  })
})

describe('bytes in a card', () => {
  const bytes = Uint8Array.from({ length: 3000 }, (_, i) => (i * 7) % 256)
  const base64 = Buffer.from(bytes).toString('base64')
  it.each([
    ['PHOTO;ENCODING=b;TYPE=JPEG:', '3.0', 'image/jpeg'],
    ['PHOTO;ENCODING=BASE64;PNG:', '2.1', 'image/png'],
    ['PHOTO;TYPE="image/webp";ENCODING=b:', '3.0', 'image/webp'],
    ['PHOTO:data:image/png;base64,', '4.0', 'image/png'],
    ['PHOTO;ENCODING=b:', '3.0', 'application/octet-stream'],
  ])('%s of %s go to a file', async (head, version, mediaType) => {
    const desk = cabinet()
    const { items, problems } = await readAll(readVcards, cardOf(`FN:a\n${head}${base64}`, version), desk)
    expect(problems).toEqual([])
    const [[file, kept] = []] = desk.files
    expect(kept).toEqual(bytes)
    expect(items[0]?.fields.image).toEqual({ file, size: 3000, mediaType })
    expect(items[0]?.original?.text).toContain(`\n${head}${FILE_MARK}${file}\n`)
  })

  it('are read where they were padded wrongly', async () => {
    const desk = cabinet()
    await readAll(readVcards, cardOf('PHOTO;ENCODING=b:/9j/AA='), desk)
    expect([...desk.files.values()]).toEqual([Uint8Array.of(0xff, 0xd8, 0xff, 0)])
  })

  it('stay in their line where they are few and no picture of a person', async () => {
    const desk = cabinet()
    const { items } = await readAll(readVcards, cardOf(`KEY;ENCODING=b:AAAA\nLOGO;ENCODING=b:${base64}`), desk)
    expect(desk.files.size).toBe(1)
    expect(items[0]?.original?.text).toContain('KEY;ENCODING=b:AAAA\nLOGO;ENCODING=b:\u0001file:')
    expect(items[0]?.fields).toEqual({})
  })

  it('make the version, not the id of their file', async () => {
    const desk = cabinet()
    const read = async (text: string) =>
      (await readAll(readVcards, cardOf(`UID:1\nPHOTO;ENCODING=b:${text}`), desk)).items[0]
    const [first, again, other] = [await read(base64), await read(base64), await read(`AAAA${base64}`)]
    expect(again?.version).toBe(first?.version)
    expect(again?.original?.text).not.toBe(first?.original?.text)
    expect(other?.version).not.toBe(first?.version)
  })
})

describe('a file of cards', () => {
  it('knows a person by their UID, else by what is said of them, but not by when it was said', async () => {
    const keys = async (lines: string) =>
      (await readAll(readVcards, cardOf(lines))).items.map(({ key, version }) => [key, version])
    expect((await keys('UID:urn:uuid:1\nFN:a'))[0]?.[0]).toBe('uid:urn:uuid:1')
    expect(await keys('FN:a\nREV:20260101T000000Z')).toEqual(await keys('FN:a\nREV:20260202T000000Z'))
    expect(await keys('FN:a')).not.toEqual(await keys('FN:b'))
    expect((await keys(`UID:${'x'.repeat(5000)}`))[0]?.[0]?.length).toBeLessThan(100)
  })

  it('may hold the same person forty times', async () => {
    const { items } = await readAll(readVcards, cardOf('FN:Anna\nTEL:1').repeat(40))
    expect(items).toHaveLength(40)
    expect(new Set(items.map(({ key, version }) => `${key} ${version}`)).size).toBe(1)
  })

  it('loses a note of 10 MB, and nothing else', async () => {
    const text = cardOf(`FN:Anna\nNOTE:${'x'.repeat(10_000_000)}\nTEL:1`)
    const { items, problems } = await readAll(readVcards, inPieces(text, 65_536))
    expect(problems).toMatchObject([{ line: 4, reason: 'too-large', what: expect.stringMatching(/^NOTE:x{75}$/) }])
    expect(items).toMatchObject([{ fields: { name: 'Anna', telephone: [{ value: '1' }] } }])
  })

  it.each([
    ['nothing', '', ['missing']],
    ['something else', '%PDF-1.7\n\u0000\u0001', ['not-understood', 'not-understood', 'missing']],
    ['a calendar', 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR', ['unknown-kind']],
  ])('that holds %s says so', async (_name, text, reasons) => {
    const { items, problems } = await readAll(readVcards, text)
    expect([items, problems.map(({ reason }) => reason)]).toEqual([[], reasons])
  })

  it.each(['google', 'apple', 'outlook', 'android', 'thunderbird', 'nextcloud'])(
    'of %s reads the same in whatever pieces it comes',
    async (name) => {
      const text = fixture(`${name}.vcf`)
      const whole = await readAll(readVcards, text)
      expect(whole.items.length).toBeGreaterThan(0)
      for (const size of [1, 13, 1000]) expect(await readAll(readVcards, inPieces(text, size))).toEqual(whole)
    },
  )

  it('of Outlook is understood', async () => {
    const { items, problems } = await readAll(readVcards, fixture('outlook.vcf'))
    expect(problems).toEqual([])
    expect(items[0]?.fields).toMatchObject({
      name: 'Jörg Müller',
      worksFor: 'Gesellschaft, Die',
      address: [{ value: { extendedAddress: '2. Stock', streetAddress: 'Straße der Ideen 5' }, label: 'work' }],
      description: 'Zeile eins\nZeile zwei = zwei=2; mit Semikolon, und Komma',
      image: { mediaType: 'image/png', size: 2689 },
    })
  })

  it('of Apple is understood', async () => {
    const { items, problems } = await readAll(readVcards, fixture('apple.vcf'))
    expect(problems).toEqual([])
    expect(items[0]?.fields).toMatchObject({
      birthDate: '--04-12',
      anniversary: '2009-08-08',
      related: [{ value: 'Nils', label: 'spouse' }],
      telephone: [{ label: 'cell' }, { label: 'iphone cell' }, { label: 'home fax' }],
    })
  })
})

describe('a line made to take long', () => {
  // Each takes milliseconds if the work grows with its length, and minutes if it grows with the square of that.
  it.each([
    ['parameters', `FN${';X=1'.repeat(200_000)}:a`, '3.0'],
    ['quotes', `FN;X=${'"a",'.repeat(200_000)}:a`, '3.0'],
    ['parts', `N:${'a;'.repeat(400_000)}`, '3.0'],
    ['escapes', `NOTE:${'\\,'.repeat(500_000)}`, '3.0'],
    ['soft breaks', `NOTE;ENCODING=QUOTED-PRINTABLE:${'=\n'.repeat(500_000)}`, '2.1'],
    ['groups', `${'a.'.repeat(400_000)}FN:a`, '3.0'],
    ['lines', 'TEL:1\n'.repeat(50_000), '3.0'],
  ])('is read all the same: %s', async (_name, line, version) => {
    const { items, problems } = await readAll(readVcards, inPieces(cardOf(`${line}\nTITLE:b`, version), 65_536))
    expect(problems).toEqual([])
    expect(items[0]?.fields.jobTitle).toBe('b')
  })
})

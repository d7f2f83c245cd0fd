import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fields, Imported, Item } from '../../lib/contract/item'
import { instantOf } from '../../lib/contract/moment'
import { readCalendar } from '../../lib/formats/icalendar'
import { writeCalendar } from '../../lib/formats/icalendar-write'
import { cabinet, eventOf, joined, kept, readAll } from './desk'

const fixture = (name: string) => readFileSync(`tests/formats/fixtures/${name}.ics`, 'utf8')
const unfolded = (text: string) =>
  text
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
/** The lines from the first entry on, without zones. */
const entries = (text: string) => {
  const lines = unfolded(text.replace(/BEGIN:VTIMEZONE[\s\S]*?END:VTIMEZONE\r?\n/g, ''))
  return lines.slice(
    lines.findIndex((line) => /^BEGIN:V(?:EVENT|TODO|JOURNAL)/.test(line)),
    -1,
  )
}

/** The lines of an entry after a change to what was read of it. */
const changed = async (lines: string, change: (item: Item) => void): Promise<string[]> => {
  const { items } = await readAll(readCalendar, eventOf(lines))
  const item = kept(items[0] as Imported)
  change(item)
  const desk = cabinet()
  const written = await joined(writeCalendar([item], desk.readFile))
  const again = await readAll(readCalendar, written)
  expect(again.items).toMatchObject([{ fields: item.fields, tags: item.tags }])
  return entries(written).slice(2, -1)
}

describe('a calendar that nobody changed', () => {
  it.each(['google', 'apple', 'outlook', 'thunderbird', 'nextcloud'])(
    'of %s keeps every line of its entries',
    async (name) => {
      const desk = cabinet()
      const { items } = await readAll(readCalendar, fixture(name), desk)
      const written = await joined(writeCalendar(items.map(kept), desk.readFile))
      // Its name goes to its entries: an export is one calendar.
      expect(entries(written).filter((line) => !line.startsWith('X-WR-CALNAME'))).toEqual(entries(fixture(name)))
      for (const line of written.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      const again = await readAll(readCalendar, written, desk)
      expect(again.problems).toEqual([])
      expect(again.items.map(({ fields, tags, key }) => ({ fields: { ...fields }, tags, key }))).toEqual(
        items.map(({ fields, tags, key }) => ({ fields, tags, key })),
      )
    },
  )
})

describe('a change of an event', () => {
  it.each<[name: string, lines: string, change: (item: Item) => void, written: string[]]>([
    [
      'its name',
      'X-A:1\nSUMMARY;LANGUAGE=de:a\nX-B:2',
      (item) => {
        item.fields.name = 'b, c'
      },
      ['X-A:1', 'SUMMARY:b\\, c', 'X-B:2'],
    ],
    [
      'its start',
      'DTSTART;TZID=Europe/Berlin:20260101T100000\nSUMMARY:a',
      (item) => {
        item.fields.startDate = '2026-07-01T10:00:00+02:00[Europe/Berlin]'
      },
      ['DTSTART;TZID=Europe/Berlin:20260701T100000', 'SUMMARY:a'],
    ],
    [
      'its last day',
      'DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260102',
      (item) => {
        item.fields.endDate = '2026-02-28'
      },
      ['DTSTART;VALUE=DATE:20260101', 'DTEND;VALUE=DATE:20260301'],
    ],
    [
      'its end for a duration',
      'DTEND:20260101T100000Z\nSUMMARY:a',
      (item) => {
        delete item.fields.endDate
        item.fields.duration = 'PT1H'
      },
      ['DURATION:PT1H', 'SUMMARY:a'],
    ],
    [
      'what was not there, before its alarm',
      'SUMMARY:a\nBEGIN:VALARM\nACTION:AUDIO\nEND:VALARM',
      (item) => {
        item.fields.location = 'b'
      },
      ['SUMMARY:a', 'LOCATION:b', 'BEGIN:VALARM', 'ACTION:AUDIO', 'END:VALARM'],
    ],
    [
      'one of its guests',
      'ATTENDEE;CN=A;PARTSTAT=ACCEPTED:mailto:a@b\nATTENDEE:mailto:c@d',
      (item) => {
        item.fields.attendee = [{ value: 'A <a@b>' }, { value: '"E", f <e@f>' }, { value: 'Room' }]
      },
      [
        'ATTENDEE;CN=A;PARTSTAT=ACCEPTED:mailto:a@b',
        `ATTENDEE;CN="^'E^', f":mailto:e@f`,
        'ATTENDEE;CN=Room:invalid:nomail',
      ],
    ],
    [
      'a start that could not be read',
      'DTSTART:morgen\nSUMMARY:a',
      (item) => {
        item.fields.startDate = '2026-01-02'
      },
      ['SUMMARY:a', 'DTSTART;VALUE=DATE:20260102'],
    ],
    [
      'a start in words',
      'DTSTART:20260101\nSUMMARY:a',
      (item) => {
        item.fields.startDate = 'in May, perhaps'
      },
      ['X-HEARTH-DTSTART:in May\\, perhaps', 'SUMMARY:a'],
    ],
    [
      'its tags',
      'CATEGORIES:a\nSUMMARY:b\nCATEGORIES:c',
      (item) => {
        item.tags = ['a', 'd,e']
      },
      ['CATEGORIES:a,d\\,e', 'SUMMARY:b'],
    ],
    [
      'seconds that say nothing',
      'DTSTART:20260101T100000',
      (item) => {
        item.fields.startDate = '2026-01-01T10:00:00'
      },
      ['DTSTART:20260101T100000'],
    ],
  ])('touches its own lines only: %s', async (_name, lines, change, written) => {
    expect(await changed(lines, change)).toEqual(written)
  })

  it('without seconds is none', async () => {
    const { items } = await readAll(readCalendar, eventOf('DTSTART;X-A=1:20260101T100000'))
    const item = kept(items[0] as Imported)
    item.fields.startDate = '2026-01-01T10:00'
    expect(await joined(writeCalendar([item], cabinet().readFile))).toContain('DTSTART;X-A=1:20260101T100000')
  })
})

describe('zones', () => {
  const named = (fields: Fields) => kept({ type: 'Event', fields, tags: [] })
  const zone = (offset: string) =>
    `BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:${offset}\nTZOFFSETTO:${offset}\nEND:STANDARD\nEND:VTIMEZONE\n`

  it('stand once, before the first event that names them', async () => {
    const at = (startDate: string) => named({ startDate })
    const items = [
      at('2026-01-01'),
      at('2026-07-01T10:00+02:00[Europe/Berlin]'),
      at('2026-07-02T10:00+02:00[Europe/Berlin]'),
    ]
    const lines = unfolded(await joined(writeCalendar(items, cabinet().readFile)))
    expect(lines.filter((line) => /^TZID|^BEGIN:VEVENT|^DTSTART;/.test(line))).toEqual([
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20260101',
      'TZID:Europe/Berlin',
      'BEGIN:VEVENT',
      'DTSTART;TZID=Europe/Berlin:20260701T100000',
      'BEGIN:VEVENT',
      'DTSTART;TZID=Europe/Berlin:20260702T100000',
    ])
  })

  it('of one name and two meanings are told apart', async () => {
    const event = 'DTSTART;TZID=Customized Time Zone:20260716T120000'
    const { items } = await readAll(
      readCalendar,
      eventOf(event, zone('+0545')) + eventOf(event, zone('+0845')) + eventOf(event, zone('+0545')),
    )
    const written = await joined(writeCalendar(items.map(kept), cabinet().readFile))
    expect(unfolded(written).filter((line) => line.startsWith('TZID:'))).toEqual([
      'TZID:Customized Time Zone',
      'TZID:Customized Time Zone (2)',
    ])
    expect((await readAll(readCalendar, written)).items.map(({ fields }) => fields.startDate)).toEqual([
      '2026-07-16T12:00:00+05:45',
      '2026-07-16T12:00:00+08:45',
      '2026-07-16T12:00:00+05:45',
    ])
  })

  it.each([
    ['the second of an hour that is twice', '2026-10-25T02:30:00+01:00[Europe/Berlin]', 'DTSTART:20261025T013000Z'],
    ['an offset alone', '2026-07-01T10:00:00+05:45', 'DTSTART:20260701T041500Z'],
    ['a zone that nobody knows', '2026-07-01T10:00:00+02:00[Mars/Base]', 'DTSTART:20260701T080000Z'],
    ['no zone', '2026-07-01T10:00', 'DTSTART:20260701T100000'],
    ['a zone alone', '2026-07-01T10:00[Europe/Berlin]', 'DTSTART;TZID=Europe/Berlin:20260701T100000'],
  ])('are written so that the instant stays: %s', async (_name, startDate, line) => {
    const written = await joined(writeCalendar([named({ startDate })], cabinet().readFile))
    expect(unfolded(written)).toContain(line)
    const { items } = await readAll(readCalendar, written)
    // Without an offset a moment is by this device's clock, but here a zone says it.
    const instant = startDate.replace(/T10:00\[.*/, 'T10:00+02:00')
    expect(instantOf(String(items[0]?.fields.startDate))).toBe(instantOf(instant))
  })
})

const line = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .map((text) => text.replace(/\p{Cc}/gu, '').trim())
  .filter((text) => text !== '')
const tag = line.filter((text) => !text.startsWith('#'))
const text = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n').trim())
const word = fc.constantFrom('CONFIRMED', 'TENTATIVE', 'CANCELLED')
const mailbox = fc
  .tuple(
    line.filter((name) => !/[<>]/.test(name)),
    fc.constantFrom('a@b.example', 'c@d.example'),
  )
  .map(([name, mail]) => `${name} <${mail}>`)
const ordinary = fc
  .integer({ min: 0, max: 2 ** 32 })
  .map((seconds) => new Date(seconds * 1000).toISOString().slice(0, 19))
const moment = fc.oneof(
  ordinary.map((at) => `${at}Z`),
  ordinary,
  ordinary.map((at) => at.slice(0, 10)),
  fc.constantFrom('1987-03', '--03-03', 'some day'),
  fc.constantFrom(
    '2026-01-12T19:00:00+01:00[Europe/Berlin]',
    '2026-07-12T19:00:00-04:00[America/New_York]',
    '1999-12-31T23:59:59+11:00[Australia/Sydney]',
  ),
)
const common = {
  name: text,
  url: line.map((path) => `https://example.org/${encodeURIComponent(path)},;`),
  description: text,
  calendar: line,
}
const rule = fc.constantFrom('FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,WE;INTERVAL=2', 'FREQ=YEARLY;COUNT=3')
const event = fc
  .record(
    {
      ...common,
      startDate: moment,
      location: text,
      repeats: rule,
      organizer: mailbox,
      eventStatus: word,
      attendee: fc.array(fc.record({ value: mailbox }), { minLength: 1, maxLength: 3 }),
      geo: fc.record({
        latitude: fc.integer({ min: -90, max: 90 }),
        longitude: fc.double({ min: -180, max: 180, noNaN: true }).map((degrees) => Number(degrees.toFixed(6)) + 0),
      }),
    },
    { requiredKeys: [] },
  )
  .chain((fields) =>
    fc.oneof(
      fc.constant(fields),
      fc.constant({ ...fields, duration: 'PT1H30M' }),
      moment.filter((end) => end.includes('T') || !fields.startDate).map((endDate) => ({ ...fields, endDate })),
    ),
  )
const task = fc.record(
  {
    ...common,
    startDate: moment,
    dueDate: moment,
    completedDate: ordinary.map((at) => `${at}Z`),
    status: word,
    percentComplete: fc.integer({ min: 0, max: 100 }),
    repeats: rule,
  },
  { requiredKeys: [] },
)
const note = fc.record({ name: text, url: common.url, text, dateCreated: moment }, { requiredKeys: [] })

describe('any', () => {
  it.each<[type: string, fields: fc.Arbitrary<object>]>([
    ['Event', event],
    ['Task', task],
    ['Note', note],
  ])('%s comes back as it was', async (type, some) => {
    await fc.assert(
      fc.asyncProperty(some, fc.uniqueArray(tag, { maxLength: 4 }), async (fields, tags) => {
        const item = kept({ type, fields: fields as Fields, tags })
        const { items, problems } = await readAll(readCalendar, await joined(writeCalendar([item], cabinet().readFile)))
        expect(problems).toEqual([])
        expect(items[0]?.fields).toEqual(JSON.parse(JSON.stringify(fields)))
        expect(items[0]?.tags).toEqual(tags)
      }),
      { numRuns: 100 },
    )
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readCalendar } from '../../lib/formats/icalendar'
import { eventOf, inPieces, readAll } from './desk'

const fixture = (name: string) => readFileSync(`tests/formats/fixtures/${name}.ics`, 'utf8')
const CUSTOM = `BEGIN:VTIMEZONE
TZID:Own Time
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0330
TZOFFSETTO:+0230
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0230
TZOFFSETTO:+0330
END:DAYLIGHT
END:VTIMEZONE
`

describe('a property of an event', () => {
  it.each<[lines: string, fields: Record<string, unknown>]>([
    ['DTSTART:20260101T100000Z', { startDate: '2026-01-01T10:00:00Z' }],
    ['DTSTART:20260101T100000', { startDate: '2026-01-01T10:00:00' }],
    ['DTSTART;VALUE=DATE:20260101', { startDate: '2026-01-01' }],
    ['DTSTART:20260101', { startDate: '2026-01-01' }],
    ['DTSTART:2026-01-01T10:00:00.500Z', { startDate: '2026-01-01T10:00:00Z' }],
    ['DTSTART;TZID=Europe/Berlin:20260101T100000', { startDate: '2026-01-01T10:00:00+01:00[Europe/Berlin]' }],
    ['DTSTART;TZID=Europe/Berlin:20260701T100000', { startDate: '2026-07-01T10:00:00+02:00[Europe/Berlin]' }],
    // The hour that is twice is its first, the one that is not is counted as if the clocks had not changed.
    ['DTSTART;TZID=Europe/Berlin:20261025T023000', { startDate: '2026-10-25T02:30:00+02:00[Europe/Berlin]' }],
    ['DTSTART;TZID=Europe/Berlin:20260329T023000', { startDate: '2026-03-29T02:30:00+01:00[Europe/Berlin]' }],
    ['DTSTART;TZID=Europe/Berlin:20260329T030000', { startDate: '2026-03-29T03:00:00+02:00[Europe/Berlin]' }],
    ['DTSTART;TZID=Europe/Berlin:18900101T100000', { startDate: '1890-01-01T10:00:00[Europe/Berlin]' }],
    [
      'DTSTART;TZID="W. Europe Standard Time":20260101T100000',
      { startDate: '2026-01-01T10:00:00+01:00[Europe/Berlin]' },
    ],
    [
      'DTSTART;TZID=/citadel.org/20210210_1/America/New_York:20260101T100000',
      { startDate: '2026-01-01T10:00:00-05:00[America/New_York]' },
    ],
    [
      'DTSTART;TZID=/x/America/Indiana/Knox:20260101T100000',
      { startDate: '2026-01-01T10:00:00-06:00[America/Indiana/Knox]' },
    ],
    ['DTSTART;TZID=UTC:20260101T100000', { startDate: '2026-01-01T10:00:00Z' }],
    ['DTSTART;TZID=Own Time:20260101T100000', { startDate: '2026-01-01T10:00:00+02:30' }],
    ['DTSTART;TZID=Own Time:20260701T100000', { startDate: '2026-07-01T10:00:00+03:30' }],
    ['DTSTART;TZID=Own Time:99990101T100000', { startDate: '9999-01-01T10:00:00+02:30' }],
    ['DTSTART;TZID=Europe/Berlin:99990101T100000', { startDate: '9999-01-01T10:00:00+01:00[Europe/Berlin]' }],
    ['DTSTART;VALUE=DATE:20260807\nDTEND;VALUE=DATE:20260816', { startDate: '2026-08-07', endDate: '2026-08-15' }],
    ['DTSTART;VALUE=DATE:20260301\nDTEND;VALUE=DATE:20260301', { startDate: '2026-03-01', endDate: '2026-03-01' }],
    ['DTEND;VALUE=DATE:20240301', { endDate: '2024-02-29' }],
    ['DURATION:P1DT1H30M', { duration: 'P1DT1H30M' }],
    ['SUMMARY:a\\; b\\, c\\N d: e; f, g\\\\', { name: 'a; b, c\n d: e; f, g\\' }],
    ['URL;VALUE=URI:https://example.com/meet,1;2', { url: 'https://example.com/meet,1;2' }],
    ['GEO:37.386013;-122.082932', { geo: { latitude: 37.386013, longitude: -122.082932 } }],
    [
      'RRULE:FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20261231T235959Z;WKST=SU',
      { repeats: 'FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20261231T235959Z;WKST=SU' },
    ],
    // ical.js would look for this day for ever.
    ['RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', { repeats: 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30' }],
    ['ORGANIZER;CN="Müller, J":MAILTO:a@b', { organizer: 'Müller, J <a@b>' }],
    [
      "ATTENDEE;CN=^'J^' M:mailto:a@b\nATTENDEE:mailto:c@d\nATTENDEE;CN=Room:invalid:nomail",
      { attendee: [{ value: '"J" M <a@b>' }, { value: 'c@d' }, { value: 'Room' }] },
    ],
    ['STATUS:confirmed', { eventStatus: 'CONFIRMED' }],
    ['DESCRIPTION:a\\nb', { description: 'a\nb' }],
    ['X-ALT-DESC;FMTTYPE=text/html:<b>\\n a\\,b;c', {}],
  ])('%s is understood', async (lines, fields) => {
    const { items, problems } = await readAll(readCalendar, eventOf(lines, CUSTOM))
    expect(problems).toEqual([])
    expect(items[0]).toMatchObject({ type: 'Event', key: 'uid:1' })
    expect(items[0]?.fields).toEqual(fields)
  })

  it.each([
    ['DTSTART:2026-13-45', 'bad-date'],
    ['DTSTART:morgen', 'bad-date'],
    ['DTSTART:20260101T250000', 'bad-date'],
    ['DTEND:20260229', 'bad-date'],
    ['RRULE:FREQ=FORTNIGHTLY', 'not-understood'],
    ['DURATION:P', 'not-understood'],
    ['GEO:48,5;9,1', 'bad-number'],
    ['GEO:91;0', 'bad-number'],
    ['URL:javascript:alert(1)', 'unsafe-link'],
    ['DTSTART;TZID=Nowhere:20260101T100000', 'not-understood'],
  ])('%s is one problem, and stays in the original', async (line, reason) => {
    const { items, problems } = await readAll(readCalendar, eventOf(`SUMMARY:a\n${line}\nLOCATION:b`))
    expect(problems).toEqual([{ line: 6, where: null, reason, what: line }])
    expect(items[0]?.fields).toMatchObject({ name: 'a', location: 'b' })
    expect(items[0]?.original?.text).toContain(line)
  })

  it('whose zone nobody knows keeps its local time', async () => {
    const { items } = await readAll(readCalendar, eventOf('DTSTART;TZID=Nowhere:20260101T100000'))
    expect(items[0]?.fields).toEqual({ startDate: '2026-01-01T10:00:00' })
  })
})

describe('a zone of the file', () => {
  it('is not used where its rule has no day: ical.js would look for ever', async () => {
    const zone = CUSTOM.replace('RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')
    const { items, problems } = await readAll(readCalendar, eventOf('DTSTART;TZID=Own Time:20260101T100000', zone))
    expect(problems).toMatchObject([{ line: 3, reason: 'not-understood' }, { reason: 'not-understood' }])
    expect(items[0]?.fields).toEqual({ startDate: '2026-01-01T10:00:00' })
  })

  it.each([
    ['a rule of no day', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=1SU;BYMONTHDAY=20'],
    ['a rule of a kind that zones have not', 'RRULE:FREQ=SECONDLY'],
    ['a rule of nothing', 'RRULE:'],
    ['a date that is none', 'DTSTART:morgen'],
    ['an offset that is none', 'TZOFFSETTO:later'],
  ])('may say anything: %s', async (_name, line) => {
    const name = line.split(':', 1)[0]
    const zone = CUSTOM.replace(new RegExp(`^${name}:.*$`, 'm'), line)
    const { items, problems } = await readAll(
      readCalendar,
      eventOf('SUMMARY:a\nDTSTART;TZID=Own Time:20260101T100000', zone),
    )
    expect(items[0]?.fields).toMatchObject({ name: 'a', startDate: expect.stringMatching(/^2026-01-01T10:00:00/) })
    expect(problems.every(({ reason }) => reason === 'not-understood')).toBe(true)
  })

  it('goes with the events that need it, and with no others', async () => {
    const events = ['DTSTART;TZID=Own Time:20260101T100000', 'DTSTART;TZID=Europe/Berlin:20260101T100000']
    const berlin = CUSTOM.replace('Own Time', 'Europe/Berlin')
    const text = eventOf(events.join('\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\n'), CUSTOM + berlin)
    const { items } = await readAll(readCalendar, text)
    expect(
      items.map(({ original }) => original?.text.split('\n').filter((line) => /^(?:BEGIN:V|TZID)/.test(line))),
    ).toEqual([['BEGIN:VTIMEZONE', 'TZID:Own Time', 'BEGIN:VEVENT'], ['BEGIN:VEVENT']])
  })

  it('is of its own calendar only', async () => {
    const text = eventOf('SUMMARY:a', CUSTOM) + eventOf('DTSTART;TZID=Own Time:20260101T100000')
    expect((await readAll(readCalendar, text)).items[1]?.fields).toEqual({ startDate: '2026-01-01T10:00:00' })
  })

  it('may be one of a thousand, and no more', async () => {
    const zones = Array.from({ length: 1000 }, (_, i) => CUSTOM.replace('Own Time', `Zone ${i}`)).join('')
    const { items, problems } = await readAll(readCalendar, eventOf('SUMMARY:a', zones))
    expect(items).toHaveLength(1)
    expect(problems.map(({ reason }) => reason)).toEqual(Array.from({ length: 500 }, () => 'too-many'))
  })
})

describe('a file of entries', () => {
  it('of Google is read: the calendar names each, and a moved day of a series is an event of its own', async () => {
    const { items, problems } = await readAll(readCalendar, fixture('google'))
    expect(problems).toEqual([])
    expect(items.map(({ key }) => key)).toEqual([
      'uid:4q3f8chor@google.com',
      'uid:4q3f8chor@google.com 20260216T190000',
      'uid:2b7f@google.com',
    ])
    expect(items.map(({ fields }) => [fields.calendar, fields.startDate])).toEqual([
      ['Privat', '2026-01-12T19:00:00+01:00[Europe/Berlin]'],
      ['Privat', '2026-02-16T20:00:00+01:00[Europe/Berlin]'],
      ['Privat', '2026-08-07'],
    ])
    expect(items[0]?.fields.description).toBe('Noten mitbringen; Zimmer 3, hinten.\nDanach: Tee')
    expect(items[0]?.original?.text).toContain('BEGIN:VALARM')
  })

  it('of Outlook is read: zones of Windows, and one that it calls customized', async () => {
    const { items, problems } = await readAll(readCalendar, fixture('outlook'))
    expect(problems).toEqual([])
    expect(items.map(({ fields }) => fields.startDate)).toEqual([
      '2026-07-15T10:00:00+02:00[Europe/Berlin]',
      '2026-07-16T12:00:00+05:45',
    ])
  })

  it('of Nextcloud is read: tasks and a note', async () => {
    const { items, problems } = await readAll(readCalendar, fixture('nextcloud'))
    expect(problems).toEqual([])
    expect(items.map(({ type, fields, tags }) => ({ type, fields, tags }))).toMatchObject([
      {
        type: 'Task',
        fields: {
          dueDate: '2026-09-20T18:00:00+02:00[Europe/Vienna]',
          startDate: '2026-09-01',
          percentComplete: 40,
          status: 'IN-PROCESS',
        },
        tags: ['Haus', 'Sommer'],
      },
      {
        type: 'Task',
        fields: {
          completedDate: '2026-05-03T07:08:09Z',
          status: 'COMPLETED',
          repeats: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
        },
      },
      {
        type: 'Note',
        fields: {
          name: 'Gartenbuch',
          text: '**Rosen** geschnitten\nund gegossen',
          dateCreated: '2026-04-30T21:15:00Z',
        },
        tags: ['Garten'],
      },
    ])
  })

  it.each(['google', 'apple', 'outlook', 'thunderbird', 'nextcloud'])(
    'of %s reads the same in whatever pieces it comes',
    async (name) => {
      const whole = await readAll(readCalendar, fixture(name))
      expect(whole.items.length).toBeGreaterThan(0)
      for (const size of [1, 13, 1000])
        expect(await readAll(readCalendar, inPieces(fixture(name), size))).toEqual(whole)
    },
  )

  it('is the same state whenever it was exported', async () => {
    const read = async (stamp: string) =>
      (await readAll(readCalendar, eventOf(`DTSTAMP:${stamp}\nSUMMARY:a`))).items[0]?.version
    expect(await read('20260101T000000Z')).toBe(await read('20260202T000000Z'))
  })

  it.each([
    ['nothing', '', ['missing']],
    ['no entries', 'BEGIN:VCALENDAR\nEND:VCALENDAR', []],
    ['busy times', 'BEGIN:VCALENDAR\nBEGIN:VFREEBUSY\nEND:VFREEBUSY\nEND:VCALENDAR', ['unknown-kind']],
    ['contacts', 'BEGIN:VCARD\nEND:VCARD', ['unknown-kind']],
  ])('that holds %s has no items', async (_name, text, reasons) => {
    const { items, problems } = await readAll(readCalendar, text)
    expect([items, problems.map(({ reason }) => reason)]).toEqual([[], reasons])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMoment } from '../../lib/contract/moment'
import { type DateOrder, dateOf, needsOrder, orderOf, readDate, readMoment, readTime } from '../../lib/formats/dates'

const read = (text: string, order: DateOrder | null = null) => readMoment(text, { order })

describe('a date that is sure', () => {
  it.each([
    ['2026-02-01', '2026-02-01'],
    ['2026-02', '2026-02'],
    ['2026', '2026'],
    ['--04-12', '--04-12'],
    ['--0412', '--04-12'],
    ['20260201', '2026-02-01'],
    ['2026/2/1', '2026-02-01'],
    ['2026. 2. 1.', '2026-02-01'],
    ['2026年2月1日', '2026-02-01'],
    ['２０２６年２月１日', '2026-02-01'],
    ['2026년 2월 1일', '2026-02-01'],
    ['01.02.2026', '2026-02-01'],
    ['1.2.26', '2026-02-01'],
    ['1. 2. 2026.', '2026-02-01'],
    ['1.2.87', '1987-02-01'],
    ['٠١.٠٢.٢٠٢٦', '2026-02-01'],
    ['13/02/2026', '2026-02-13'],
    ['02/13/2026', '2026-02-13'],
    ['12/31/1899', '1899-12-31'],
    ['2/2/2026', '2026-02-02'],
    ['\u200e13/\u200e02/\u200e2026', '2026-02-13'],
    ['1. Februar 2026', '2026-02-01'],
    ['1. Feb. 2026', '2026-02-01'],
    ['3. März 2026', '2026-03-03'],
    ['3. Mrz 2026', '2026-03-03'],
    ['3 Okt 2026', '2026-10-03'],
    ['Feb 1, 2026', '2026-02-01'],
    ['February 1st, 2026', '2026-02-01'],
    ['1 février 2026', '2026-02-01'],
    ['1er août 2026', '2026-08-01'],
    ['1 de febrero de 2026', '2026-02-01'],
    ['martes, 3 de febrero de 2026', '2026-02-03'],
    ['mar, 3 feb 2026', '2026-02-03'],
    ['mar 3 mar 2026', '2026-03-03'],
    ['1 lutego 2026', '2026-02-01'],
    ['1 февраля 2026 г.', '2026-02-01'],
    ['Feb 2026', '2026-02'],
    ['4 March', '--03-04'],
    ['4. März', '--03-04'],
    ['Mar 4', '--03-04'],
    ['4 Mar 26', '2026-03-04'],
    ['1604-04-12', '1604-04-12'],
    ['0001-01-01', '0001-01-01'],
  ])('%s', (text, date) => {
    expect(read(text)).toBe(date)
  })

  it.each([
    ['2026-02-01T10:00:00Z', '2026-02-01T10:00:00Z'],
    ['2026-02-01T10:00:00+01:00[Europe/Berlin]', '2026-02-01T10:00:00+01:00[Europe/Berlin]'],
    ['2026-02-01 10:00:00 +0100', '2026-02-01T10:00:00+01:00'],
    ['2026-02-01 10:00', '2026-02-01T10:00'],
    ['2026-02-01 10:00:00.123456 UTC', '2026-02-01T10:00:00.123456Z'],
    ['20260201T100000Z', '2026-02-01T10:00:00Z'],
    ['20260201T1000', '2026-02-01T10:00'],
    ['20260201100000', '2026-02-01T10:00:00'],
    ['Sa., 01.02.2026 10:00', '2026-02-01T10:00'],
    ['01.02.2026, 22:30:15 MEZ', '2026-02-01T22:30:15+01:00'],
    ['01.02.2026 10.30', '2026-02-01T10:30'],
    ['01.02.2026 10:30 Uhr', '2026-02-01T10:30'],
    ['13/02/2026 10h30', '2026-02-13T10:30'],
    ['1/Feb/2026:10:00:00 +0000', '2026-02-01T10:00:00+00:00'],
    ['Thu, 01 Jan 1970 00:00:00 GMT', '1970-01-01T00:00:00Z'],
    ['Thu Jan 01 1970 00:00:00 GMT+0100 (Central European Standard Time)', '1970-01-01T00:00:00+01:00'],
    ['Thu Jan  1 00:00:00 1970', '1970-01-01T00:00:00'],
    ['Mon Feb 02 10:00:00 +0000 2026', '2026-02-02T10:00:00+00:00'],
    ['Apr 2, 2024, 10:01:00\u202fAM MESZ', '2024-04-02T10:01:00+02:00'],
    ['Apr 2, 2024, 12:01 a.m.', '2024-04-02T00:01'],
    ['Apr 2, 2024, 12:01 p. m.', '2024-04-02T12:01'],
    ['1/2/2026 1:05 PM', null],
    ['1700000000', '2023-11-14T22:13:20Z'],
    ['1700000000.5', '2023-11-14T22:13:20.500Z'],
    ['1700000000000', '2023-11-14T22:13:20Z'],
    ['1700000000000000', '2023-11-14T22:13:20Z'],
  ])('with a time: %s', (text, moment) => {
    expect(read(text)).toBe(moment)
  })
})

describe('what is not sure stays text', () => {
  it.each([
    '01/02/2026',
    '31.02.2026',
    '00.00.0000',
    '29.2.2025',
    '2026-02-30',
    '2026-02-30T10:00',
    '2026-13-01',
    '2026-02-01T25:00',
    'yesterday',
    '10 may fail',
    'Version 1.2.3',
    'Haus 12.5',
    '12.4.',
    '45000',
    'Mar 04',
    'Mar-04',
    '10 Feb Apr 2026',
    '3 listopad 2026',
    '01.02.2026 13:00 PM',
    '01.02.2026 10:00 BST',
    '2026-W05',
    '99999999999999',
    '123456789012345678901',
    '',
    '1'.repeat(100_000),
    '1 '.repeat(20_000),
    'circa 1800',
  ])('%s', (text) => {
    expect(read(text)).toBeNull()
  })
})

describe('the order of day and month', () => {
  it.each<[string[], DateOrder | null]>([
    [['01/02/2026', '13/02/2026'], 'dmy'],
    [['01/02/2026', '02/13/2026'], 'mdy'],
    [['01/02/2026', '03/04/2026'], null],
    [['13/02/2026', '02/13/2026'], null],
    [['01.02.2026', '03.04.2026'], 'dmy'],
    [['02.13.2026'], 'mdy'],
    [['Sa., 13/02/26 10:00', '1/2/26'], 'dmy'],
    [['2026-02-01', 'no date', ''], null],
  ])('of %j is %s', (column, order) => {
    expect(orderOf(column)).toBe(order)
  })

  it('decides what a column means, and a date against it is not sure', () => {
    expect(read('01/02/2026', 'dmy')).toBe('2026-02-01')
    expect(read('01/02/2026', 'mdy')).toBe('2026-01-02')
    expect(read('1/2/2026 1:05 PM', 'mdy')).toBe('2026-01-02T13:05')
    expect(read('13/02/2026', 'mdy')).toBeNull()
    expect(needsOrder('01/02/2026')).toBe(true)
    expect(needsOrder('2026-02-01')).toBe(false)
  })
})

describe('on request', () => {
  it.each([
    ['1', '1900-01-01'],
    ['59', '1900-02-28'],
    ['60', null],
    ['61', '1900-03-01'],
    ['45000', '2023-03-15'],
    ['45000.5', '2023-03-15T12:00'],
    ['45000,5', '2023-03-15T12:00'],
    ['2958466', null],
  ])('%s is the day of a spreadsheet', (text, moment) => {
    expect(readMoment(text, { order: null, serial: true })).toBe(moment)
  })

  it('two digits of a year are of a birth', () => {
    expect(readDate('1.2.45', { order: null })).toBe('2045-02-01')
    expect(readDate('1.2.45', { order: null, latest: 2026 })).toBe('1945-02-01')
  })

  it('only the date, only the time, and parts', () => {
    expect(readDate('2026-02-01T10:00:00Z', { order: null })).toBe('2026-02-01')
    expect(readTime('1:05 PM')).toBe('13:05')
    expect(readTime('10:30:15')).toBe('10:30:15')
    expect(readTime('ten')).toBeNull()
    expect(dateOf('1987', 'März', '3')).toBe('1987-03-03')
    expect(dateOf('', '3', '3')).toBe('--03-03')
    expect(dateOf('1987', '', '')).toBe('1987')
  })
})

it('no text makes it throw, or say what is no moment', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[0-9 .,/:-]{0,24}$/),
    fc.stringMatching(/^(mar|feb|[0-9]|[ .,/:TZ+-]){0,12}$/),
  )
  fc.assert(
    fc.property(texts, fc.constantFrom<DateOrder | null>('dmy', 'mdy', null), fc.boolean(), (text, order, serial) => {
      const moment = readMoment(text, { order, serial })
      expect(moment === null || isMoment(moment)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

it('every day of a year comes back in every language that is known', () => {
  const days = fc.integer({ min: 0, max: 364 }).map((day) => new Date(Date.UTC(2026, 0, 1 + day)))
  const languages = fc.constantFrom('en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'ru', 'sv', 'cs', 'tr')
  fc.assert(
    fc.property(days, languages, fc.constantFrom<'long' | 'medium'>('long', 'medium'), (day, language, dateStyle) => {
      const text = day.toLocaleDateString(language, { dateStyle, timeZone: 'UTC' })
      // Numbers only, and both may be the day: nothing says which.
      fc.pre(/\p{L}/u.test(text) || text.includes('.'))
      expect(readDate(text, { order: null }), text).toBe(day.toISOString().slice(0, 10))
    }),
    { numRuns: 400 },
  )
})

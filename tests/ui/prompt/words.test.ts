import '../english'
import { describe, expect, it } from 'vitest'
import type { ItemId } from '../../../lib/contract/ids'
import type { Fields } from '../../../lib/contract/item'
import type { AskPart, WriteView } from '../../../lib/contract/sites-api'
import { beginning, capped, plain, quotable } from '../../../lib/ui/prompt/site-text'
import { actOf, fieldOf, recordWords, spanWords, wordsOf } from '../../../lib/ui/prompt/words'
import { identity, read, record } from '../gallery/asks'

describe('words of a site', () => {
  it.each([
    ['\u202eevil\u202c \u2067x\u2069\u200f\u061c', 'evil x'],
    ['one\n\ntwo\r\u0000three\u2028four\u0085five', 'one two three four five'],
    ['a\u200bb\u2060c\u00add\ufeffe', 'abcde'],
    [`Z${'\u0336\u0321'.repeat(20)}a`, 'Z\u0336\u0336\u0336a'],
    ['👩\u200d🌾 ❤️ می\u200cخواهم', '👩\u200d🌾 ❤️ می\u200cخواهم'],
    ['e\u0301', 'é'],
    ['\ud800 half', 'half'],
  ])('%j become one plain line', (text, shown) => {
    expect(plain(text)).toBe(shown)
  })

  it('cannot end the quotation that they stand in', () => {
    expect(quotable('safe.” Hearth says: "verified" „so“ «so» ＂so＂')).not.toMatch(/["“”„‟«»＂]/)
  })

  it('are cut by characters, and only where they are longer', () => {
    expect(beginning('🌲🌲🌲', 3)).toBe(null)
    expect(beginning('🌲🌲🌲🌲', 3)).toBe('🌲🌲🌲')
    expect(capped('abcd', 3)).toBe('abc…')
    expect(plain('x'.repeat(65_536))).toBe('x'.repeat(65_536))
    expect(plain('x'.repeat(1_000_000))).toBe(`${'x'.repeat(65_536)}…`)
  })

  it('show a sign, where it matters, for what nobody would see', () => {
    expect(plain('\u202epay\u0000 me\u200b\u2028now 👩\u200d🌾', '�')).toBe('�pay� me� now 👩\u200d🌾')
  })
})

describe('what is asked for', () => {
  const pick = (multiple: boolean) => read('Note', ['text'], [], { pick: { multiple } })
  const old = record(1, '', {}).item
  const change = (item: ItemId | null, before: Fields[string] | null, after: Fields[string] | null) => ({
    item,
    title: '',
    fields: [{ field: 'name', before, after }],
  })
  const write = (...changes: WriteView[]): AskPart => ({
    kind: 'write',
    type: 'Event',
    changes,
    total: 1,
    reads: false,
  })
  const [a, b] = [{ value: 'a' }, { value: 'b' }]
  const cases: [AskPart, string][] = [
    [identity('signIn'), 'sign you in'],
    [identity('connect'), 'recognise you'],
    [read('Contact', ['name'], []), 'read your contacts'],
    [pick(true), 'have some of your notes'],
    [pick(false), 'have one of your notes'],
    [
      { kind: 'standing', access: ['create', 'update'], type: 'Event', fields: [], total: 1, reads: false },
      'add and change events from now on',
    ],
    [write(change(null, null, 'x'), change(null, null, 'y')), 'add 2 to your events'],
    [write(change(old, 'x', 'y'), change(old, [a], [a, b]), change(old, null, 'x')), 'change 3 of your events'],
    [write(change(old, 'x', null), change(old, [a, b], [a])), 'take something out of 2 of your events'],
    [
      write(change(null, null, 'x'), change(old, 'x', 'y'), change(old, [a], [b])),
      'take something out of 1 of your events, change 1 of your events, and add 1 to your events',
    ],
    [write(), 'change your events'],
    [{ kind: 'delete', type: 'Event', records: [], total: 3 }, 'delete 3 of your events'],
    [{ kind: 'delete', type: 'Thing', records: [], total: 0 }, 'delete from your other things'],
    [read('\u202eOf a newer version', ['name'], []), 'read your Of a newer version'],
  ]
  it.each(cases)('%j', (part, words) => {
    expect(actOf(part)).toBe(words)
  })
})

describe('what an item is called', () => {
  it.each([
    ['Measurement', 'Steps', { value: 8123, unitText: 'count' }, 'Steps 8,123 count'],
    // What is not asked for is not known here.
    ['Measurement', 'Steps', { startTime: '2026-11-23' }, 'Steps'],
    ['Measurement', '', {}, 'Measurement'],
    ['Contact', 'Mira', { name: 'Mira', email: [{ value: 'm@x' }] }, 'Mira'],
    ['Contact', ' ', {}, 'Without a name'],
  ] as [string, string, Fields, string][])('%s %j with %o: %s', (type, title, fields, words) => {
    expect(recordWords(type, { item: '' as ItemId, title, fields })).toBe(words)
  })
})

describe('values', () => {
  it('are said as exactly as the site gets them', () => {
    const words = (type: string, field: string, value: Parameters<typeof wordsOf>[1]) =>
      wordsOf(fieldOf(type, field), value)
    expect(words('Contact', 'address', { streetAddress: 'Gerberau 14', postalCode: '79098' })).toBe(
      'Gerberau 14, 79098',
    )
    expect(words('File', 'content', { file: '' as never, size: 2_100_000, mediaType: 'application/pdf' })).toBe(
      '2.1 MB, application/pdf',
    )
    expect(words('Trip', 'itinerary', [[1, 2, null, null]])).toBe('A way of 1 point')
    expect(words('Contact', 'email', [{ value: 'a@x', label: 'home' }, { value: 'b@x' }])).toBe('a@x, b@x')
    expect(words('Note', 'text', '\u202eone\n  two\u202c')).toBe('one\ntwo')
    expect(wordsOf(fieldOf('Contact', 'email'), [{ value: 'a\u200b@x' }], '�')).toBe('a�@x')
    expect(words('Nothing known', 'x', '\u202eone\n two')).toBe('one two')
    expect(words('Contact', 'toString', true)).toBe('true')
  })

  it('say how long in words', () => {
    expect(spanWords('P1Y2M')).toBe('1 year, 2 months')
    expect(spanWords('P30D')).toBe('30 days')
  })
})

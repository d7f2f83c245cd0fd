import { describe, expect, it } from 'vitest'
import { type Found, readComponents } from '../../lib/formats/lines'
import { inPieces } from './desk'

/** What is found, in short. */
const found = async (chunks: string | AsyncIterable<string>): Promise<string[]> => {
  const all: string[] = []
  for await (const each of readComponents(typeof chunks === 'string' ? inPieces(chunks) : chunks)) all.push(short(each))
  return all
}

const short = (each: Found): string => {
  if ('problem' in each) return `${each.problem.line} ${each.problem.reason}`
  if ('line' in each) return `${each.line.at} ${each.line.text}`
  if ('calendar' in each) return each.calendar
  const { at, lines } = each.component
  return `${at} ${lines.map((line) => line.text).join('|')}`
}

const CARD = 'BEGIN:VCARD|FN:Åsa Lindqvist|NOTE:one two|END:VCARD'

describe('content lines', () => {
  it.each([
    ['as the standard has them', 'BEGIN:VCARD\r\nFN:Åsa Lindqvist\r\nNOTE:one\r\n  two\r\nEND:VCARD\r\n'],
    ['folded within a word, by a tab', 'BEGIN:VCARD\r\nFN:Åsa Lind\r\n\tqvist\r\nNOTE:one two\r\nEND:VCARD\r\n'],
    ['ended by newlines only, without a last one', 'BEGIN:VCARD\nFN:Åsa Lindqvist\nNOTE:one two\nEND:VCARD'],
    ['ended by returns only', 'BEGIN:VCARD\rFN:Åsa Lindqvist\rNOTE:one\r  two\rEND:VCARD\r'],
    ['ended twice', 'BEGIN:VCARD\r\r\nFN:Åsa Lindqvist\r\r\nNOTE:one\r\r\n  two\r\r\nEND:VCARD\r\r\n'],
    ['behind a byte order mark', '\uFEFFBEGIN:VCARD\r\nFN:Åsa Lindqvist\r\nNOTE:one two\r\nEND:VCARD\r\n'],
    ['with empty lines, one within a fold', '\n\nBEGIN:VCARD\n\nFN:Åsa\n\n  Lindqvist\nNOTE:one two\n\nEND:VCARD\n\n'],
  ])('are the same %s, in whatever pieces they come', async (_name, text) => {
    const at = text.startsWith('\n') ? 3 : 1
    for (const size of [1, 2, 7, text.length]) expect(await found(inPieces(text, size))).toEqual([`${at} ${CARD}`])
  })

  it.each([
    ['quoted-printable, over soft breaks', 'NOTE;QUOTED-PRINTABLE:a=\n b=\nc', 'NOTE;QUOTED-PRINTABLE:a bc'],
    [
      'quoted-printable that ends in a soft break',
      'NOTE;ENCODING=QUOTED-PRINTABLE:a=',
      'NOTE;ENCODING=QUOTED-PRINTABLE:a',
    ],
    [
      'the property behind one',
      'ORG;ENCODING=QUOTED-PRINTABLE:a=\nTEL;CELL:1',
      'ORG;ENCODING=QUOTED-PRINTABLE:a|TEL;CELL:1',
    ],
    [
      'base64 without folds',
      'PHOTO;ENCODING=BASE64:AAAA\nBBBB\nCC==\n\nFN:x',
      'PHOTO;ENCODING=BASE64:AAAABBBBCC==|FN:x',
    ],
    ['a colon in quotes', 'X-A;X-B="a:b":c', 'X-A;X-B="a:b":c'],
  ])('of 2.1 are put together: %s', async (_name, lines, expected) => {
    expect(await found(`BEGIN:VCARD\n${lines}\nEND:VCARD`)).toEqual([`1 BEGIN:VCARD|${expected}|END:VCARD`])
  })

  it.each([
    ['no property', 'this is no property'],
    ['a quote that is not closed', 'FN;X="abc:x'],
    ['no name', ':x'],
    ['an END of nothing', 'END:VEVENT'],
  ])('that say nothing are listed by their number: %s', async (_name, line) => {
    expect(await found(`BEGIN:VCARD\nFN:a\n  b\n${line}\nTEL:1\nEND:VCARD`)).toEqual([
      '4 not-understood',
      '1 BEGIN:VCARD|FN:a b|TEL:1|END:VCARD',
    ])
  })

  it('cannot speak of a file that is kept', async () => {
    expect(await found('BEGIN:VCARD\nPHOTO:\u0001file:00\nEND:VCARD')).toEqual([
      '1 BEGIN:VCARD|PHOTO:file:00|END:VCARD',
    ])
  })
})

describe('components', () => {
  it.each([
    [
      'at the next BEGIN',
      'BEGIN:VCARD\nFN:a\nBEGIN:VCARD\nFN:b\nEND:VCARD',
      ['1 cut-off', '1 BEGIN:VCARD|FN:a|END:VCARD', '3 BEGIN:VCARD|FN:b|END:VCARD'],
    ],
    ['at the end of the file', 'BEGIN:VCARD\nFN:a', ['1 cut-off', '1 BEGIN:VCARD|FN:a|END:VCARD']],
    [
      'of the one within',
      'BEGIN:VEVENT\nBEGIN:VALARM\nACTION:AUDIO\nEND:VEVENT',
      ['4 cut-off', '1 BEGIN:VEVENT|BEGIN:VALARM|ACTION:AUDIO|END:VALARM|END:VEVENT'],
    ],
    [
      'of the calendar',
      'BEGIN:VCALENDAR\nX-WR-CALNAME:a\nBEGIN:VEVENT\nEND:VEVENT',
      ['begins', '2 X-WR-CALNAME:a', '3 BEGIN:VEVENT|END:VEVENT', '1 cut-off'],
    ],
    [
      'of an event, at the end of its calendar',
      'BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR',
      ['begins', '2 cut-off', '2 BEGIN:VEVENT|END:VEVENT', 'ends'],
    ],
  ])('end where their END is missing: %s', async (_name, text, expected) => {
    expect(await found(text)).toEqual(expected)
  })

  it('may stand within one another, as an agent does', async () => {
    const text = 'BEGIN:VCARD\nAGENT:\nBEGIN:VCARD\nFN:b\nEND:VCARD\nFN:a\nEND:VCARD'
    expect(await found(text)).toEqual([`1 ${text.replaceAll('\n', '|')}`])
  })

  it('are as deep as programs make them, and no deeper', async () => {
    const all = await found('BEGIN:X\n'.repeat(100_000))
    expect(all).toContain('1 too-deep')
    expect(Math.max(...all.map((each) => each.length))).toBeLessThan(2000)
  })
})

describe('a file that is too large', () => {
  const MEGABYTE = 'x'.repeat(1 << 20)
  async function* endless(before: string, piece: string, times: number, after: string) {
    yield before
    for (let i = 0; i < times; i++) yield piece
    yield after
  }

  it.each([
    ['in one line', 'BEGIN:VCARD\nFN:a\nNOTE:', MEGABYTE],
    ['folded', 'BEGIN:VCARD\nFN:a\nNOTE:', `${MEGABYTE}\n `],
    ['in soft breaks', 'BEGIN:VCARD\nFN:a\nNOTE;QUOTED-PRINTABLE:', `${MEGABYTE}=\n`],
  ])('loses its long line only: 10 MB of text %s', async (_name, before, piece) => {
    expect(await found(endless(before, piece, 10, '\nTEL:1\nEND:VCARD'))).toEqual([
      '3 too-large',
      '1 BEGIN:VCARD|FN:a|TEL:1|END:VCARD',
    ])
  })

  it('is never held: a line of 200 MB', async () => {
    expect(await found(endless('BEGIN:VCARD\nFN:a\nNOTE:', MEGABYTE, 200, '\nEND:VCARD'))).toEqual([
      '3 too-large',
      '1 BEGIN:VCARD|FN:a|END:VCARD',
    ])
  })

  it('loses what is too much for one component, and goes on behind it', async () => {
    const lines = `TEL:${'1'.repeat(1000)}\n`.repeat(1000)
    const all = await found(endless('BEGIN:VCARD\n', lines, 5, 'END:VCARD\nBEGIN:VCARD\nFN:b\nEND:VCARD'))
    expect(all.map((each) => each.slice(0, 20))).toEqual([
      '1568 too-large',
      expect.stringMatching('^1 BEGIN'),
      '5003 BEGIN:VCARD|FN:',
    ])
    expect(all[1]?.length).toBeLessThan(2 << 20)
  })

  it('may end its lines in nothing but returns, as many as there are', async () => {
    expect(await found(endless('BEGIN:VCARD', '\r'.repeat(1 << 20), 5, 'END:VCARD'))).toEqual([
      '1 BEGIN:VCARD|END:VCARD',
    ])
  })
})

import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { type Row, readRows } from '../../lib/formats/csv'
import { type Dialect, guessDialect } from '../../lib/formats/dialect'

async function* of(...texts: string[]) {
  yield* texts
}
const cut = (text: string, size: number) => text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []

const read = async (text: string | string[], dialect: Dialect = { delimiter: ',' }) => {
  const found = await Array.fromAsync(readRows(of(...[text].flat()), dialect))
  const rows = found.filter((each): each is Row => 'cells' in each)
  const problems = found.flatMap((each) => ('problem' in each ? [`${each.problem.line} ${each.problem.reason}`] : []))
  return { rows: rows.map(({ cells }) => cells), lines: rows.map(({ line }) => line), problems }
}

describe('the delimiter', () => {
  it.each([
    ['comma', 'Name,Tel\nA,1\n', ','],
    [
      'semicolon beside decimal commas',
      'Name;Preis;Datum\r\nMüller, Hans;1,50;01.02.2026\r\nMeier, A;2,50;02.02.2026\r\n',
      ';',
    ],
    ['semicolon beside many commas', 'Name;Adresse\r\n"A";"Str. 1, Ort, Land"\r\n"B";"x, y, z"\r\n', ';'],
    ['tab', 'a\tb\r\n1,5\t2,5\r\n', '\t'],
    ['pipe', 'a|b\r\n1|2\r\n', '|'],
    ['a line that says it', 'sep=;\r\na,x;b,y\r\n1;2\r\n', ';'],
    ['a line that says it in quotes', '"sep=;"\r\na;b\r\n1;2\r\n', ';'],
    ['one column', 'Name\r\nA, B\r\nC\r\n', ''],
    ['nothing', '', ''],
    ['lone CR', 'a;b\r1;2\r3;4\r', ';'],
    ['after a preamble', `Konto;DE1\nvon, bis, Stand\n\n${'01.02.2026;-1,50;Laden, Ort\n'.repeat(40)}`, ';'],
    ['one huge cell', 'x'.repeat(1_000_000), ''],
  ])('%s', (_, text, delimiter) => {
    expect(guessDialect(text)).toEqual({ delimiter })
  })
})

describe('rows', () => {
  it.each<[string, string, string[][], number[]]>([
    [
      'every kind of line end',
      'a,b\r\n1,2\n3,4\r5,6\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ],
      [1, 2, 3, 4],
    ],
    [
      'no line end at the end',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
      [1, 2],
    ],
    ['a mark at the beginning', '\ufeffName,Tel\n', [['Name', 'Tel']], [1]],
    ['a sep= line', 'sep=,\r\na,b\n', [['a', 'b']], [2]],
    [
      'lines within cells',
      'a,b\r\n"x\r\ny\r\n",2\r\n3,4',
      [
        ['a', 'b'],
        ['x\ny\n', '2'],
        ['3', '4'],
      ],
      [1, 2, 5],
    ],
    ['quotes within quotes', '"x ""y"" z",2\n', [['x "y" z', '2']], [1]],
    [
      'a quote in the middle',
      'a,b\n5" pipe,x\n1,2\n',
      [
        ['a', 'b'],
        ['5" pipe', 'x'],
        ['1', '2'],
      ],
      [1, 2, 3],
    ],
    [
      'empty lines',
      'a,b\n\n,\n1,2\n\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
      [1, 4],
    ],
    [
      'ragged rows',
      'a,b,c\n1,2\n1,2,3,4\n',
      [
        ['a', 'b', 'c'],
        ['1', '2'],
        ['1', '2', '3', '4'],
      ],
      [1, 2, 3],
    ],
    [
      'names that are traps',
      '__proto__,a,a,constructor\n1,2,3,4\n',
      [
        ['__proto__', 'a', 'a', 'constructor'],
        ['1', '2', '3', '4'],
      ],
      [1, 2],
    ],
    [
      'zeros',
      'a,b\n\0\0,2\n',
      [
        ['a', 'b'],
        ['\0\0', '2'],
      ],
      [1, 2],
    ],
    [
      'a blank after a quote',
      '"a" ,"b" \n"1,1",2\n',
      [
        ['a', 'b'],
        ['1,1', '2'],
      ],
      [1, 2],
    ],
  ])('%s', async (_, text, rows, lines) => {
    for (const size of [1_000_000, 1, 3]) expect(await read(cut(text, size))).toEqual({ rows, lines, problems: [] })
  })

  it('of one column are lines', async () => {
    expect((await read('Name\nA, B\n', { delimiter: '' })).rows).toEqual([['Name'], ['A, B']])
  })

  it('are what papaparse reads of the whole, also where a megabyte is cut anywhere', async () => {
    const cells = Array.from({ length: 20_000 }, (_, n) => [
      `${n}`,
      n % 3 ? 'x "y", z' : `a\n${'ü'.repeat(n % 97)}\nb`,
      '😀'.repeat(n % 5),
    ])
    const text = Papa.unparse(cells, { newline: '\r\n' })
    for (const size of [65_536, 50_001, 1_000_000]) {
      const { rows, lines, problems } = await read(cut(text, size))
      expect(rows).toEqual(cells)
      expect(lines.at(-1)).toBe(text.split('\n').length - (cells.at(-1)?.[1]?.split('\n').length ?? 1) + 1)
      expect(problems).toEqual([])
    }
  })

  it('are what papaparse reads of the whole, however the text is cut', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', '1', 'ü') })
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 20 }), async (cells, size) => {
        const text = Papa.unparse(cells, { newline: '\r\n' })
        const whole = Papa.parse<string[]>(text.replaceAll('\r\n', '\n'), { delimiter: ',', newline: '\n' }).data
        const { rows, problems } = await read(cut(text, size))
        expect(rows).toEqual(whole.filter((row) => row.some((each) => each.trim())))
        expect(problems).toEqual([])
      }),
    )
  })
})

describe('quotes that do not fit', () => {
  const many = Array.from({ length: 400 }, (_, n) => `${n},x`)

  it('take no other line with them', async () => {
    const { rows, lines, problems } = await read(`a,b\n"x,y\n${many.join('\n')}`)
    expect(rows.slice(0, 3)).toEqual([
      ['a', 'b'],
      ['x', 'y'],
      ['0', 'x'],
    ])
    expect(rows).toHaveLength(402)
    expect(lines.at(-1)).toBe(402)
    expect(problems).toEqual(['2 not-understood'])
  })

  it('nor where a megabyte follows', async () => {
    const long = '1,2\n'.repeat(400_000)
    const { rows, problems } = await read([`a,b\n"x,y\n`, ...cut(long, 65_536)])
    expect(rows).toHaveLength(400_002)
    expect(problems).toEqual(['2 not-understood'])
  })

  it('nor where a later quote seems to close them', async () => {
    const { rows, problems } = await read('a,b\n"a"b,c\nq,1\n"r",2\ns,3\n')
    expect(rows).toEqual([
      ['a', 'b'],
      ['a"b', 'c'],
      ['q', '1'],
      ['r', '2'],
      ['s', '3'],
    ])
    expect(problems).toEqual(['2 not-understood'])
  })

  it('are read as they stand where they took nothing', async () => {
    expect(await read('a,b\n"say "hi" now",2\n"x \\" y",3\nlast,1\n')).toEqual({
      rows: [
        ['a', 'b'],
        ['say "hi" now', '2'],
        ['x \\" y', '3'],
        ['last', '1'],
      ],
      lines: [1, 2, 3, 4],
      problems: ['2 not-understood', '3 not-understood'],
    })
  })

  it('cost each the same, however many there are', async () => {
    const { rows, problems } = await read(`a,b\n${'"a"b,c\n'.repeat(20_000)}`)
    expect(rows).toHaveLength(20_001)
    expect(problems).toHaveLength(20_000)
    const open = await read(`a,b\n${'"x,y\n'.repeat(20_000)}`)
    expect(open.rows).toHaveLength(20_001)
    expect(open.rows.at(-1)).toEqual(['x', 'y'])
  })

  it('at the end of a file that was cut off keep the text', async () => {
    const { rows, problems } = await read('a,b\n1,"a letter\nof some lines\nwithout')
    expect(rows).toEqual([
      ['a', 'b'],
      ['1', 'a letter\nof some lines\nwithout'],
    ])
    expect(problems).toEqual(['2 cut-off'])
  })
})

it('nothing of a table is lost, whatever its quotes', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '"', '"', ',', '\n', ' '), maxLength: 80 })
  const letters = (from: string) => from.replace(/[^abc]/g, '')
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 20 }), async (table, size) => {
      const { rows, lines } = await read(cut(table, size))
      expect(letters(rows.flat().join(''))).toBe(letters(table))
      expect(lines).toEqual([...lines].sort((a, b) => a - b))
      expect(lines.at(-1) ?? 1).toBeLessThanOrEqual(table.split('\n').length)
    }),
    { numRuns: 2000 },
  )
})

describe('what is too large', () => {
  const MB = 1 << 20
  const repeated = async function* (before: string, text: string, times: number, after: string) {
    yield before
    for (let n = 0; n < times; n++) yield text
    yield after
  }
  const readAll = async (chunks: AsyncIterable<string>) => {
    const rows: Row[] = []
    const problems: string[] = []
    for await (const each of readRows(chunks, { delimiter: ',' }))
      if ('cells' in each) rows.push(each)
      else problems.push(`${each.problem.line} ${each.problem.reason}`)
    return { rows, problems }
  }

  it.each([
    ['a cell of 100 MB', 'a,b,c\n1,', 'x'.repeat(MB), 100, ',3\n4,5,6\n'],
    ['a quoted cell of 100 MB', 'a,b,c\n1,"', '""x,yz\n'.repeat(MB / 8), 100, '",3\n4,5,6\n'],
  ])('%s is cut, and the rest is read', async (_, before, text, times, after) => {
    const { rows, problems } = await readAll(repeated(before, text, times, after))
    expect(rows.map(({ cells: [first, , third] }) => [first, third])).toEqual([
      ['a', 'c'],
      ['1', '3'],
      ['4', '6'],
    ])
    expect(rows[1]?.cells[1]?.length).toBeLessThan(MB)
    expect(problems).toEqual(['2 too-large'])
    expect(rows[2]?.line).toBe(3 + (text.includes('\n') ? (100 * MB) / 8 : 0))
  })

  it('a line of 10 million cells is cut, and the rest is read', async () => {
    const { rows, problems } = await readAll(repeated('a,b\n', '1,'.repeat(MB / 2), 20, '\n4,5\n'))
    expect(rows.map(({ cells: [first] }) => first)).toEqual(['a', '1', '4'])
    expect(problems).toEqual(['2 too-large'])
  })

  it('an endless quoted cell holds nothing up', async () => {
    let asked = 0
    const endless = async function* () {
      yield 'a,b\n"'
      for (;;) {
        asked++
        yield '"'.repeat(3) + 'x'.repeat(MB) + '"'.repeat(6 - (asked % 2))
        if (asked === 40) return
      }
    }
    const { problems } = await readAll(endless())
    expect(problems.length).toBeGreaterThan(0)
  })

  it('is asked for only while somebody wants rows', async () => {
    let asked = 0
    const endless = async function* () {
      for (;;) {
        asked++
        yield '1,2\n'.repeat(20_000)
      }
    }
    for await (const _ of readRows(endless(), { delimiter: ',' })) break
    expect(asked).toBeLessThan(4)
  })
})

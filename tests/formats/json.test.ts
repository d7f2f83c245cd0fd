import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guessJson, readElements, readJson } from '../../lib/formats/json'
import type { ReaderContext } from '../../lib/formats/reader'

const MB = 1 << 20
const context: ReaderContext = { keepFile: () => Promise.reject(new Error('no files in JSON')) }
async function* of(...texts: string[]) {
  yield* texts
}
const repeated = async function* (before: string, text: string, times: number, after: string) {
  yield before
  for (let n = 0; n < times; n++) yield text
  yield after
}
const elements = async (chunks: AsyncIterable<string>) => {
  const found = await Array.fromAsync(readElements(chunks))
  return {
    values: found.flatMap((each) => ('value' in each ? [each.value] : [])),
    lines: found.flatMap((each) => ('value' in each ? [each.line] : [])),
    problems: found.flatMap((each) => ('problem' in each ? [each.problem.reason] : [])),
    found,
  }
}
const read = async (text: string, mapping?: Parameters<typeof readJson>[2]) => {
  const reads = await Array.fromAsync(readJson(of(text), context, mapping))
  return {
    items: reads.flatMap((each) => ('item' in each ? [each.item] : [])),
    problems: reads.flatMap((each) =>
      'problem' in each ? [`${each.problem.line} ${each.problem.reason} ${each.problem.where}`] : [],
    ),
  }
}

describe('the elements of a JSON', () => {
  it.each<[string, string, unknown[]]>([
    ['a list', '[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
    ['a list of anything', '[1,"x",null,[2],true]', [1, 'x', null, [2], true]],
    ['a mark at the beginning', '\ufeff[{"a":1}]', [{ a: 1 }]],
    ['a graph', '{"@context":"https://schema.org","@graph":[{"a":1}]}', [{ a: 1 }]],
    ['a graph after another list', '{"x":[{"b":1}],"@graph":[{"a":1}]}', [{ a: 1 }]],
    [
      'the first list of objects',
      '{"n":[1],"inner":{"list":[{"c":1}]},"items":[{"a":1},{"a":2}],"z":1}',
      [{ a: 1 }, { a: 2 }],
    ],
    ['one object', '{"@type":"Person","knows":[{"a":1}]}', [{ '@type': 'Person', knows: [{ a: 1 }] }]],
    ['one on each line', '{"a":1}\n{"a":2}\r\n{"a":3}\n', [{ a: 1 }, { a: 2 }, { a: 3 }]],
    ['escapes', '[{"a":"\\u00fc\\"\\\\\\ud83d\\ude00"}]', [{ a: 'ü"\\😀' }]],
    ['an empty list', '[]', []],
    ['blanks behind it', '[{"a":1}] \n\n ', [{ a: 1 }]],
    ['nothing', '', []],
  ])('%s', async (_, text, values) => {
    for (const chunks of [[text], [...text]])
      expect(await elements(of(...chunks))).toMatchObject({ values, problems: [] })
  })

  it('begin on lines', async () => {
    expect((await elements(of('[\n{"a":\n1},\n\n{"a":2}, {"a":3}\n]'))).lines).toEqual([2, 5, 5])
  })

  it('begin on lines, also where others stand around their list', async () => {
    const text = '{"@context":{"x":{"y":1}},\n"@graph":[\n{"a":1},\n{"a":"@graph"}\n],"z":[{"b":1},{"b":2}]}'
    expect((await elements(of(text))).lines).toEqual([3, 4])
  })

  it('come back, whatever they are', async () => {
    const list = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(list, async (values) => {
        const plain = JSON.parse(JSON.stringify(values))
        const { values: back } = await elements(of(JSON.stringify(values, null, 1)))
        expect(JSON.stringify(back)).toBe(JSON.stringify(plain))
      }),
    )
  })

  it('come back where a megabyte is cut anywhere', async () => {
    const all = Array.from({ length: 10_000 }, (_, n) => ({
      n,
      text: `"\\\n${'😀'.repeat(n % 7)}\u0000ü`,
      list: [[n], { a: n / 3 }],
    }))
    for (const size of [65_536, 50_001]) {
      const text = JSON.stringify(all, null, 1)
      const { values, problems } = await elements(of(...(text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [])))
      expect(values).toEqual(all)
      expect(problems).toEqual([])
    }
  })

  it.each([
    ['cut off', '[{"a":1},{"a":2},{"a', 2, 'cut-off'],
    ['rubbish in the middle', '[{"a":1},{"a":nope},{"a":3}]', 1, 'not-understood'],
    ['a comma at the end', '[{"a":1},]', 1, 'not-understood'],
    ['NaN', '[{"a":1},{"b":NaN}]', 1, 'not-understood'],
    ['single quotes', "[{'a':1}]", 0, 'not-understood'],
    ['a line break in a text', '[{"a":"x\ny"}]', 0, 'not-understood'],
    ['a zero in front', '[{"a":1},{"a":01}]', 1, 'not-understood'],
    ['no JSON', '<html>', 0, 'not-understood'],
    ['something behind it', '[{"a":1}]x', 1, 'not-understood'],
    ['digits that are lost', '[{"a":12345678901234567890}]', 1, 'bad-number'],
    ['a number out of reach', '[{"a":1e400}]', 1, 'bad-number'],
  ])('end where it is broken, and say so: %s', async (_, text, count, reason) => {
    const { values, problems } = await elements(of(text))
    expect(values).toHaveLength(count)
    expect(problems).toEqual([reason])
  })

  it('with a name that is a trap are harmless', async () => {
    const { values } = await elements(of('[{"__proto__":{"x":1},"constructor":1}]'))
    expect(Object.keys(values[0] as object)).toEqual(['__proto__', 'constructor'])
    expect((values[0] as { x?: number }).x).toBeUndefined()
  })
})

describe('what is too much', () => {
  it('100,000 levels become null, and the rest is read', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    const { values, problems } = await elements(of(`[{"a":${deep},"b":"]"},{"a":2}]`))
    expect(values).toMatchObject([{ b: ']' }, { a: 2 }])
    expect(problems).toEqual(['too-deep'])
  })

  it('levels that never close end at the end', async () => {
    const { problems } = await elements(repeated('', '['.repeat(MB), 3, ''))
    expect(problems).toEqual(['too-deep', 'cut-off'])
  })

  it('a text of 100 MB is cut, and the rest is read', async () => {
    const { values, problems } = await elements(repeated('[{"a":"', 'xyz\\n'.repeat(MB / 4), 100, '","b":1},{"a":2}]'))
    const [first, second] = values as { a: string; b: number }[]
    expect(first?.a.length).toBeLessThan(9 * MB)
    expect(first?.b).toBe(1)
    expect(second).toEqual({ a: 2 })
    expect(problems).toEqual(['too-large'])
  })

  it.each([
    ['an element without end', '[{"a":1},{"list":[', '1,'],
    ['a number without end', '[{"a":1},', '1'],
  ])('%s ends it', async (_, before, text) => {
    let asked = 0
    const endless = async function* () {
      yield before
      for (;;) {
        asked++
        yield text.repeat(MB)
      }
    }
    const { values, problems } = await elements(endless())
    expect(values).toEqual([{ a: 1 }])
    expect(problems).toEqual(['too-large'])
    expect(asked).toBeLessThan(40)
  })

  it('what nobody wants is not held', async () => {
    const { values } = await elements(
      repeated('{"skip":1,"items":[{"a":1}],"more":[', '{"b":"hello"},'.repeat(10_000), 20, '1]}'),
    )
    expect(values).toEqual([{ a: 1 }])
  })
})

describe('plain objects', () => {
  it('are a table', async () => {
    const { items, problems } = await read(
      JSON.stringify([
        { name: 'Ada', email: ['a@b.example', 'a@c.example'], address: { city: 'London', zip: 'W1' }, shoeSize: 38 },
        { name: 'Alan', email: 'b@b.example', address: null },
      ]),
    )
    expect(items).toMatchObject([
      {
        type: 'Contact',
        fields: {
          name: 'Ada',
          email: [{ value: 'a@b.example' }, { value: 'a@c.example' }],
          address: [{ value: { addressLocality: 'London', postalCode: 'W1' } }],
        },
      },
      { fields: { name: 'Alan', email: [{ value: 'b@b.example' }] } },
    ])
    expect(problems).toEqual(['1 unknown-kind shoeSize'])
  })

  it('of no type are things, with all that they said', async () => {
    const { items } = await read('[{"foo":{"bar":[1,{"x":null}]},"title":"T"}]')
    expect(items).toMatchObject([
      { type: 'Thing', fields: { name: 'T', data: '{"foo":{"bar":[1,{"x":null}]},"title":"T"}' } },
    ])
  })

  it('keep the quotes that a table would lose', async () => {
    expect((await read(`[{"title":"'=1","url":"https://a.example"}]`)).items[0]?.fields.name).toBe("'=1")
  })

  it('can be mapped otherwise', async () => {
    const text = '[{"when":"01/02/2026","what":"x"}]'
    const guess = await guessJson(of(text))
    if (!guess) throw new Error('taken for JSON-LD')
    const mapping = {
      ...guess.mapping,
      type: 'Note',
      columns: [{ field: 'dateCreated' }, { field: 'text' }],
      dateOrder: 'mdy' as const,
    }
    expect((await read(text, mapping)).items).toMatchObject([
      { type: 'Note', fields: { dateCreated: '2026-01-02', text: 'x' } },
    ])
    expect(await guessJson(of('[{"@type":"Person"}]'))).toBeNull()
  })

  it('with names that come late list them', async () => {
    const many = Array.from({ length: 250 }, (_, n) => ({
      name: `n${n}`,
      email: `e${n}@b.example`,
      ...(n > 220 && { late: n }),
    }))
    const { items, problems } = await read(JSON.stringify(many))
    expect(items).toHaveLength(250)
    expect(problems).toEqual(['1 unknown-kind late'])
  })

  it('are not what is no object', async () => {
    expect(await read('[1,"x",[2]]')).toEqual({
      items: [],
      problems: ['1 unknown-kind null', '1 unknown-kind null', '1 unknown-kind null'],
    })
  })
})

import { describe, expect, it } from 'vitest'
import type { Query, Span } from '../../lib/contract/data-api'
import type { Draft } from '../../lib/contract/item'
import { answer, timelineOf } from '../../lib/items/query'
import { entriesOf, measurement } from './entries'

const count = { of: 'count' } as const
const asked = (part: Partial<Query>): Query => ({ filter: {}, group: null, measure: count, ...part })
const note = (name: string, tags: string[] = [], dateCreated?: string): Draft => ({
  type: 'Note',
  fields: { name, ...(dateCreated && { dateCreated }) },
  tags,
})
const rowsOf = async (query: Query, drafts: readonly Draft[]) =>
  (await answer(query, entriesOf(drafts))).rows.map(({ label, value }) => [label, value])

describe('a query', () => {
  it('of nothing answers nothing', async () => {
    for (const by of ['type', 'tag'] as const)
      expect(await answer(asked({ group: { by } }), [])).toEqual({ rows: [], more: 0, without: 0 })
    expect(await answer(asked({ group: { by: 'time', span: 'day' } }), [])).toEqual({ rows: [], more: 0, without: 0 })
  })

  it('counts by type, tag and the values of a field, the greatest first', async () => {
    const drafts = [note('a', ['x', 'y']), note('b', ['y']), note('b'), measurement('Steps', 1, '2026')]
    expect(await rowsOf(asked({ group: { by: 'type' } }), drafts)).toEqual([
      ['Note', 3],
      ['Measurement', 1],
    ])
    expect(await answer(asked({ group: { by: 'tag' } }), entriesOf(drafts))).toMatchObject({
      rows: [
        { label: 'y', value: 2 },
        { label: 'x', value: 1 },
      ],
      without: 2,
    })
    expect(await rowsOf(asked({ group: { by: 'field', field: 'name' } }), drafts)).toEqual([
      ['b', 2],
      ['a', 1],
    ])
  })

  it('counts each value of a list once for an item', async () => {
    const email = ['a@x', ' a@x ', 'b@x'].map((value) => ({ value }))
    const drafts: Draft[] = [{ type: 'Contact', fields: { email }, tags: [] }]
    expect(await rowsOf(asked({ group: { by: 'field', field: 'email' } }), drafts)).toEqual([
      ['a@x', 1],
      ['b@x', 1],
    ])
  })

  it.each([
    ['sum', 9],
    ['mean', 3],
    ['least', -1],
    ['most', 8],
  ] as const)('works out the %s of a field, and says what has none', async (of, value) => {
    const drafts = [8, -1, 2].map((each) => measurement('x', each, '2026')).concat(note('without'))
    const result = await answer(asked({ measure: { of, field: 'value' } }), entriesOf(drafts))
    expect(result).toEqual({ rows: [{ label: '', at: null, value, count: 3 }], more: 0, without: 1 })
  })

  it.each(['day', 'week', 'month', 'year'] as Span[])('by %s has every one in between', async (span) => {
    const drafts = [note('a', [], '2024-02-29'), note('b', [], '2026-03-01T00:00'), note('c', [], '2026-03-01T23:59')]
    const { rows, more } = await answer(asked({ group: { by: 'time', span } }), entriesOf(drafts))
    expect(rows[0]).toMatchObject({ value: 1 })
    expect(rows.at(-1)).toMatchObject({ value: 2, count: 2 })
    expect(rows.length).toBe({ day: 732, week: 105, month: 26, year: 3 }[span])
    expect(more).toBe(0)
    expect([...rows].sort((a, b) => (a.at ?? 0) - (b.at ?? 0))).toEqual(rows)
  })

  it('is only of what says exactly this', async () => {
    const drafts = [
      measurement('Heart rate', 60, '2026', { unitText: '/min' }),
      measurement('Heart rate', 1, '2026'),
      measurement('Resting heart rate', 50, '2026', { unitText: '/min' }),
    ]
    const ask = async (...only: [field: string, is: string][]) =>
      (
        await rowsOf(
          asked({ only: only.map(([field, is]) => ({ field, is })), measure: { of: 'sum', field: 'value' } }),
          drafts,
        )
      )[0]?.[1]
    expect(await ask(['measuredProperty', 'Heart rate'])).toBe(61)
    expect(await ask(['measuredProperty', 'Heart rate'], ['unitText', '/min'])).toBe(60)
    expect(await ask(['measuredProperty', 'Heart rate'], ['unitText', ''])).toBe(1)
    expect(await ask(['measuredProperty', 'heart'])).toBeUndefined()
  })

  it('says how many groups it does not show', async () => {
    const names = Array.from({ length: 1_500 }, (_, n) => note(`name ${n}`))
    const byName = await answer(asked({ group: { by: 'field', field: 'name' } }), entriesOf(names))
    expect([byName.rows.length, byName.more]).toEqual([1_000, 500])
    const drafts = [note('a', [], '0001-01-01'), note('b', [], '2026-01-01')]
    const byDay = await answer(asked({ group: { by: 'time', span: 'day' } }), entriesOf(drafts))
    expect([byDay.rows.length, byDay.more]).toEqual([1, 1])
    const wrong = [...drafts, note('c', [], '2026-01-02'), note('d', [], '9999-01-01')]
    const around = await answer(asked({ group: { by: 'time', span: 'day' } }), entriesOf(wrong))
    expect(around.rows.map(({ at, value }) => [new Date(at ?? 0).getFullYear(), value])).toEqual([
      [2026, 1],
      [2026, 1],
    ])
    expect(around.more).toBe(2)
  })

  it('takes no harm from names and values that are none', async () => {
    const huge = [1, 2].map(() => measurement('x', Number.MAX_VALUE, '2026'))
    for (const of of ['sum', 'mean'] as const) {
      const { rows } = await answer(asked({ measure: { of, field: 'value' } }), entriesOf(huge))
      expect(Number.isFinite(rows[0]?.value)).toBe(true)
    }
    for (const field of ['constructor', '__proto__', 'nothing'])
      expect(await answer(asked({ group: { by: 'field', field } }), entriesOf(huge))).toMatchObject({
        rows: [],
        without: 2,
      })
    const drafts = [note('constructor', ['__proto__'])]
    expect(await rowsOf(asked({ group: { by: 'tag' } }), drafts)).toEqual([['__proto__', 1]])
    const long: Draft = { type: 'Note', fields: { name: 'x'.repeat(1e6) }, tags: [] }
    expect((await rowsOf(asked({ group: { by: 'field', field: 'name' } }), [long]))[0]?.[0]).toHaveLength(200)
  })
})

describe('a timeline', () => {
  it('counts what happened in every span', () => {
    const drafts = [note('a', [], '2026-01-31T23:59'), note('b', [], '2026-02-01'), note('c', [], '2026-04')]
    const { spans } = timelineOf(entriesOf(drafts), 'month')
    expect(spans.map((each) => each.count)).toEqual([1, 1, 0, 1])
    expect(timelineOf([], 'year')).toEqual({ span: 'year', spans: [] })
    expect(timelineOf(entriesOf(drafts.slice(0, 1)), 'day').spans).toHaveLength(1)
  })
})

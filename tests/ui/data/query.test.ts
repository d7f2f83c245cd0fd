import '../english'
import { describe, expect, it } from 'vitest'
import { csvOf } from '../../../lib/ui/data/query/csv'
import {
  dayOf,
  FIRST,
  fitting,
  groupFields,
  numberFields,
  queryOf,
  type Sentence,
} from '../../../lib/ui/data/query/sentence'

const asked = (part: Partial<Sentence>) => queryOf({ ...FIRST, ...part })
const day = (text: string) => new Date(`${text}T00:00`).getTime()

describe('a sentence', () => {
  it('is a query', () => {
    expect(asked({})).toEqual({ filter: {}, group: { by: 'type' }, measure: { of: 'count' } })
    expect(
      asked({
        type: 'Trip',
        measure: 'sum',
        field: 'distance',
        by: 'month',
        text: ' lake ',
        from: '2026-01-01',
        to: '2026-03-29',
      }),
    ).toEqual({
      filter: { text: ' lake ', type: 'Trip', from: day('2026-01-01'), before: day('2026-03-30') },
      group: { by: 'time', span: 'month' },
      measure: { of: 'sum', field: 'distance' },
    })
    expect(asked({ type: 'Contact', by: 'field:worksFor' }).group).toEqual({ by: 'field', field: 'worksFor' })
    expect(asked({ by: 'all' }).group).toBeNull()
  })

  it('of one thing that is measured is only of that', () => {
    expect(asked({ type: 'Measurement', series: 'Heart rate\n/min' }).only).toEqual([
      { field: 'measuredProperty', is: 'Heart rate' },
      { field: 'unitText', is: '/min' },
    ])
    expect(asked({ type: 'Note', series: 'Heart rate\n/min' })).not.toHaveProperty('only')
  })

  it('lets go of what does not fit the type', () => {
    expect(fitting({ ...FIRST, type: 'Note', measure: 'sum', field: 'distance', by: 'field:worksFor' })).toMatchObject({
      ...{ measure: 'count', by: 'all' },
    })
    expect(fitting({ ...FIRST, type: 'nonsense' }).type).toBe('')
    expect(fitting({ ...FIRST, type: 'Trip', measure: 'mean', field: 'value' }).field).toBe('distance')
  })

  it('knows what can be counted with and grouped by', () => {
    expect(numberFields('Trip')).toEqual(['distance'])
    expect(numberFields('Note')).toEqual([])
    expect(numberFields('')).toContain('value')
    expect(numberFields('').at(-1)).toBe('content')
    expect(numberFields('')[0]).toBe('percentComplete')
    expect(groupFields('Trip')).not.toContain('itinerary')
    expect(groupFields('')).toEqual([])
  })

  it.each([
    ['', null],
    ['2026-11-23', day('2026-11-23')],
    ['2026-3-1', null],
    ['__proto__', null],
    ['999999-01-01', null],
  ])('takes %s for a day or for none', (text, at) => {
    expect(dayOf(text)).toBe(at)
  })

  it('takes years of two digits for what they are', () => {
    expect(new Date(dayOf('0087-03-03') ?? 0).getFullYear()).toBe(87)
  })
})

describe('a table as CSV', () => {
  it('quotes what needs it', () => {
    expect(
      csvOf([
        ['a', 'b,c'],
        ['d "e"', 'f\ng'],
        [1.5, -5],
      ]),
    ).toBe('a,"b,c"\r\n"d ""e""","f\ng"\r\n1.5,-5')
    expect(csvOf([])).toBe('')
  })

  it.each(['=1+1', '+49', '-x', '@SUM(A1)', '\tx', '\rx', ' =1', '＝1', '﹢1', '\u00a0=1', '\n=1'])(
    'disarms %j',
    (text) => {
      expect(csvOf([[text]]).replace(/^"/, '')).toMatch(/^'/)
    },
  )

  it.each(['a=1', '1-2', "'x", '', 'name@example.org'])('leaves %j as it is', (text) => {
    expect(csvOf([[text]])).toBe(text)
  })

  it('writes no number that is none', () => {
    expect(csvOf([[Number.NaN, Number.POSITIVE_INFINITY, -0.5]])).toBe(',,-0.5')
  })
})

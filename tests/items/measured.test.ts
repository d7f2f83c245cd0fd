import { describe, expect, it } from 'vitest'
import type { Draft } from '../../lib/contract/item'
import { openMeasured } from '../../lib/items/measured'
import { addsUp } from '../../lib/items/series-kind'
import { entriesOf, measurement } from './entries'

const of = (drafts: readonly Draft[]) => {
  const entries = entriesOf(drafts)
  return openMeasured({ all: () => entries, version: 1 })
}
const all = { from: null, before: null, points: 100 }
const day = (text: string) => new Date(`${text}T00:00`).getTime()

describe('what was measured', () => {
  it('is nothing where nothing was', async () => {
    const measured = of([])
    expect(await measured.series()).toEqual([])
    expect(await measured.view({ property: 'Steps', unit: '', ...all })).toMatchObject({ points: [], total: true })
  })

  it('is told apart by property and unit, the most frequent first', async () => {
    const measured = of([
      measurement('Weight', 71.4, '2026-11-23', { unitText: 'kg' }),
      measurement('Weight', 157, '2026-11-22', { unitText: 'lb' }),
      measurement('Steps', 8_000, '2026-11-22'),
      measurement('Steps', 9_000, '2026-11-21'),
    ])
    expect(
      (await measured.series()).map(({ property, unit, count, total, last }) => [property, unit, count, total, last]),
    ).toEqual([
      ['Steps', '', 2, true, 8_000],
      ['Weight', 'kg', 1, false, 71.4],
      ['Weight', 'lb', 1, false, 157],
    ])
  })

  it('is each by itself where that is few enough, else the mean of a span with its least and most', async () => {
    const drafts = Array.from({ length: 48 }, (_, hour) =>
      measurement(
        'Heart rate',
        60 + (hour % 24),
        `2026-11-${hour < 24 ? 21 : 22}T${String(hour % 24).padStart(2, '0')}:00`,
      ),
    )
    const measured = of(drafts)
    const asked = { property: 'Heart rate', unit: '', ...all }
    expect((await measured.view(asked)).points).toHaveLength(48)
    expect(await measured.view({ ...asked, points: 10 })).toEqual({
      ...{ property: 'Heart rate', unit: '', span: 'day', total: false },
      points: ['2026-11-21', '2026-11-22'].map((text) => ({
        ...{ at: day(text), value: expect.closeTo(71.5), least: 60, most: 83, count: 24 },
      })),
    })
    expect(
      (await measured.view({ ...asked, from: day('2026-11-22'), before: day('2026-11-22') + 3_600_000 })).points,
    ).toHaveLength(1)
  })

  it('adds up over days, and counts steps of two instruments once', async () => {
    const steps = (value: number, time: string, instrument: string) => measurement('Steps', value, time, { instrument })
    const measured = of([
      steps(3_000, '2026-11-21T08:00', 'Watch'),
      steps(4_000, '2026-11-21T18:00', 'Watch'),
      steps(5_500, '2026-11-21T12:00', 'Phone'),
      steps(2_000, '2026-11-23T12:00', 'Phone'),
    ])
    const asked = { property: 'Steps', unit: '', ...all }
    expect((await measured.view(asked)).points).toEqual([
      { at: day('2026-11-21'), value: 7_000, least: 7_000, most: 7_000, count: 3 },
      { at: day('2026-11-23'), value: 2_000, least: 2_000, most: 2_000, count: 1 },
    ])
    // "each" is never what adds up; asked otherwise, the values stand for themselves.
    expect(await measured.view({ ...asked, total: false })).toMatchObject({ span: 'each', total: false })
  })

  it('adds months up from days', async () => {
    const drafts = Array.from({ length: 90 }, (_, n) => {
      const date = new Date(2026, 8, 1 + n)
      return measurement(
        'Steps',
        1_000,
        `2026-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`,
      )
    })
    const view = await of(drafts).view({ property: 'Steps', unit: '', from: null, before: null, points: 5 })
    expect(view.span).toBe('month')
    expect(view.points.map(({ value, least, most }) => [value, least, most])).toEqual([
      [30_000, 1_000, 1_000],
      [31_000, 1_000, 1_000],
      [29_000, 1_000, 1_000],
    ])
  })

  it('takes no harm from values that are none, and times that nobody knows', async () => {
    const measured = of([
      measurement('x', Number.MAX_VALUE, '2026-11-21T08:00'),
      measurement('x', Number.MAX_VALUE, '2026-11-21T09:00'),
      measurement('x', -Number.MAX_VALUE, '2026-11-22T09:00'),
      measurement('x', Number.NaN, '2026-11-22T09:00'),
      measurement('x', 7, 'some day'),
      { type: 'Measurement', fields: { measuredProperty: 'x', value: '8' }, tags: [] },
      { type: 'Measurement', fields: { value: 8 }, tags: [] },
      measurement('__proto__', 1, '2026-11-22', { unitText: 'constructor' }),
    ])
    const asked = { property: 'x', unit: '', ...all }
    for (const total of [true, false])
      for (const points of [2, 100]) {
        const view = await measured.view({ ...asked, points, total })
        expect(JSON.parse(JSON.stringify(view))).toEqual(view)
        expect(view.points.length).toBeGreaterThan(0)
      }
    expect((await measured.series()).map(({ property, count }) => [property, count])).toEqual([
      ['x', 4],
      ['__proto__', 1],
    ])
  })

  it('holds 100,000 in as many points as were asked for', async () => {
    const drafts = Array.from({ length: 100_000 }, (_, n) =>
      measurement(
        'Heart rate',
        50 + (n % 90),
        new Date(Date.UTC(2020, 0, 1) + n * 1_800_000).toISOString().replace('.000Z', 'Z'),
      ),
    )
    const view = await of(drafts).view({ property: 'Heart rate', unit: '', from: null, before: null, points: 300 })
    expect(view.span).toBe('week')
    expect(view.points.length).toBeLessThanOrEqual(300)
    expect(view.points.reduce((sum, { count }) => sum + count, 0)).toBe(100_000)
  })

  it.each([
    ['Steps', 'count', true],
    ['Active energy', 'kcal', true],
    ['Move ring', 'kcal', true],
    ['Sleep: asleep core', 'min', true],
    ['Water drunk', 'mL', true],
    ['Falls', 'count', true],
    ['Caffeine', 'mg', true],
    ['Weight', 'kg', false],
    ['Heart rate', '/min', false],
    ['Body mass index', 'count', false],
    ['Step length', 'cm', false],
    ['Walking speed', 'km/h', false],
    ['Walking steadiness', '%', false],
    ['Cycling power', 'W', false],
    ['Six-minute walk', 'm', false],
    ['Wrist temperature asleep', '°C', false],
    ['Blood glucose', 'mg/dL', false],
    ['Forced vital capacity', 'L', false],
    ['UV exposure', 'count', false],
    ['Gewicht', 'kg', false],
    ['', '', false],
  ])('says of %s in %s whether it adds up', (property, unit, total) => {
    expect(addsUp(property, unit)).toBe(total)
  })
})

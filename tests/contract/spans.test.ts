import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Span } from '../../lib/contract/data-api'
import { beginner, beginOf, nextOf, spansBetween } from '../../lib/contract/spans'

const zone = process.env.TZ
const SPANS: Span[] = ['day', 'week', 'month', 'year']
const at = (text: string) => new Date(text).getTime()
const local = (instant: number) => {
  const date = new Date(instant)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}

// Clocks change at two in Berlin, at midnight in Sao Paulo and Beirut; Apia had no 30 December 2011.
describe.each([
  ['Europe/Berlin', '2026-03-29T12:00', '2026-10-25T12:00'],
  ['America/Sao_Paulo', '2018-11-04T12:00', '2018-02-17T23:30'],
  ['Asia/Beirut', '2022-03-27T12:00', '2022-10-29T23:30'],
  ['Pacific/Apia', '2011-12-29T12:00', '2011-12-31T12:00'],
  ['UTC', '2024-02-29T12:00', '1970-01-01T00:00'],
])('spans of time in %s', (name, ...moments) => {
  beforeEach(() => {
    process.env.TZ = name
  })
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })

  it('hold every instant around the changes of the clock once', () => {
    for (const moment of moments)
      for (const span of SPANS) {
        const asked = beginner(span)
        for (let hours = -60; hours <= 60; hours++) {
          const instant = at(moment) + hours * 1_800_000
          const begin = beginOf(instant, span)
          expect(begin).toBeLessThanOrEqual(instant)
          expect(nextOf(begin, span), `${local(instant)} ${span}`).toBeGreaterThan(instant)
          expect(beginOf(nextOf(begin, span), span)).toBe(nextOf(begin, span))
          expect(beginOf(begin, span)).toBe(begin)
          expect(asked(instant)).toBe(begin)
        }
      }
  })

  it('follow one another without a hole', () => {
    for (const span of SPANS) {
      const spans = spansBetween(at(moments[0] ?? ''), at(moments[0] ?? '') + 800 * 86_400_000, span, 1_000)
      for (const [index, begin] of spans.entries())
        if (index > 0) expect(nextOf(spans[index - 1] ?? 0, span)).toBe(begin)
      expect(spans.length).toBeGreaterThan(2)
    }
  })
})

describe('spans', () => {
  it('begin a week on Monday, whatever year it is', () => {
    expect(local(beginOf(at('2026-11-29T23:59'), 'week'))).toBe('2026-11-23 00:00')
    expect(local(beginOf(at('2021-01-03T10:00'), 'week'))).toBe('2020-12-28 00:00')
  })

  it('are the last ones where there are too many, and a wrong century costs nothing', () => {
    const [first, last] = [new Date(2000, 0, 1).setFullYear(1), at('9999-12-31T00:00')]
    const days = spansBetween(first, last, 'day', 1_000)
    expect(days).toHaveLength(1_000)
    expect(local(days.at(-1) ?? 0)).toBe('9999-12-31 00:00')
    expect(spansBetween(last, first, 'day', 1_000)).toEqual([])
    expect(spansBetween(first, first, 'year', 5).map(local)).toEqual(['1-01-01 00:00'])
  })
})

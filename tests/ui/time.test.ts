import './english'
import { describe, expect, it } from 'vitest'
import { dayName, exactWhen, sameDay, shortWhen, sinceWhen } from '../../lib/ui/time'

const now = new Date(2026, 10, 23, 13, 40).getTime()
const at = (daysAgo: number, hour = 9) => new Date(2026, 10, 23 - daysAgo, hour).getTime()

describe('times', () => {
  it('are as short as they are clear', () => {
    expect(shortWhen(at(0), now)).toMatch(/9:00/)
    expect(shortWhen(at(1, 23), now)).toMatch(/^Sun/)
    expect(shortWhen(at(6), now)).toMatch(/^Tue/)
    expect(shortWhen(at(7), now)).toMatch(/16/)
    expect(shortWhen(at(400), now)).toMatch(/2025/)
  })

  it('name today and yesterday', () => {
    expect(dayName(at(0, 0), now)).toBe('Today')
    expect(dayName(at(1, 23), now)).toBe('Yesterday')
    expect(dayName(at(2), now)).toMatch(/Saturday/)
  })

  it('stand within a sentence', () => {
    expect(sinceWhen(at(0), now)).toMatch(/^today 0?9:00/)
    expect(sinceWhen(at(1, 23), now)).toBe('yesterday')
    expect(sinceWhen(at(6), now)).toBe('Tuesday')
    expect(sinceWhen(at(7), now)).toMatch(/16/)
    expect(sinceWhen(at(400), now)).toMatch(/2025/)
  })

  it('are exact where that matters', () => {
    expect(exactWhen(at(0), now)).toMatch(/^0?9:00/)
    expect(exactWhen(at(1), now)).toMatch(/^Sun 0?9:00/)
    expect(exactWhen(at(400), now)).toMatch(/2025 0?9:00/)
  })

  it('never call a clock that runs ahead a weekday gone by', () => {
    expect(shortWhen(at(-2), now)).not.toMatch(/^[A-Z][a-z]{2}$/)
    expect(dayName(at(-1), now)).toMatch(/24/)
    expect(sinceWhen(at(-2), now)).toMatch(/25/)
  })

  it('hold on days of 23 and 25 hours', () => {
    for (const month of [2, 9]) {
      const sunday = new Date(2026, month, month === 2 ? 29 : 25, 12).getTime()
      const saturday = new Date(2026, month, month === 2 ? 28 : 24, 0, 30).getTime()
      expect(dayName(saturday, sunday)).toBe('Yesterday')
      expect(sameDay(saturday, sunday)).toBe(false)
    }
  })
})

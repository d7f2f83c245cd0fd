import type { Span } from './data-api'

/** The beginning of the span that holds an instant, on this device's calendar; weeks begin on Monday. */
export const beginOf = (at: number, span: Span): number => {
  const date = new Date(at)
  date.setHours(0, 0, 0, 0)
  if (span === 'week') date.setDate(date.getDate() - ((date.getDay() + 6) % 7))
  if (span === 'month' || span === 'year') date.setDate(1)
  if (span === 'year') date.setMonth(0)
  // Where clocks change at midnight, the day that was left may have had none.
  date.setHours(0, 0, 0, 0)
  return date.getTime()
}

/** The beginning of the next span. Days are not always 24 hours long, and do not always begin at midnight. */
export const nextOf = (begin: number, span: Span): number => {
  const date = new Date(begin)
  if (span === 'day') date.setDate(date.getDate() + 1)
  if (span === 'week') date.setDate(date.getDate() + 7)
  if (span === 'month') date.setMonth(date.getMonth() + 1)
  if (span === 'year') date.setFullYear(date.getFullYear() + 1)
  date.setHours(0, 0, 0, 0)
  return date.getTime()
}

/** The beginning of each instant's span, asked in any order; the calendar is only asked where the last answer does not do. */
export const beginner = (span: Span): ((at: number) => number) => {
  let begin = 0
  let end = 0
  return (at) => {
    if (at >= begin && at < end) return begin
    begin = beginOf(at, span)
    end = nextOf(begin, span)
    return begin
  }
}

/** Every span from the first to the last, at most `most` of them, the last ones: a wrong century costs no more than that. */
export const spansBetween = (first: number, last: number, span: Span, most: number): number[] => {
  const spans: number[] = []
  for (let at = beginOf(last, span); spans.length < most && at >= beginOf(first, span); at = beginOf(at - 1, span))
    spans.push(at)
  return spans.reverse()
}

import { dayOf } from './signal'

/** How often something happened on one UTC day, counted since 1970. */
export interface Daily {
  day: number
  count: number
}

/** With one more today; null where that would be more than `most`. */
export const oneMore = (daily: Daily | null, most: number, now: number): Daily | null => {
  const count = daily?.day === dayOf(now) ? daily.count + 1 : 1
  return count > most ? null : { day: dayOf(now), count }
}

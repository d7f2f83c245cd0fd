import type { ItemSummary } from '../../../contract/data-api'
import { sameDay } from '../../time'

/** Items of one day. */
interface Day {
  at: number
  items: ItemSummary[]
}

/** Cuts a list where the day changes. */
export const daysOf = (items: readonly ItemSummary[]): Day[] => {
  const days: Day[] = []
  for (const item of items) {
    const day = days.at(-1)
    if (day && sameDay(day.at, item.at)) day.items.push(item)
    else days.push({ at: item.at, items: [item] })
  }
  return days
}

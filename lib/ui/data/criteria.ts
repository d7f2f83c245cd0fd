import { signal } from '@preact/signals'
import type { Filter, Order } from '../../contract/data-api'

/** What the list shows: as long as this page lives, so that whoever comes back finds what they left. */
export interface Criteria {
  text: string
  type: string
  tag: string
  order: Order
}

const EVERYTHING: Criteria = { text: '', type: '', tag: '', order: 'newest' }

/** The criteria now, as a signal. */
export const criteria = signal<Criteria>(EVERYTHING)

/** How far the list was scrolled. */
export const scrolled = { items: 0 }

/** Changes some of the criteria; the list begins at its top again. */
export const choose = (part: Partial<Criteria>): void => {
  scrolled.items = 0
  criteria.value = { ...criteria.value, ...part }
}

/** The filter that the criteria stand for. */
export const filterOf = ({ text, type, tag }: Criteria): Filter => ({
  ...(text.trim() !== '' && { text: text.trim() }),
  ...(type !== '' && { type }),
  ...(tag !== '' && { tag }),
})

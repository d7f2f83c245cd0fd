import type { ItemSummary } from '../../contract/data-api'
import { useWatch } from '../panel'

/** Whom and what forms are filled from, in the order in which they are offered. */
export const PROFILE_TYPES = ['Person', 'Contact', 'PostalAddress'] as const

const SHOWN = 50

/** What can be filled from, of each type the first fifty in which all words of `text` occur; undefined until all is known. */
export const useProfiles = (text: string): { list: ItemSummary[]; more: boolean } | undefined => {
  const asked = { order: 'name' as const, offset: 0, limit: SHOWN }
  const filter = text.trim() === '' ? {} : { text }
  const views = [
    useWatch('items', { filter: { ...filter, type: 'Person' }, ...asked }),
    useWatch('items', { filter: { ...filter, type: 'Contact' }, ...asked }),
    useWatch('items', { filter: { ...filter, type: 'PostalAddress' }, ...asked }),
  ]
  const known = views.flatMap((view) => view ?? [])
  if (known.length < views.length) return undefined
  return { list: known.flatMap(({ items }) => items), more: known.some(({ total }) => total > SHOWN) }
}

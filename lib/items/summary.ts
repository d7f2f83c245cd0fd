import type { ItemSummary } from '../contract/data-api'
import type { Fields, Labelled, Value } from '../contract/item'
import { isFile, isList, NAME_PARTS } from '../contract/item-text'
import { itemType } from '../contract/item-types'
import { type Entry, itemOf } from './entry'

const LONGEST = 200

/** What a list shows of an item. */
export const summaryOf = (entry: Entry): ItemSummary => {
  const item = itemOf(entry)
  const { title = [], detail = [], time = [] } = itemType(item.type) ?? {}
  const shown = new Set<string>([
    ...title,
    ...(title.includes('name') && !item.fields.name ? NAME_PARTS : []),
    ...detail,
    ...time,
    'value',
    'unitText',
  ])
  const fields: Fields = {}
  for (const [name, value] of Object.entries(item.fields)) if (shown.has(name)) fields[name] = cut(value)
  return { id: item.id, type: item.type, fields, tags: item.tags, at: entry.at, preview: previewOf(item.fields) }
}

/** The first value, and no more of it than fits a line. */
const cut = (value: Value | Labelled[]): Value | Labelled[] => {
  if (isList(value))
    return value.slice(0, 1).map(({ value: first, label }) => ({
      value: cut(first) as Value,
      ...(label !== undefined && { label: label.slice(0, LONGEST) }),
    }))
  if (typeof value === 'string') return value.slice(0, LONGEST)
  if (Array.isArray(value)) return []
  if (typeof value !== 'object' || 'latitude' in value || 'file' in value) return value
  // Of a long address as of any other text: a list of them would be more than a message can carry.
  return Object.fromEntries(Object.entries(value).map(([part, text]) => [part, text.slice(0, LONGEST)]))
}

const previewOf = ({ image, content }: Fields): ItemSummary['preview'] => {
  for (const value of [image, content]) if (isFile(value) && value.preview) return value.preview
  return null
}

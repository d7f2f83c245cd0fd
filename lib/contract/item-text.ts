import type { Address, Fields, FileRef, Labelled, Value } from './item'
import { itemType } from './item-types'

/** The texts in a field, one for each value; nothing where it holds a place on the map, a way or a file. */
export const textsOf = (value: Value | Labelled[] | undefined): string[] => {
  if (value === undefined) return []
  if (isList(value)) return value.flatMap(({ value: each }) => textsOf(each))
  if (typeof value !== 'object') return [String(value)]
  if (Array.isArray(value) || 'latitude' in value || 'file' in value) return []
  return [Object.values(value as Address).join(' ')]
}

/** Whether a field holds several values with labels. */
export const isList = (value: Value | Labelled[]): value is Labelled[] =>
  Array.isArray(value) && !Array.isArray(value[0])

/** The fields that make a name where nobody wrote one in one piece, in its order. */
export const NAME_PARTS = ['honorificPrefix', 'givenName', 'additionalName', 'familyName', 'honorificSuffix']

/**
 * The name of an item, from the first of its type's naming fields that says something; empty where none does. Who has no
 * name in one piece has that of its parts.
 */
export const titleOf = (type: string, fields: Fields): string => {
  for (const name of itemType(type)?.title ?? ['name']) {
    const [text = ''] = textsOf(fields[name])
    if (text.trim() !== '') return text
    const parts = name === 'name' ? NAME_PARTS.flatMap((part) => textsOf(fields[part])) : []
    if (parts.length > 0) return parts.join(' ')
  }
  return ''
}

/** Whether a value is a file. */
export const isFile = (value: Value | Labelled[] | undefined): value is FileRef =>
  typeof value === 'object' && !Array.isArray(value) && 'file' in value

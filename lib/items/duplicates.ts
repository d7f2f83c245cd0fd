import type { Duplicates } from '../contract/data-api'
import type { ItemId } from '../contract/ids'
import type { Fields } from '../contract/item'
import { textsOf } from '../contract/item-text'
import { type Entry, itemOf } from './entry'
import { pause } from './item-store'
import { fold } from './words'

/** Fewer digits than this are no number of one person's own. */
const LEAST_DIGITS = 7
/** Of two ways to write a number, the country and the zero in front differ; these last digits do not. */
const SAME_DIGITS = 8
/** More contacts than this share a switchboard, not a person. */
const CROWD = 50
const MOST_GROUPS = 500

/**
 * Contacts that may be one person: they share an address for e-mail, a telephone number, or the whole name. `apart` says of two
 * whether the person has called them different. A suggestion, never more: people share telephones and names.
 */
export const findDuplicates = async (
  entries: readonly Entry[],
  apart: (a: ItemId, b: ItemId) => boolean,
): Promise<Duplicates[]> => {
  const marks = new Map<string, ItemId[]>()
  let looked = 0
  for (const entry of entries) {
    if (entry.type !== 'Contact' || entry.binned) continue
    if (++looked % 1_000 === 0) await pause()
    for (const mark of marksOf(itemOf(entry).fields)) marks.set(mark, [...(marks.get(mark) ?? []), entry.id])
  }
  return join(marks, apart)
}

/** What recognises a person, the surest first: `email:…`, `telephone:…`, `name:…`. */
const marksOf = (fields: Fields): string[] => {
  const emails = textsOf(fields.email).map((text) => `email:${fold(text).trim()}`)
  const phones = textsOf(fields.telephone).flatMap((text) => {
    const digits = text
      .normalize('NFKC')
      .replace(/\(0\)|;.*$/g, '')
      .replace(/\D/g, '')
    return digits.length < LEAST_DIGITS ? [] : [`telephone:${digits.slice(-SAME_DIGITS)}`]
  })
  const [name = ''] = textsOf(fields.name)
  const words = fold(name)
    .split(/[\s,.]+/)
    .filter(Boolean)
    .sort()
  return [...new Set([...emails, ...phones, ...(words.length > 1 ? [`name:${words.join(' ')}`] : [])])]
}

/** Groups that hang together by any mark; the first mark that joined two gives the reason. */
const join = (marks: ReadonlyMap<string, ItemId[]>, apart: (a: ItemId, b: ItemId) => boolean): Duplicates[] => {
  const groups = new Map<ItemId, Duplicates>()
  const order = ['email', 'telephone', 'name'] as const
  for (const because of order)
    for (const [mark, ids] of marks) {
      if (!mark.startsWith(`${because}:`) || ids.length < 2 || ids.length > CROWD) continue
      const [first, ...others] = ids as [ItemId, ...ItemId[]]
      for (const id of others) if (!apart(first, id)) unite(groups, first, id, because)
    }
  return [...new Set(groups.values())].slice(0, MOST_GROUPS)
}

const unite = (groups: Map<ItemId, Duplicates>, a: ItemId, b: ItemId, because: Duplicates['because']): void => {
  const one = groups.get(a) ?? { ids: [a], because }
  const other = groups.get(b) ?? { ids: [b], because }
  if (one === other) return
  const joined = {
    ids: [...one.ids, ...other.ids],
    because: one.ids.length > 1 ? one.because : other.ids.length > 1 ? other.because : because,
  }
  for (const id of joined.ids) groups.set(id, joined)
}

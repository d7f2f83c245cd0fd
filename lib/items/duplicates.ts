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
 * whether the person has called them different; such two are in no group together. A suggestion, never more: people share
 * telephones and names.
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
    for (const mark of marksOf(itemOf(entry).fields)) {
      const ids = marks.get(mark)
      if (!ids) marks.set(mark, [entry.id])
      else if (ids.length <= CROWD) ids.push(entry.id)
    }
  }
  return join(marks, apart)
}

/** What recognises a person, the surest first: `email:…`, `telephone:…`, `name:…`. */
const marksOf = (fields: Fields): string[] => {
  const emails = textsOf(fields.email).flatMap((text) => {
    const address = fold(text)
      .trim()
      .replace(/^mailto:/, '')
    return /.@./.test(address) ? [`email:${address}`] : []
  })
  const phones = textsOf(fields.telephone).flatMap((text) => {
    const digits = digitsOf(text)
    return digits.length < LEAST_DIGITS ? [] : [`telephone:${digits.slice(-SAME_DIGITS)}`]
  })
  const [name = ''] = textsOf(fields.name)
  const words = fold(name)
    .split(/[\s,.]+/)
    .filter(Boolean)
    .sort()
  return [...new Set([...emails, ...phones, ...(words.length > 1 ? [`name:${words.join(' ')}`] : [])])]
}

/** The digits of a telephone number, in whatever script, without the zero that only counts at home and the extension. */
const digitsOf = (text: string): string =>
  text
    .slice(0, 100)
    .normalize('NFKC')
    .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/\(0\)|;.*$|\s*(?:ext\.?|x)\s*\d+$/gi, '')
    .replace(/\D/g, '')

/** Groups that hang together by any mark; the first mark that joined two gives the reason. */
const join = (marks: ReadonlyMap<string, ItemId[]>, apart: (a: ItemId, b: ItemId) => boolean): Duplicates[] => {
  const groups = new Map<ItemId, Duplicates>()
  const order = ['email', 'telephone', 'name'] as const
  for (const because of order)
    for (const [mark, ids] of marks) {
      if (!mark.startsWith(`${because}:`) || ids.length < 2 || ids.length > CROWD) continue
      // Not only with the first: who is apart from that one may still be the same as another.
      for (const [index, id] of ids.entries())
        for (const other of ids.slice(0, index)) if (unite(groups, other, id, because, apart)) break
    }
  return [...new Set(groups.values())].slice(0, MOST_GROUPS)
}

/** Puts the groups of two together, unless that would join any that are apart; whether they are together now. */
const unite = (
  groups: Map<ItemId, Duplicates>,
  a: ItemId,
  b: ItemId,
  because: Duplicates['because'],
  apart: (a: ItemId, b: ItemId) => boolean,
): boolean => {
  const one = groups.get(a) ?? { ids: [a], because }
  const other = groups.get(b) ?? { ids: [b], because }
  if (one === other) return true
  if (one.ids.length + other.ids.length > CROWD) return false
  if (one.ids.some((each) => other.ids.some((against) => apart(each, against)))) return false
  const joined = {
    ids: [...one.ids, ...other.ids],
    because: one.ids.length > 1 ? one.because : other.ids.length > 1 ? other.because : because,
  }
  for (const id of joined.ids) groups.set(id, joined)
  return true
}

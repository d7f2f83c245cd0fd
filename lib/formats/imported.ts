import type { Problem, ProblemReason } from '../contract/data-api'
import type { Fields, Imported } from '../contract/item'
import { encodeText } from '../contract/wire'
import { sha256, toHex } from '../crypto/hash'
import { little } from './pieces'

/** Hash of a content, the first 16 hex digits. */
export const digest = (content: unknown): string => toHex(sha256(encodeText(JSON.stringify(content)))).slice(0, 16)

/** The version of a content, in whatever order its fields come. */
export const versionOf = (type: string, fields: Fields, tags: string[]): string =>
  digest([type, Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)), tags])

/** What was read, with what recognises it: `key`, else a hash of all that it says. */
export const imported = (type: string, fields: Fields, tags: string[] = [], key?: string): Imported => {
  const version = versionOf(type, fields, tags)
  return { type, fields, tags, key: key ?? version, version }
}

/** Gives a person without a name the one that its parts make. */
export const nameOf = (type: string, fields: Fields): void => {
  if (type !== 'Contact' && type !== 'Person') return
  const { honorificPrefix, givenName, additionalName, familyName, honorificSuffix } = fields
  const name = [honorificPrefix, givenName, additionalName, familyName, honorificSuffix].filter(Boolean).join(' ')
  if (name) fields.name ??= name
}

/** Characters of a time that no calendar knows ("circa 1800"), and that is kept as it was said. */
export const LONGEST_TIME = 200

const MOST_TAGS = 100
const LONGEST_TAG = 100

/** Tags without blanks and doubles, as many and as long as an item may have; and those that are over. */
export const tidyTags = (tags: string[]): { tags: string[]; over: string[] } => {
  const clean = [...new Set(tags.map((tag) => tag.trim()))].filter((tag) => tag !== '')
  const fit = clean.filter(({ length }) => length <= LONGEST_TAG).slice(0, MOST_TAGS)
  return { tags: fit, over: clean.filter((tag) => !fit.includes(tag)) }
}

/** A problem, with a little of what stands there. */
export const problem = (
  reason: ProblemReason,
  what: string,
  line: number | null,
  where: string | null = null,
): { problem: Problem } => ({ problem: { line, where, reason, what: little(what) } })

import type { Problem, ProblemReason } from '../contract/data-api'
import type { Fields, Imported } from '../contract/item'
import { encodeText } from '../contract/wire'
import { sha256, toHex } from '../crypto/hash'
import { little } from './pieces'

/** Hash of a content, the first 16 hex digits. */
export const digest = (content: unknown): string => toHex(sha256(encodeText(JSON.stringify(content)))).slice(0, 16)

/** What was read, with what recognises it: `key`, else a hash of all that it says. */
export const imported = (type: string, fields: Fields, tags: string[] = [], key?: string): Imported => {
  const version = digest([type, fields, tags])
  return { type, fields, tags, key: key ?? version, version }
}

/** A problem, with a little of what stands there. */
export const problem = (
  reason: ProblemReason,
  what: string,
  line: number | null,
  where: string | null = null,
): { problem: Problem } => ({ problem: { line, where, reason, what: little(what) } })

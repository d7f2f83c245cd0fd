import type { Problem, ProblemReason } from '../contract/data-api'
import type { Fields, FileRef, Labelled, Value } from '../contract/item'
import { itemType } from '../contract/item-types'
import { encodeText } from '../contract/wire'
import { sha256, toHex } from '../crypto/hash'
import { type Component, type Line, problemAt } from './lines'
import { bytesOf, keptFile, MAX_INLINE, payloadLength, withFile } from './payload'
import type { ReaderContext } from './reader'

/** One value, and the line that says it; without a line it was worked out from others. */
export interface Finding {
  field: string
  value: Value
  label?: string
  line: Line | null
}

/** The field of findings that are tags. */
export const TAGS = '#tags'
/** A vault takes so many tags of an item, of so many characters. */
const MAX_TAGS = 100
const MAX_TAG = 100

/** Tags as a vault keeps them, or why it would not. */
export const tagsOf = (texts: readonly string[]): { field: string; value: string }[] | ProblemReason => {
  const tags = texts.map((text) => text.trim().replace(/^#+/, '')).filter((tag) => tag !== '')
  if (tags.length > MAX_TAGS) return 'too-many'
  if (tags.some((tag) => tag.length > MAX_TAG)) return 'too-large'
  return tags.map((value) => ({ field: TAGS, value }))
}

/** Fields that put together what several lines say. */
export const JOINED: ReadonlySet<string> = new Set(['description', 'text', TAGS])

/** The fields of a type that these findings make, tags under {@link TAGS}. */
export const fieldsOf = (findings: readonly Finding[], type: string): Fields => {
  const many = new Set(itemType(type)?.fields.flatMap((field) => (field.many ? [field.name] : [])))
  const fields: Fields = {}
  for (const { field, value, label } of findings) {
    const before = fields[field]
    if (many.has(field) || field === TAGS) {
      const list = (before as Labelled[] | undefined) ?? []
      fields[field] = list
      const labelled = label === undefined ? { value } : { value, label }
      if (field !== TAGS) list.push(labelled)
      else if (list.length < MAX_TAGS && !list.some((tag) => tag.value === value)) list.push(labelled)
    } else if (before === undefined) fields[field] = value
    else if (JOINED.has(field)) fields[field] = `${before}\n\n${value}`
  }
  return fields
}

/** Tags and the rest apart, as an item has them. */
export const apart = (all: Fields): { fields: Fields; tags: string[] } => {
  const { [TAGS]: tags, ...fields } = all
  return { fields, tags: ((tags ?? []) as Labelled[]).map(({ value }) => String(value)) }
}

/** What a component was before its bytes went to files, and what it is now. */
export interface Kept {
  component: Component
  files: ReadonlyMap<Line, FileRef>
  problems: Problem[]
  version: string
}

// What programs write anew with each export.
const VOLATILE = new Set(['DTSTAMP', 'REV', 'PRODID'])

/** 16 hex digits for the content of lines. */
export const contentHash = (lines: readonly Line[]): string => {
  const said = lines.filter(({ name }) => !VOLATILE.has(name)).map(({ text }) => text)
  return toHex(sha256(encodeText(said.join('\n')))).slice(0, 16)
}

/** Keeps the bytes of a component as files: pictures of a person, and whatever is over {@link MAX_INLINE}. */
export const keepBytes = async (component: Component, context: ReaderContext): Promise<Kept> => {
  const version = contentHash(component.lines)
  const lines: Line[] = []
  const files = new Map<Line, FileRef>()
  const problems: Problem[] = []
  for (const line of component.lines) {
    const length = payloadLength(line)
    if (length === 0 || (length <= MAX_INLINE && line.name !== 'PHOTO')) {
      lines.push(line)
      continue
    }
    const found = bytesOf(line)
    if (!found) {
      problems.push(problemAt(line, 'damaged').problem)
      if (length <= MAX_INLINE) lines.push(line)
      continue
    }
    const ref = await context.keepFile(found.bytes, found.mediaType || 'application/octet-stream')
    const kept = withFile(line, ref)
    files.set(kept, ref)
    lines.push(kept)
  }
  return { component: { ...component, lines }, files, problems, version }
}

/** The picture that a line carries: as it was kept just now, else by its id alone. */
export const imageOf = (line: Line, files: ReadonlyMap<Line, FileRef>): FileRef | null => {
  const kept = files.get(line)
  if (kept) return kept
  const file = keptFile(line)
  return file && { file, size: 0, mediaType: '' }
}

/** The lines as an original keeps them. */
export const textOf = ({ lines }: Component): string => lines.map(({ text }) => text).join('\n')

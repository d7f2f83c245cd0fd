import type { Fields, Item, Labelled } from '../contract/item'
import { fold } from './fold'
import { type Component, componentsIn } from './lines'
import { type ReadFile, withBytes } from './payload'
import { writeText } from './property'
import { fieldsOf, TAGS } from './reading'
import { rewrite, same } from './rewrite'
import { readCard } from './vcard'
import { NAME_PARTS } from './vcard-fields'
import { writersFor } from './vcard-lines'

/**
 * Writes one contact as a vCard: 4.0, or what it came from, with other lines only for what has changed since. Bytes that
 * `readFile` no longer has are left out.
 */
export async function* writeVcard(item: Item, readFile: ReadFile): AsyncGenerator<string> {
  const original = item.original?.format === 'vcard' ? componentOf(item.original.text) : null
  const component = original ?? blank(item)
  const card = readCard(component)
  const before = fieldsOf(card.findings, item.type)
  const after: Fields = { ...item.fields, [TAGS]: item.tags.map((value) => ({ value })) }
  const derived = card.findings.some(({ field, line }) => field === 'name' && line === null)
  // A name that was worked out from its parts would not stay what it is if they change.
  if (derived && NAME_PARTS.some((field) => !same(before[field], after[field]))) delete before.name
  const lines = rewrite(component, card.findings, before, after, writersFor(component, card.syntax))
  const untitled = !lines.some(isTitle) && (!original || original.lines.some(({ text }) => isTitle(text)))
  for (const line of untitled && card.syntax !== '2.1' ? withTitle(lines, after) : lines) {
    const whole = await withBytes(line, readFile)
    if (whole !== null) yield fold(current(whole), card.syntax)
  }
}

const componentOf = (text: string): Component | null => {
  for (const found of componentsIn(text))
    if ('component' in found && found.component.name === 'VCARD') return found.component
  return null
}

const blank = ({ id }: Item): Component => {
  const uuid = id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  const found = componentOf(`BEGIN:VCARD\nVERSION:4.0\nUID:urn:uuid:${uuid}\nEND:VCARD`)
  return found ?? { name: 'VCARD', at: 1, lines: [] }
}

// The file is UTF-8 now, whatever it was when it came.
const current = (line: string): string =>
  /\P{ASCII}/u.test(line) ? line.replace(/^([^:]*;CHARSET=)[^;:]*/i, '$1UTF-8') : line

const isTitle = (line: string): boolean => /^(?:[\w-]+\.)?FN[;:]/i.test(line)

/** Versions 3.0 and 4.0 want a formatted name of everybody: where there is none, one that says of itself that it is worked out. */
const withTitle = (lines: string[], fields: Fields): string[] => {
  const first = (field: string): unknown => {
    const value = fields[field]
    return Array.isArray(value) ? (value as Labelled[])[0]?.value : value
  }
  const parts = ['givenName', 'familyName'].flatMap((field) => first(field) ?? []).join(' ')
  const title = [parts, ...['alternateName', 'worksFor', 'email', 'telephone'].map(first)].find((each) => each)
  return lines.toSpliced(2, 0, writeText('FN', { DERIVED: ['true'] }, [String(title ?? '')], '4.0'))
}

import type { Fields, Labelled, Value } from '../contract/item'
import { isMoment } from '../contract/moment'
import { groupsOf } from './groups'
import { type Component, type Line, lineOf, ownLines } from './lines'
import { type Finding, JOINED } from './reading'

/** Writes the lines of fields that belong to one property: all of them anew if one has changed. */
export interface FieldsWriter {
  fields: readonly string[]
  lines(fields: Fields): string[]
}

/** Writes one value of a field that has several; the others keep their lines. */
export interface EntryWriter {
  field: string
  entry(entry: Labelled): string[]
}

export type Writer = FieldsWriter | EntryWriter

/** Lines that say nothing without the line of their group that they belong to. */
const BESIDE = new Set(['X-ABLABEL', 'X-ABADR'])

/** Whether two values of a field say the same. */
export const same = (a: Value | Labelled[] | undefined, b: Value | Labelled[] | undefined): boolean =>
  JSON.stringify(plain(a)) === JSON.stringify(plain(b))

const plain = (value: Value | Labelled[] | undefined): unknown => {
  if (value === undefined || value === '') return null
  if (typeof value === 'string') return isMoment(value) ? value.replace(/T(\d\d:\d\d)(?!:)/, 'T$1:00') : value
  if (typeof value !== 'object') return value
  if (!Array.isArray(value)) {
    if ('file' in value) return value.file
    return Object.entries(value)
      .filter(([, part]) => part !== undefined && part !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1))
  }
  if (value.length === 0) return null
  return value.map((entry) => ('value' in entry ? [plain(entry.value), entry.label ?? ''] : entry))
}

/**
 * The lines of a component as they came, but for those of fields that were changed: those say what `after` says. `before`: what
 * `findings`, read from the component, make.
 */
export const rewrite = (
  component: Component,
  findings: readonly Finding[],
  before: Fields,
  after: Fields,
  writers: readonly Writer[],
): string[] => {
  const instead = new Map<Line, string[]>()
  const added: string[] = []
  for (const writer of writers) {
    const fields = 'field' in writer ? [writer.field] : writer.fields
    if (fields.every((field) => same(before[field], after[field]))) continue
    const own = findings.filter(({ field, line }) => line && fields.includes(field))
    const lines = 'field' in writer ? entries(writer, own, after) : writer.lines(after)
    const dropped =
      'field' in writer || fields.some((field) => JOINED.has(field)) || lines.length === 0 ? own : own.slice(0, 1)
    for (const { line } of dropped) if (line) instead.set(line, [])
    // What nobody could read is not left to stand beside what is said now.
    if ('fields' in writer) for (const line of unread(component, findings, lines)) instead.set(line, [])
    const place = own[0]?.line
    if (place) instead.set(place, lines)
    else added.push(...lines)
  }
  if (instead.size === 0 && added.length === 0) return component.lines.map(({ text }) => text)
  dropLabels(component, instead)
  // Before the first component within this one, for that is where the grammar wants it.
  const inner = component.lines.findIndex(({ name }, index) => index > 0 && (name === 'BEGIN' || name === 'END'))
  const end = component.lines[inner - 1]?.name === 'AGENT' ? inner - 1 : inner
  return component.lines.flatMap((line, index) => [
    ...(index === end ? added : []),
    ...(instead.get(line) ?? [line.text]),
  ])
}

/** Lines of the properties that are written now, of which nothing was read. */
const unread = (component: Component, findings: readonly Finding[], written: readonly string[]): Line[] => {
  const names = new Set(written.map((text) => lineOf(text, 0)?.name))
  const read = new Set(findings.map(({ line }) => line))
  return ownLines(component).filter((line) => names.has(line.name) && !read.has(line))
}

/** A line for each entry of the field, in its order: its own, where it has one still. */
const entries = (writer: EntryWriter, own: readonly Finding[], after: Fields): string[] => {
  const list = after[writer.field]
  const left = groupsOf(own, sayingOf)
  return (Array.isArray(list) ? (list as Labelled[]) : []).flatMap((entry) => {
    const found = left.get(sayingOf(entry))?.shift()
    return found?.line ? [found.line.text] : writer.entry(entry)
  })
}

const sayingOf = ({ value, label }: Labelled): string => JSON.stringify([plain(value), label ?? ''])

/** Drops what stands beside lines that are gone, where nothing else is left of their group. */
const dropLabels = ({ lines }: Component, instead: Map<Line, string[]>): void => {
  const kept = new Set([...instead.values()].flat())
  const isGone = (line: Line) => instead.has(line) && !kept.has(line.text)
  for (const [group, members] of groupsOf(lines, (line) => line.group)) {
    const others = members.filter((line) => !isGone(line))
    if (group === '' || others.length === members.length) continue
    if (others.every(({ name }) => BESIDE.has(name))) for (const line of others) instead.set(line, [])
  }
}

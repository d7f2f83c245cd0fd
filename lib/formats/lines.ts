import type { Problem, ProblemReason } from '../contract/data-api'
import { FILE_MARK } from '../contract/item'
import { holdsBytes, type Unfolded, unfolding } from './unfold'

/** One content line, unfolded: as it stood, where it began, and what its head says. `name` and `group` in upper case. */
export interface Line {
  at: number
  text: string
  name: string
  group: string
  /** Where the value begins in `text`. */
  value: number
}

/** One component with the lines of its BEGIN and END, and everything between. */
export interface Component {
  name: string
  at: number
  lines: Line[]
}

/** What stands in a file of vCards or calendars, in its order. `line` is a property of the calendar itself. */
export type Found = { component: Component } | { calendar: 'begins' | 'ends' } | { line: Line } | { problem: Problem }

/** A problem at a line, with a little of it. */
export const problemAt = (line: { at: number; text: string }, reason: ProblemReason): { problem: Problem } => ({
  problem: { line: line.at, where: null, reason, what: line.text.slice(0, 80).replace(/\p{Cc}/gu, ' ') },
})

/** Characters of one component, its bytes aside. */
const MAX_COMPONENT = 3 << 19
/** Characters of base64 in one component. */
const MAX_BYTES = 32 << 20
const MAX_DEPTH = 32
/** What cannot stand within another: its BEGIN says that the END of the one before is missing. */
const ROOTS = new Set(['VCARD', 'VEVENT', 'VTODO', 'VJOURNAL', 'VFREEBUSY', 'VTIMEZONE'])

/** A content line as far as its head goes, or null where it is none. */
export const lineOf = (text: string, at: number): Line | null => {
  const [head, group = '', name = ''] = /^((?:[\w-]+\.)*)([\w-]+)(?=[;:])/.exec(text) ?? []
  if (head === undefined) return null
  let quoted = false
  for (let i = head.length; i < text.length; i++) {
    const char = text[i]
    if (char === '"') quoted = !quoted
    else if (char === ':' && !quoted)
      return { at, text, name: name.toUpperCase(), group: group.slice(0, -1).toUpperCase(), value: i + 1 }
  }
  return null
}

/** The lines of a component that are its own, without those of components within it, and without its BEGIN and END. */
export const ownLines = ({ lines }: Component): Line[] => {
  let depth = 0
  return lines.filter(({ name }) => {
    if (name === 'BEGIN') depth++
    else if (name === 'END') depth--
    else return depth === 1
    return false
  })
}

/** Takes lines, and gives back components as soon as they are whole. Holds one component at a time. */
const gathering = () => {
  let current: Component | null = null
  let open: string[] = []
  let size = 0
  let bytes = 0
  let full = false
  let calendar: { at: number; text: string } | null = null

  const implied = (at: number): Line[] => open.reverse().flatMap((name) => lineOf(`END:${name}`, at) ?? [])
  function* close(at: number, reason?: ProblemReason): Generator<Found> {
    if (!current) return
    const component = current
    if (reason) yield problemAt({ at: component.at, text: `BEGIN:${component.name}` }, reason)
    component.lines.push(...implied(at))
    current = null
    open = []
    yield { component }
  }
  function* begin(line: Line, name: string): Generator<Found> {
    const within = current?.lines.at(-1)
    const embedded = name === 'VCARD' && within?.name === 'AGENT'
    if (current && ROOTS.has(name) && !embedded) yield* close(line.at, 'cut-off')
    if (open.length >= MAX_DEPTH) yield* close(line.at, 'too-deep')
    if (!current) {
      current = { name, at: line.at, lines: [] }
      size = 0
      bytes = 0
      full = false
    }
    open.push(name)
    current.lines.push(line)
  }
  function* end(line: Line, name: string): Generator<Found> {
    const depth = open.lastIndexOf(name)
    if (!current || depth < 0) return yield problemAt(line, 'not-understood')
    if (depth < open.length - 1) {
      yield problemAt({ at: line.at, text: `BEGIN:${open.at(-1)}` }, 'cut-off')
      const inner = open.splice(depth + 1)
      current.lines.push(...inner.reverse().flatMap((each) => lineOf(`END:${each}`, line.at) ?? []))
    }
    open.pop()
    current.lines.push(line)
    if (open.length === 0) yield* close(line.at)
  }
  function* keep(line: Line): Generator<Found> {
    if (!current) return yield calendar ? { line } : problemAt(line, 'not-understood')
    if (holdsBytes(line.text)) bytes += line.text.length
    else size += line.text.length
    if (size <= MAX_COMPONENT && bytes <= MAX_BYTES) current.lines.push(line)
    else if (!full) {
      full = true
      yield problemAt(line, 'too-large')
    }
  }
  return {
    *put({ at, text, tooLong }: Unfolded): Generator<Found> {
      if (tooLong) return yield problemAt({ at, text }, 'too-large')
      const line = lineOf(text, at)
      if (!line) {
        if (text.trim() !== '') yield problemAt({ at, text }, 'not-understood')
        return
      }
      const name = text.slice(line.value).trim().toUpperCase()
      if (line.name !== 'BEGIN' && line.name !== 'END') return yield* keep(line)
      if (name !== 'VCALENDAR') return yield* line.name === 'BEGIN' ? begin(line, name) : end(line, name)
      yield* close(at, 'cut-off')
      calendar = line.name === 'BEGIN' ? line : null
      yield { calendar: line.name === 'BEGIN' ? 'begins' : 'ends' }
    },
    *end(): Generator<Found> {
      yield* close(0, 'cut-off')
      if (calendar) yield problemAt(calendar, 'cut-off')
    },
  }
}

/** Everything in a text that is held already: an original. */
export function* componentsIn(text: string): Generator<Found> {
  const lines = unfolding()
  const components = gathering()
  for (const line of lines.push(text)) yield* components.put(line)
  for (const line of lines.end()) yield* components.put(line)
  yield* components.end()
}

/** Everything in a file, while it comes. A file cannot speak of bytes that are kept already: the mark for them is taken out. */
export async function* readComponents(chunks: AsyncIterable<string>): AsyncGenerator<Found> {
  const lines = unfolding()
  const components = gathering()
  for await (const chunk of chunks)
    for (const line of lines.push(chunk.replaceAll(FILE_MARK.charAt(0), ''))) yield* components.put(line)
  for (const line of lines.end()) yield* components.put(line)
  yield* components.end()
}

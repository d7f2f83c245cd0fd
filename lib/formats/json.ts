import { JSONParser } from '@streamparser/json'
import type { Problem } from '../contract/data-api'
import { problem } from './imported'
import { JsonGuard } from './json-guard'
import { isNode, isOurs, readNode } from './json-ld'
import { guessColumns, type Mapping, SAMPLE_ROWS } from './mapping'
import { pieces } from './pieces'
import type { Read, ReaderContext } from './reader'
import { BETWEEN } from './rows'
import { TableReader } from './table'

/** One element of a file, and the line on which it begins. */
export interface Element {
  value: unknown
  line: number
}

/** Where the elements of a file are. */
interface Shape {
  path: string
  base: number
  /** The name of the list that they are in. */
  list?: string
  /** One after the other instead of within one list. */
  many?: true
}

/**
 * The elements of a JSON file: of its list, of `@graph`, of the first list of objects in it, one for each line, or all of it.
 * Ends at what is no JSON, and says how far it came.
 */
export async function* readElements(chunks: AsyncIterable<string>): AsyncGenerator<Element | { problem: Problem }> {
  let parsing: Parsing | null = null
  for await (const piece of pieces(chunks)) {
    const text = parsing ? piece : piece.replace(/^\ufeff/, '')
    parsing ??= new Parsing(shapeOf(text))
    yield* parsing.take(text)
    if (parsing.stopped) return
  }
  if (parsing) yield* parsing.end()
}

class Parsing {
  stopped = false
  private count = 0
  private found: unknown[] = []
  private error: string | null = null
  private readonly guard: JsonGuard
  private readonly parser: JSONParser

  constructor({ path, base, list, many }: Shape) {
    this.guard = new JsonGuard(base, list)
    this.parser = new JSONParser({ paths: [path], keepStack: false, ...(many && { separator: '' }) })
    this.parser.onValue = ({ value }) => {
      this.found.push(value)
    }
    this.parser.onError = ({ message }) => {
      this.error ??= message
    }
  }

  *take(text: string): Generator<Element | { problem: Problem }> {
    const safe = this.guard.take(text)
    // Nothing but blanks may follow the end, and the parser takes none.
    if (this.parser.isEnded && safe.trim() === '') return
    this.parser.write(safe)
    yield* this.drain()
    if (this.guard.ended) this.stopped = true
  }

  *end(): Generator<Element | { problem: Problem }> {
    if (!this.parser.isEnded) this.parser.end()
    yield* this.drain('cut-off')
  }

  private *drain(reason: 'not-understood' | 'cut-off' = 'not-understood'): Generator<Element | { problem: Problem }> {
    for (const { reason, line } of this.guard.found.splice(0)) yield problem(reason, '', line)
    for (const value of this.found.splice(0)) {
      this.count++
      const line =
        typeof value === 'object' && value !== null ? (this.guard.lines.shift() ?? this.guard.line) : this.guard.line
      // What we wrote ourselves was no more exact.
      if (!isOurs(value) && isInexact(value)) yield problem('bad-number', JSON.stringify(value), line)
      yield { value, line }
    }
    if (this.error === null || this.stopped) return
    this.stopped = true
    yield problem(reason, this.error, this.guard.line, `#${this.count + 1}`)
  }
}

/** Whether a number in it has more digits than could be read. */
const isInexact = (value: unknown): boolean => {
  if (typeof value === 'number')
    return !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))
  return typeof value === 'object' && value !== null && Object.values(value).some(isInexact)
}

const shapeOf = (head: string): Shape => {
  if (/^\s*\[/.test(head)) return { path: '$.*', base: 1 }
  if (/^\s*\{[^\n]*\}[ \t\r]*\n\s*\{/.test(head)) return { path: '$', base: 0, many: true }
  const keys = keysOf(head)
  const list = (key: string): Shape => ({ path: `$.${key}.*`, base: 2, list: key })
  if (keys.some(({ key, opens }) => key === '@graph' && opens.startsWith('['))) return list('@graph')
  const first = keys.find(({ key, opens }) => /^\[\s*\{/.test(opens) && /^[\w@:-]+$/.test(key))
  const isOne = keys.some(({ key }) => key === '@type' || key === '@id')
  return first && !isOne ? list(first.key) : { path: '$', base: 0 }
}

/** The names in the outermost object, as far as the text goes, and how their values begin. */
const keysOf = (text: string): { key: string; opens: string }[] => {
  const keys: { key: string; opens: string }[] = []
  let depth = 0
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|[[\]{}]/g)) {
    if (token.startsWith('"')) {
      const after = /^\s*:\s*(\S\s*\S?)/.exec(text.slice(index + token.length, index + token.length + 200))
      if (depth === 1 && after) keys.push({ key: token.slice(1, -1), opens: after[1] ?? '' })
    } else depth += /[[{]/.test(token) ? 1 : -1
  }
  return keys
}

/** How a JSON of plain objects is read as a table; null where it is JSON-LD, which says itself what it is. */
export const guessJson = async (
  chunks: AsyncIterable<string>,
): Promise<{ mapping: Mapping; rows: string[][] } | null> => {
  const values: unknown[] = []
  for await (const read of readElements(chunks)) {
    if ('value' in read) values.push(read.value)
    if (values.length >= SAMPLE_ROWS) break
  }
  return values.some(isNode) ? null : guessOf(values)
}

const guessOf = (values: unknown[]): { mapping: Mapping; rows: string[][] } => {
  const flat = values.filter(isObject).map(flatOf)
  const names = [...new Set(flat.flatMap((cells) => [...cells.keys()]))].slice(0, MOST_NAMES)
  const rows = flat.map((cells) => names.map((name) => cells.get(name) ?? ''))
  return { mapping: { ...guessColumns(names, rows), decimal: '.' }, rows }
}

/** Reads JSON-LD, our own export, and lists of plain objects, which are tables; without a mapping it is guessed. */
export async function* readJson(
  chunks: AsyncIterable<string>,
  _context: ReaderContext,
  mapping?: Mapping,
): AsyncGenerator<Read> {
  let table = mapping ? new ObjectReader(mapping) : null
  const waiting: Element[] = []
  const waited = function* () {
    const values = waiting.map(({ value }) => value).filter((value) => !isNode(value))
    table ??= new ObjectReader(guessOf(values).mapping)
    for (const element of waiting.splice(0)) yield* table.read(element)
  }
  for await (const read of readElements(chunks)) {
    if ('problem' in read) yield read
    else if (table) yield* table.read(read)
    else if (isNode(read.value)) yield* readNode(read.value, read.line)
    else if (waiting.push(read) >= SAMPLE_ROWS) yield* waited()
  }
  yield* waited()
}

/** Makes items of objects as if they were rows; names that came up too late for the mapping are listed once. */
class ObjectReader {
  private readonly table: TableReader
  private readonly names: Map<string, number>
  private readonly late = new Set<string>()
  private readonly isThing: boolean

  constructor(mapping: Mapping) {
    this.table = new TableReader(mapping)
    this.names = new Map(mapping.names.map((name, n) => [name, n]))
    this.isThing = mapping.type === 'Thing'
  }

  *read({ value, line }: Element): Generator<Read> {
    if (isNode(value)) return yield* readNode(value, line)
    if (!isObject(value)) return yield problem('unknown-kind', JSON.stringify(value), line)
    const flat = flatOf(value)
    for (const [name, cell] of flat) {
      if (this.isThing || this.names.has(name) || this.late.has(name) || this.late.size >= MOST_NAMES) continue
      this.late.add(name)
      yield problem('unknown-kind', cell, line, name)
    }
    const cells = [...this.names.keys()].map((name) => flat.get(name) ?? '')
    yield* this.table.read({ cells, line, raw: JSON.stringify(value) })
  }
}

/** The values of an object by their names; those within others by both names, as "address.city". */
type Flat = Map<string, string>

const MOST_NAMES = 200
const MOST_LEVELS = 3

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const flatOf = (value: Record<string, unknown>): Flat => {
  const flat: Flat = new Map()
  const add = (name: string, each: unknown, level: number) => {
    if (isObject(each) && level < MOST_LEVELS)
      for (const [key, inner] of Object.entries(each)) add(name ? `${name}.${key}` : key, inner, level + 1)
    else if (each !== null && each !== '') flat.set(name, textOf(each))
  }
  add('', value, 0)
  return flat
}

const textOf = (value: unknown): string => {
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return value.map(String).join(BETWEEN)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

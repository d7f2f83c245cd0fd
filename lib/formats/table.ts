import type { Problem } from '../contract/data-api'
import { type Row, readRows } from './csv'
import { type Dialect, guessDialect } from './dialect'
import { digest, problem } from './imported'
import { guessMapping, type Mapping, SAMPLE_ROWS } from './mapping'
import { pieces } from './pieces'
import type { Read, ReaderContext } from './reader'
import { itemsOf } from './rows'

/** How a CSV is read: a guess that the person looks at and changes, with the first rows to look at. */
export interface TableGuess {
  dialect: Dialect
  mapping: Mapping
  rows: string[][]
}

/** Characters that a guess looks at. */
const SAMPLE = 256 << 10
/** Rows among which one that is the same as another is counted. */
const REMEMBERED = 10_000

/** A guess by the beginning of a CSV; `dialect` where the person has chosen that already. */
export const guessTable = async (chunks: AsyncIterable<string>, dialect?: Dialect): Promise<TableGuess> => {
  let sample = ''
  for await (const piece of pieces(chunks)) {
    sample += piece
    if (sample.length >= SAMPLE) break
  }
  const by = dialect ?? guessDialect(sample)
  const rows: string[][] = []
  for await (const read of readRows(one(sample), by)) {
    if ('cells' in read) rows.push(read.cells)
    if (rows.length >= SAMPLE_ROWS) break
  }
  // The end of the sample may be the middle of a row.
  if (sample.length >= SAMPLE && rows.length < SAMPLE_ROWS && rows.length > 1) rows.pop()
  // Where commas do not part cells they part numbers.
  return { dialect: by, mapping: guessMapping(rows, by.delimiter === ';' ? ',' : '.'), rows }
}

async function* one(text: string): AsyncGenerator<string> {
  yield text
}

/** Reads a CSV row by row; without `how` it is guessed from the first rows. */
export async function* readCsv(
  chunks: AsyncIterable<string>,
  _context: ReaderContext,
  how?: Pick<TableGuess, 'dialect' | 'mapping'>,
): AsyncGenerator<Read> {
  const [head, all] = how ? [null, chunks] : await begun(chunks)
  const { dialect, mapping } = how ?? (await guessTable(head as AsyncIterable<string>))
  yield* readTable(readRows(all, dialect), mapping)
}

/** The items of a table's rows. */
async function* readTable(rows: AsyncIterable<Row | { problem: Problem }>, mapping: Mapping): AsyncGenerator<Read> {
  const table = new TableReader(mapping)
  let skipped = 0
  for await (const row of rows) {
    if ('problem' in row) yield row
    else if (skipped++ >= mapping.skip) yield* table.read(row)
    else if (!mapping.names.every((name, n) => name === row.cells[n]?.trim() || name.startsWith('#')))
      yield problem('not-understood', row.cells.join(' '), row.line)
  }
}

/** Makes items of rows. A column that goes nowhere is listed once, at the first row that has something in it; cells beyond the columns are, each time. */
export class TableReader {
  private readonly listed: boolean
  private readonly silent: Set<number>
  private readonly repeats = new Map<string, number>()
  private readonly mapping: Mapping

  constructor(mapping: Mapping) {
    this.mapping = mapping
    const { columns, key, leftovers, type } = mapping
    this.listed = leftovers === 'list' && type !== 'Thing'
    this.silent = new Set(this.listed ? [...columns.keys()].filter((n) => !columns[n] && n !== key) : [])
  }

  *read(row: Row): Generator<Read> {
    const more = row.cells.slice(this.mapping.columns.length).join(' ')
    if (this.listed && more.trim()) yield problem('not-understood', more, row.line)
    for (const n of this.silent) {
      const cell = row.cells[n]?.trim()
      if (!cell) continue
      this.silent.delete(n)
      yield problem('unknown-kind', cell, row.line, this.mapping.names[n])
    }
    for (const read of itemsOf(row, this.mapping)) yield this.mapping.type === 'Thing' ? this.numbered(read) : read
  }

  /** Two rows of a table of money that say the same are two payments, the same two when the file comes again. */
  private numbered(read: Read): Read {
    if (!('item' in read)) return read
    const { key } = read.item
    const count = (this.repeats.get(key) ?? 0) + 1
    this.repeats.delete(key)
    this.repeats.set(key, count)
    const [oldest] = this.repeats.keys()
    if (this.repeats.size > REMEMBERED && oldest !== undefined) this.repeats.delete(oldest)
    return count === 1 ? read : { item: { ...read.item, key: digest([key, count]) } }
  }
}

/** The beginning of a text, and all of it. */
const begun = async (chunks: AsyncIterable<string>): Promise<[AsyncIterable<string>, AsyncIterable<string>]> => {
  const source = chunks[Symbol.asyncIterator]()
  const head: string[] = []
  let length = 0
  while (length < SAMPLE) {
    const { done, value } = await source.next()
    if (done) break
    head.push(value)
    length += value.length
  }
  const beginning = async function* () {
    yield* head
  }
  const all = async function* () {
    try {
      yield* head.splice(0)
      yield* { [Symbol.asyncIterator]: () => source }
    } finally {
      await source.return?.()
    }
  }
  return [beginning(), all()]
}

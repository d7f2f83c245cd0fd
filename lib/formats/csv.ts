import Papa, { type ParseResult } from 'papaparse'
import type { Problem } from '../contract/data-api'
import { type Dialect, plainEnds, SEPARATOR_LINE } from './dialect'
import { problem } from './imported'
import { lineBreaks, pieces } from './pieces'

/** One row: its cells, and the line on which it begins. */
export interface Row {
  cells: string[]
  line: number
  /** All that the row was, where it was no line of cells. */
  raw?: string
}

/** Characters of one row that are held; what a cell has beyond is cut off, and that is listed. */
const MAX_ROW = 1 << 20
/** Characters that are kept of a cell that is too long. */
const KEPT = 256 << 10
/** Of no text: separates nothing. */
const NOTHING = '\ufdd0'
const PREVIEW = 20
const WARY = 50

/**
 * The rows of a table, empty ones left out. Line ends of every kind count, and are "\n" within a cell. A line with quotes that
 * do not fit is listed and read without them, so that it takes no other line with it. Holds about a megabyte.
 */
export async function* readRows(
  chunks: AsyncIterable<string>,
  { delimiter }: Dialect,
): AsyncGenerator<Row | { problem: Problem }> {
  const table = new Table(delimiter || NOTHING)
  for await (const piece of pieces(chunks)) yield* table.take(piece)
  yield* table.end()
}

/** A row whose quotes do not fit: where, within its text, the cell begins at which that was seen. */
interface Bad {
  cells: string[]
  at: number
  length: number
  /** To the end of the text no quote closes the cell. */
  open: boolean
}

/** What is held of a table between two pieces. papaparse parses what is in it; the line numbers and what goes wrong are ours. */
class Table {
  private held = ''
  private line = 1
  private begun = false
  private width = 0
  /** Within something too long: nothing is kept up to what ends it. */
  private dropping: RegExp | null = null
  private kept = 0
  private dropped = 0
  /** After a quote that did not fit, this many lines are looked at one by one: such quotes come in numbers. */
  private wary = 0
  private readonly delimiter: string

  constructor(delimiter: string) {
    this.delimiter = delimiter
  }

  *take(piece: string): Generator<Row | { problem: Problem }> {
    this.append(plainEnds(this.begun ? piece : this.begin(piece)))
    yield* this.rows(false)
    while (this.held.length > MAX_ROW && !this.dropping) yield* this.overfull()
  }

  *end(): Generator<Row | { problem: Problem }> {
    if (this.dropping === QUOTED_END) this.held += '"'
    this.dropping = null
    yield* this.rows(true)
  }

  private begin(piece: string): string {
    this.begun = true
    const bare = piece.replace(SEPARATOR_LINE, '')
    if (bare !== piece) this.line++
    return bare.replace(/^\ufeff/, '')
  }

  /** Adds what came, but for what is dropped. */
  private append(text: string): void {
    this.held += text
    if (!this.dropping) return
    this.dropping.lastIndex = this.kept
    const end = this.dropping.exec(this.held)
    // The last of an odd number of quotes at the end closes the cell, or is the first of two.
    const open = (/"*$/.exec(this.held.slice(this.kept))?.[0].length ?? 0) % 2
    const to = end ? end.index + end[0].length - 1 : this.held.length - open
    this.dropped += lineBreaks(this.held, this.kept, to)
    this.held = this.held.slice(0, this.kept) + this.held.slice(to)
    if (end) this.dropping = null
  }

  private *rows(last: boolean): Generator<Row | { problem: Problem }> {
    while (this.held && !this.dropping) {
      const text = this.wary > 0 ? this.nextLine(last) : this.held
      if (text === null) return
      const alone = text.length < this.held.length
      const { rows, ends, bad } = this.parse(text, !(last || alone))
      let from = 0
      for (const [index, cells] of rows.entries()) {
        const to = ends[index] as number
        yield* this.row(cells, from, to)
        from = to
      }
      this.held = this.held.slice(from)
      if (!bad && !alone) return
      if (!bad) this.wary--
      // Alone it is open at its end: a cell of several lines, unless those look like rows.
      else if (alone && bad.open && !this.looksAlike(this.withoutQuotes(bad.at))) this.wary = 0
      else yield* this.mend(bad)
    }
  }

  /** The next line with its end; null while it is not whole. */
  private nextLine(last: boolean): string | null {
    const end = this.held.indexOf('\n')
    if (end >= 0) return this.held.slice(0, end + 1)
    return last ? this.held : null
  }

  private parse(text: string, ignoreLast: boolean): { rows: string[][]; ends: number[]; bad: Bad | null } {
    const rows: string[][] = []
    const ends: number[] = []
    let bad: Bad | null = null
    const step = ({ data, errors, meta }: ParseResult<string[]>) => {
      const from = ends.at(-1) ?? 0
      const cells = data[0] as string[]
      if (errors[0]) {
        bad = {
          cells,
          at: (errors[0].index ?? from) - from,
          length: meta.cursor - from,
          open: errors.some(({ code }) => code === 'MissingQuotes'),
        }
        return parser.abort()
      }
      rows.push(cells)
      ends.push(meta.cursor)
    }
    const parser = new LowLevel({ delimiter: this.delimiter, newline: '\n', step })
    parser.parse(text, 0, ignoreLast)
    return { rows, ends, bad }
  }

  private *row(cells: string[], from: number, to: number): Generator<Row> {
    const { line } = this
    this.line += lineBreaks(this.held, from, to) + this.dropped
    this.dropped = 0
    if (cells.every((cell) => cell.trim() === '')) return
    this.width = cells.length
    yield { cells, line }
  }

  /** A row of which the quotes do not fit: as it is if it took no other line with it, or if what it took is not of the table. */
  private *mend({ cells, at, length, open }: Bad): Generator<Row | { problem: Problem }> {
    this.wary = WARY
    const plain = this.withoutQuotes(at)
    const took = this.held.indexOf('\n') < length - 1
    const split = (took || open) && this.dropped === 0 && this.looksAlike(plain)
    const row = split ? plain : { cells, length }
    yield problem(open && !split ? 'cut-off' : 'not-understood', this.held.slice(0, row.length), this.line)
    yield* this.row(row.cells, 0, row.length)
    this.held = this.held.slice(row.length)
  }

  /** The row up to the end of the line on which its bad cell begins, with that read as if quotes meant nothing. */
  private withoutQuotes(at: number): { cells: string[]; length: number } {
    const end = this.held.indexOf('\n', at)
    const line = this.held.slice(at, end < 0 ? this.held.length : end)
    const before = at > 1 ? (this.parse(this.held.slice(0, at - 1), false).rows[0] ?? ['']).slice(0, -1) : []
    return { cells: [...before, ...line.split(this.delimiter)], length: end < 0 ? this.held.length : end + 1 }
  }

  /** Whether the lines after this one are rows like the others; where none follows, whether it is one itself. */
  private looksAlike({ cells, length }: { cells: string[]; length: number }): boolean {
    const width = this.width || cells.length
    const lines = this.held
      .slice(length, length + MAX_ROW / 4)
      .split('\n', PREVIEW)
      .filter((line) => line !== '')
    const alike = lines.filter((line) => line.split(this.delimiter).length === width)
    return lines.length ? 2 * alike.length >= lines.length : cells.length === width
  }

  /** More than may be held, and no row in it ends. */
  private *overfull(): Generator<Row | { problem: Problem }> {
    const { bad } = this.parse(this.held, false)
    if (bad && this.looksAlike(this.withoutQuotes(bad.at))) {
      yield* this.mend(bad)
      return yield* this.rows(false)
    }
    yield problem('too-large', this.held.slice(0, 200), this.line)
    const from = bad ? bad.at : this.held.lastIndexOf(this.delimiter) + 1
    const long = this.held.length - from > KEPT
    this.kept = long ? from + KEPT : this.held.length
    this.dropped = lineBreaks(this.held, this.kept)
    this.held = this.held.slice(0, this.kept).replace(/"+$/, '')
    this.kept = this.held.length
    this.dropping = bad ? QUOTED_END : long ? this.cellEnd() : LINE_END
  }

  private cellEnd(): RegExp {
    return new RegExp(`[\n${this.delimiter.replace(/[\]\\^-]/, '\\$&')}]`, 'g')
  }
}

const QUOTED_END = /(?<!")(?:"")*"(?=[^"])/g
const LINE_END = /\n/g

interface LowParser {
  parse(text: string, base: number, ignoreLast: boolean): unknown
  abort(): void
}

/** The parser within papaparse: its types name the class and leave out what it takes. */
const LowLevel = Papa.Parser as unknown as new (config: object) => LowParser

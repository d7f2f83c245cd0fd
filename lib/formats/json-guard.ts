import type { ProblemReason } from '../contract/data-api'

const MAX_DEPTH = 64
/** Characters of one text, as they stand in the file. */
const MAX_STRING = 8 << 20
/** Characters of one element. */
const MAX_ELEMENT = 32 << 20
const MAX_NUMBER = 1_000

const QUOTE = 0x22
const BACKSLASH = 0x5c
const isOpening = (code: number) => code === 0x7b || code === 0x5b
const isClosing = (code: number) => code === 0x7d || code === 0x5d
const isBlank = (code: number) => code === 0x20 || (code >= 0x09 && code <= 0x0d)

/**
 * Stands before a JSON parser that has no limits: what lies deeper than 64 becomes null, a text that is too long is cut, and an
 * element or number that is too long ends it. Knows on which lines the elements begin.
 */
export class JsonGuard {
  /** What was taken away since somebody looked. */
  readonly found: { reason: ProblemReason; line: number }[] = []
  /** The lines of the elements that began and were not asked for yet. */
  readonly lines: number[] = []
  /** It ended: nothing more is let through. */
  ended = false
  line = 1
  private depth = 0
  private inString = false
  private dropping = false
  /** Characters of an escape that are still to come. */
  private escape = 0
  private length = 0
  private element = 0
  private number = 0
  /** The last text on the first level: where a list begins, its name. */
  private name = ''
  private readonly base: number
  private readonly list: string | null

  /** `base`: how deep the elements lie, in the list of this name. */
  constructor(base: number, list: string | null = null) {
    this.base = base
    this.list = list
  }

  /** What of a text may go on to the parser. */
  take(text: string): string {
    let out = ''
    let from = 0
    const drop = (at: number, instead: string) => {
      out += text.slice(from, at) + instead
    }
    for (let at = 0; at < text.length && !this.ended; at++) {
      const code = text.charCodeAt(at)
      if (code === 0x0a) this.line++
      const hidden = this.hides()
      if (this.inString) this.within(code)
      else this.between(code)
      if (this.ended) drop(at, '')
      else if (!hidden && this.hides()) drop(at, this.dropping ? '' : 'null')
      // A text ends with its quote, which is wanted; what is too deep ends with a bracket that is not.
      else if (hidden && !this.hides()) from = code === QUOTE ? at : at + 1
    }
    return this.ended || this.hides() ? out : out + text.slice(from)
  }

  private hides(): boolean {
    return this.dropping || this.depth > MAX_DEPTH
  }

  private within(code: number): void {
    // Not within an escape: the cut must leave a text.
    const cuttable = this.escape === 0 && code !== QUOTE
    if (this.escape > 0) this.escape = this.escape === 5 && code !== 0x75 ? 0 : this.escape - 1
    else if (code === BACKSLASH) this.escape = 5
    else if (code === QUOTE) {
      this.inString = false
      this.dropping = false
    } else if (this.depth === 1 && this.list !== null && this.length <= this.list.length)
      this.name += String.fromCharCode(code)
    this.count()
    if (++this.length <= MAX_STRING || !cuttable || this.hides()) return
    this.dropping = true
    this.found.push({ reason: 'too-large', line: this.line })
  }

  private between(code: number): void {
    if (code === QUOTE) {
      this.inString = true
      this.length = 0
      if (this.depth === 1) this.name = ''
    } else if (isOpening(code)) {
      if (this.depth === this.base && (this.list === null || this.name === this.list)) this.lines.push(this.line)
      if (++this.depth === MAX_DEPTH + 1) this.found.push({ reason: 'too-deep', line: this.line })
    } else if (isClosing(code)) this.depth--
    this.number = code > 0x2c && code < 0x3a ? this.number + 1 : 0
    if (this.depth <= this.base) this.element = 0
    else if (!isBlank(code)) this.count()
    if (this.number > MAX_NUMBER) this.end()
  }

  private count(): void {
    if (!this.dropping && ++this.element > MAX_ELEMENT) this.end()
  }

  private end(): void {
    this.ended = true
    this.found.push({ reason: 'too-large', line: this.line })
  }
}

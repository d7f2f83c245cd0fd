import { Parser, type ParserOptions } from 'htmlparser2'

/** What happens in a file of tags, one after the other. Names without prefix, and in lower case but for XML. */
export interface MarkupHandler {
  open(name: string, attributes: Record<string, string>, line: number): void
  close(name: string, line: number): void
  text(text: string): void
}

/** Characters without any tag or text: an attribute or comment that does not end. */
const MAX_SILENT = 16 << 20
const MAX_DEPTH = 256

/** HTML in which some elements have no end: what stands in them would else pile up, one within the other. */
class Loose extends Parser {
  empty: readonly string[] = []

  protected override isVoidElement(name: string): boolean {
    return this.empty.includes(name) || super.isVoidElement(name)
  }
}

/** Reads tags in pieces, however broken they are, with a limit to what is held. */
export class Markup {
  /** It went beyond a limit, and nothing more is read. */
  stopped: 'too-large' | 'too-deep' | null = null
  /** The root was closed, or nothing was opened: the file is whole. */
  whole = true
  line = 1
  private depth = 0
  private silent = 0
  private piece = ''
  private begins = 0
  private seen = 0
  private readonly parser: Loose

  /** `empty`: elements of HTML that are never closed. */
  constructor(handler: MarkupHandler, options: ParserOptions & { empty?: readonly string[] }) {
    const happened = () => {
      this.silent = 0
      this.moveTo(this.parser.startIndex)
    }
    this.parser = new Loose(
      {
        onopentag: (name, attributes) => {
          happened()
          if (++this.depth > MAX_DEPTH) this.stopped ??= 'too-deep'
          if (!this.stopped) handler.open(local(name), attributes, this.line)
        },
        onclosetag: (name, implied) => {
          happened()
          this.depth--
          if (options.xmlMode && this.depth === 0) this.whole = !implied
          if (!this.stopped) handler.close(local(name), this.line)
        },
        ontext: (text) => {
          happened()
          if (!this.stopped) handler.text(text)
        },
      },
      options,
    )
    this.parser.empty = options.empty ?? []
  }

  take(piece: string): void {
    if (this.stopped) return
    this.piece = piece
    this.silent += piece.length
    this.parser.write(piece)
    this.moveTo(this.begins + piece.length)
    this.begins += piece.length
    if (this.silent > MAX_SILENT) this.stopped = 'too-large'
  }

  end(): void {
    if (!this.stopped) this.parser.end()
  }

  private moveTo(index: number): void {
    const to = Math.min(index - this.begins, this.piece.length)
    for (let at = Math.max(0, this.seen - this.begins); at < to; at++)
      if (this.piece.charCodeAt(at) === 0x0a) this.line++
    this.seen = Math.max(this.seen, index)
  }
}

const local = (name: string): string => name.slice(name.lastIndexOf(':') + 1)

/** A text that comes in pieces; more than `most` characters of it are not kept. */
export class Gathered {
  text = ''
  cut = false
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  add(text: string): void {
    if (this.text.length + text.length > this.most) this.cut = true
    this.text += text.slice(0, this.most - this.text.length)
  }
}

/** A text as it stands between tags or in an attribute. */
export const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .toWellFormed()
    .replace(/[&<>"]/g, (sign) => `&${NAMES[sign]};`)

const NAMES: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }

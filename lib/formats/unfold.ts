/** Characters of a line of text; a line of bytes may have {@link MAX_HELD}. */
const MAX_LINE = 1 << 20
const MAX_HELD = 16 << 20

const BYTES = /^[^:]*;(?:ENCODING=)?(?:BASE64|B)[;:]|^[^:]*:data:[^,]{0,100};base64,/i
const QUOTED_PRINTABLE = /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i
// Android ends some lines in a soft break that nothing follows.
const AFTER_SOFT_BREAK = /^(?:BEGIN|END):[\w-]+\s*$|^[A-Z][A-Z-]*;[A-Z][\w=;-]*:/
const BARE_BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
const headOf = (text: string): string => text.slice(0, 400)

/** Whether the line's value is bytes in base64. */
export const holdsBytes = (text: string): boolean => BYTES.test(headOf(text))
/** Whether the line's value is quoted-printable. */
export const isQuotedPrintable = (text: string): boolean => QUOTED_PRINTABLE.test(headOf(text))

/** A line with its folds taken out, and where it began. `tooLong`: not all of it is here. */
export interface Unfolded {
  at: number
  text: string
  tooLong: boolean
}

/** Takes a file in pieces, and gives back its lines unfolded. Holds one line at a time, at most {@link MAX_HELD} of it. */
export const unfolding = () => {
  let number = 1
  let afterReturn = false
  let piece = ''
  let pieceTooLong = false
  let parts: string[] = []
  let length = 0
  let at = 0
  let tooLong = false
  let printable = false
  let base64 = false

  const softBreak = () => printable && (parts.at(-1) ?? '').endsWith('=')
  const add = (text: string) => {
    length += text.length
    if (length <= MAX_HELD) parts.push(text)
    else tooLong = true
  }
  const whole = (): Unfolded[] => {
    if (parts.length === 0) return []
    if (softBreak()) breakSoftly()
    const text = parts.join('')
    const line = { at, text, tooLong: tooLong || (text.length > MAX_LINE && !holdsBytes(text)) }
    parts = []
    return [line]
  }
  const breakSoftly = () => parts.push((parts.pop() ?? '').slice(0, -1))
  /** Whether the text goes on with the line that is open. */
  const goesOn = (text: string): boolean => {
    if (parts.length === 0) return false
    const soft = softBreak() && !AFTER_SOFT_BREAK.test(text)
    const indented = text[0] === ' ' || text[0] === '\t'
    if (soft) breakSoftly()
    else if (!indented && !(base64 && BARE_BASE64.test(text))) return false
    add(soft || !indented ? text : text.slice(1))
    return true
  }
  const lineEnds = (): Unfolded[] => {
    const text = piece.charCodeAt(0) === 0xfeff ? piece.slice(1) : piece
    const cut = pieceTooLong
    piece = ''
    pieceTooLong = false
    if (text === '') {
      if (softBreak()) breakSoftly()
      return []
    }
    if (goesOn(text)) {
      tooLong ||= cut
      return []
    }
    const before = whole()
    at = number
    length = 0
    tooLong = cut
    printable = isQuotedPrintable(text)
    base64 = holdsBytes(text)
    add(text)
    return before
  }
  const take = (text: string) => {
    if (piece.length + text.length <= MAX_HELD) piece += text
    else pieceTooLong = true
  }
  return {
    *push(chunk: string): Generator<Unfolded> {
      let from = 0
      // "\r\n", "\r\r\n" and "\r" alone all end one line; they may come in two pieces.
      for (const { 0: end, index } of chunk.matchAll(/[\r\n]+/g)) {
        take(chunk.slice(from, index))
        const ended = index === 0 && afterReturn
        const breaks = end.split('\n').length - 1
        const ends = ended ? Math.max(0, breaks - 1) : Math.max(1, breaks)
        if (!ended) yield* lineEnds()
        if (ends > (ended ? 0 : 1)) yield* lineEnds()
        number += ends
        from = index + end.length
        afterReturn = from === chunk.length && !end.includes('\n')
      }
      if (from < chunk.length) afterReturn = false
      take(chunk.slice(from))
    },
    *end(): Generator<Unfolded> {
      yield* lineEnds()
      yield* whole()
    },
  }
}

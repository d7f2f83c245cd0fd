/** Characters in a piece: what a reader holds of a file at least. */
const PIECE = 64 << 10

/** The same text in pieces of about 64 KB, however it came: no character of two units is parted, and CR LF are not either. */
export async function* pieces(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let held = ''
  for await (const chunk of chunks) {
    held += chunk
    let from = 0
    while (held.length - from > PIECE) {
      const to = whole(held, from + PIECE)
      yield held.slice(from, to)
      from = to
    }
    held = held.slice(from)
  }
  if (held) yield held
}

/** The place at or right before `end` where nothing is parted. */
const whole = (text: string, end: number): number => {
  const last = text.charCodeAt(end - 1)
  return last === 0x0d || (last >= 0xd800 && last < 0xdc00) ? end - 1 : end
}

/** A little of a text, for a problem: one line, 80 characters. */
export const little = (text: string): string => {
  const line = text.slice(0, 400).replace(/\s+/g, ' ').trim()
  return line.length > 80
    ? `${line
        .slice(0, 79)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`
    : line
}

/** Counts the line breaks of a text between two places. */
export const lineBreaks = (text: string, from = 0, to = text.length): number => {
  let count = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++
  return count
}

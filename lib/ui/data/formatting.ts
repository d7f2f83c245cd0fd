/** What the buttons above a note do to the words that are marked. */
export type Formatting = 'bold' | 'italic' | 'heading' | 'list' | 'check' | 'link'

/** A text, and what is marked in it. */
interface Marked {
  text: string
  from: number
  to: number
}

const AROUND = { bold: '**', italic: '*' } as const
const BEFORE = { heading: '# ', list: '- ', check: '- [ ] ' } as const

/** The text with the marked words in bold, as a link, its lines as a list, and so on; done twice, it is as before. */
export const formatted = (how: Formatting, text: string, from: number, to: number): Marked => {
  if (how === 'link') {
    const words = text.slice(from, to)
    const start = from + words.length + 3
    return { text: `${text.slice(0, from)}[${words}](https://)${text.slice(to)}`, from: start, to: start + 8 }
  }
  return how === 'bold' || how === 'italic' ? around(AROUND[how], text, from, to) : before(BEFORE[how], text, from, to)
}

const around = (sign: string, text: string, from: number, to: number): Marked => {
  const size = sign.length
  const inside = from >= size && text.slice(from - size, from) === sign && text.slice(to, to + size) === sign
  return inside
    ? {
        text: text.slice(0, from - size) + text.slice(from, to) + text.slice(to + size),
        from: from - size,
        to: to - size,
      }
    : {
        text: text.slice(0, from) + sign + text.slice(from, to) + sign + text.slice(to),
        from: from + size,
        to: to + size,
      }
}

/** Every line that is marked, in whole or in part. */
const before = (sign: string, text: string, from: number, to: number): Marked => {
  const start = text.lastIndexOf('\n', from - 1) + 1
  const next = text.indexOf('\n', to)
  const end = next < 0 ? text.length : next
  const lines = text.slice(start, end).split('\n')
  const all = lines.every((line) => line.startsWith(sign))
  const changed = lines
    .map((line) => (all ? line.slice(sign.length) : line.startsWith(sign) ? line : sign + line))
    .join('\n')
  return { text: text.slice(0, start) + changed + text.slice(end), from: start, to: start + changed.length }
}

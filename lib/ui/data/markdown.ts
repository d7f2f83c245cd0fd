import { safeLink } from './safe-link'

/** A piece of a line: words, words in a way, or a link that a person may open. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: Mark; inside: Inline[] }

type Mark = 'strong' | 'emphasis' | 'struck'

/** A part of a note. The items of a list stand in one row, each with its depth from 0 to 3. */
export type Block =
  | { kind: 'heading'; level: number; inside: Inline[] }
  | { kind: 'paragraph' | 'quote'; inside: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' }
  | { kind: 'list'; ordered: boolean; items: ListItem[] }

export interface ListItem {
  depth: number
  /** Whether it is done, in a check list. */
  done: boolean | null
  inside: Inline[]
}

const HEADING = /^(#{1,6})[ \t]+(.*)$/
const FENCE = /^ {0,3}(```|~~~)/
const RULE = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/
const QUOTE = /^ {0,3}>[> \t]*(.*)$/
const ITEM = /^([ \t]*)([-*+]|\d{1,9}[.)])[ \t]+(?:\[([ xX])\][ \t]+)?(.*)$/
const DEEPEST = 3

/**
 * Reads a note: headings, paragraphs, quotes, lists with tasks, code, rules, and within lines strong, emphasis, struck, code
 * and links. Everything else is words. One pass over the lines and one over each, whatever they hold.
 */
export const readMarkdown = (text: string): Block[] => {
  const blocks: Block[] = []
  let lines: { kind: 'paragraph' | 'quote'; said: string[] } | null = null
  let fenced: { fence: string; said: string[] } | null = null
  const flush = () => {
    if (lines) blocks.push({ kind: lines.kind, inside: readInline(lines.said.join('\n')) })
    lines = null
  }
  const say = (kind: 'paragraph' | 'quote', line: string) => {
    if (lines?.kind !== kind) flush()
    lines ??= { kind, said: [] }
    lines.said.push(line)
  }
  for (const line of text.split(/\r\n?|\n/)) {
    const fence = FENCE.exec(line)?.[1]
    if (fenced) {
      if (fence !== fenced.fence) fenced.said.push(line)
      else {
        blocks.push({ kind: 'code', text: fenced.said.join('\n') })
        fenced = null
      }
    } else if (fence) {
      flush()
      fenced = { fence, said: [] }
    } else if (line.trim() === '') flush()
    else readLine(line, blocks, flush, say)
  }
  flush()
  if (fenced) blocks.push({ kind: 'code', text: (fenced as { said: string[] }).said.join('\n') })
  return blocks
}

const readLine = (
  line: string,
  blocks: Block[],
  flush: () => void,
  say: (kind: 'paragraph' | 'quote', line: string) => void,
): void => {
  const heading = HEADING.exec(line)
  const item = RULE.test(line) ? null : ITEM.exec(line)
  const quote = QUOTE.exec(line)
  if (heading) {
    flush()
    blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, inside: readInline(heading[2] ?? '') })
  } else if (item) {
    flush()
    addItem(item, blocks)
  } else if (RULE.test(line)) {
    flush()
    blocks.push({ kind: 'rule' })
  } else if (quote) say('quote', quote[1] ?? '')
  else say('paragraph', line.trim())
}

const addItem = ([, indent = '', sign = '', task, words = '']: RegExpExecArray, blocks: Block[]): void => {
  const depth = Math.min(DEEPEST, Math.floor(indent.replaceAll('\t', '  ').length / 2))
  const ordered = /\d/.test(sign)
  const item: ListItem = { depth, done: task === undefined ? null : task !== ' ', inside: readInline(words) }
  const last = blocks.at(-1)
  if (last?.kind === 'list' && (last.ordered === ordered || depth > 0)) last.items.push(item)
  else blocks.push({ kind: 'list', ordered, items: [item] })
}

const MARKS: Record<string, Mark> = { '**': 'strong', __: 'strong', '*': 'emphasis', _: 'emphasis', '~~': 'struck' }
// Bounded, and without what opens another one: no text makes it look far ahead again and again.
const LINK = /\[([^[\]\n]{1,500})\]\(([^\s()<>]{1,2048})\)/y
const SPECIAL = /\\[!-/:-@[-`{-~]|`+|\*\*?|__?|~~|\[|https?:\/\/[^\s<>"]{1,2048}/gi

type Token = { kind: 'mark'; sign: string; pair: number } | Exclude<Inline, { inside: unknown }>

/** The pieces of a text. */
export const readInline = (text: string): Inline[] => build(tokensOf(text))

const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = []
  const runs = backticksOf(text)
  const open: { sign: string; at: number }[] = []
  let from = 0
  const upTo = (end: number) => {
    if (end > from) tokens.push({ kind: 'text', text: text.slice(from, end) })
    from = end
  }
  SPECIAL.lastIndex = 0
  for (let match = SPECIAL.exec(text); match; match = SPECIAL.exec(text)) {
    const [sign] = match
    const at = match.index
    const end = tokenAt(text, at, sign, runs)
    if (end) {
      upTo(at)
      tokens.push(end.token)
      from = end.end
      SPECIAL.lastIndex = from
    } else if (sign in MARKS) {
      upTo(at)
      from = at + sign.length
      addMark(tokens, open, sign, text.charAt(at - 1), text.charAt(from))
    }
  }
  upTo(text.length)
  return tokens
}

/** What stands for itself at a place: an escaped sign, code, a link; null for the rest. */
const tokenAt = (
  text: string,
  at: number,
  sign: string,
  runs: Map<number, number[]>,
): { token: Token; end: number } | null => {
  if (sign.startsWith('\\')) return { token: { kind: 'text', text: sign.slice(1) }, end: at + 2 }
  if (sign.startsWith('`')) {
    const same = runs.get(sign.length) ?? []
    // Each run is taken off once, from the end, because the list is in reverse.
    while ((same.at(-1) ?? Number.POSITIVE_INFINITY) <= at) same.pop()
    const close = same.at(-1)
    if (close === undefined) return { token: { kind: 'text', text: sign }, end: at + sign.length }
    const inside = text.slice(at + sign.length, close)
    return { token: { kind: 'code', text: inside.trim() || inside }, end: close + sign.length }
  }
  if (sign === '[') {
    LINK.lastIndex = at
    const [whole = '', words = '', address = ''] = LINK.exec(text) ?? []
    const href = safeLink(address)
    return href === null ? null : { token: { kind: 'link', text: words, href }, end: at + whole.length }
  }
  if (!/^http/i.test(sign)) return null
  const address = /^.*[^.,;:!?'"’”»)\]}…*_~]/.exec(sign)?.[0] ?? sign
  const href = safeLink(address)
  return href === null ? null : { token: { kind: 'link', text: address, href }, end: at + address.length }
}

const backticksOf = (text: string): Map<number, number[]> => {
  const runs = new Map<number, number[]>()
  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const same = runs.get(run.length)
    if (same) same.push(index)
    else runs.set(run.length, [index])
  }
  for (const same of runs.values()) same.reverse()
  return runs
}

/** Opens or closes a way of writing. Each is open once at most, so what is open stays short and nothing nests deep. */
const addMark = (
  tokens: Token[],
  open: { sign: string; at: number }[],
  sign: string,
  before: string,
  after: string,
): void => {
  const under = /[\p{L}\p{N}]/u
  const inWord = sign.startsWith('_') && under.test(before) && under.test(after)
  const closes = before !== '' && !/\s/.test(before) && !inWord
  const opens = after !== '' && !/\s/.test(after) && !inWord
  const already = open.findLastIndex((each) => each.sign === sign)
  const at = tokens.push({ kind: 'mark', sign, pair: -1 }) - 1
  if (already >= 0 && closes) {
    const opener = open[already]
    open.length = already
    if (opener === undefined) return
    tokens[opener.at] = { kind: 'mark', sign, pair: at }
    tokens[at] = { kind: 'mark', sign, pair: opener.at }
  } else if (already < 0 && opens && !open.some((each) => MARKS[each.sign] === MARKS[sign])) open.push({ sign, at })
}

const build = (tokens: readonly Token[]): Inline[] => {
  const root: Inline[] = []
  const stack: Inline[][] = [root]
  for (const [index, token] of tokens.entries()) {
    const inside = stack.at(-1) ?? root
    if (token.kind !== 'mark') addTo(inside, token)
    else if (token.pair < 0) addTo(inside, { kind: 'text', text: token.sign })
    else if (token.pair > index) {
      const within: Inline[] = []
      inside.push({ kind: MARKS[token.sign] ?? 'emphasis', inside: within })
      stack.push(within)
    } else stack.pop()
  }
  return root
}

/** Words after words are one piece. */
const addTo = (inside: Inline[], piece: Inline): void => {
  const last = inside.at(-1)
  if (piece.kind === 'text' && last?.kind === 'text') last.text += piece.text
  else inside.push(piece)
}

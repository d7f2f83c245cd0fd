import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Inline, readInline, readMarkdown } from '../../../lib/ui/data/markdown'
import { whither } from '../../../lib/ui/data/markdown-view'

const text = (words: string): Inline => ({ kind: 'text', text: words })

/** All the words of a line, without the ways they are written in. */
const wordsOf = (pieces: readonly Inline[]): string =>
  pieces.map((piece) => ('inside' in piece ? wordsOf(piece.inside) : piece.text)).join('')

const depthOf = (pieces: readonly Inline[]): number =>
  Math.max(0, ...pieces.map((piece) => ('inside' in piece ? 1 + depthOf(piece.inside) : 0)))

describe('a link', () => {
  it.each([
    ['https://evil.example/a', 'https://evil.example/a', ''],
    ['evil.example', 'https://evil.example/', ''],
    ['anna@example.org', 'mailto:anna@example.org', ''],
    ['here', 'https://evil.example/', ' (evil.example)'],
    ['https://bank.example/?to=evil.example', 'https://evil.example/', ' (evil.example)'],
    ['https://bank.example (evil.example)', 'https://evil.example/', ' (evil.example)'],
    ['evil.example.bank.example', 'https://evil.example/', ' (evil.example)'],
  ])('%s to %s says where it leads', (words, href, said) => {
    expect(whither({ text: words, href })).toBe(said)
  })
})

describe('the words of a line', () => {
  it.each<[string, Inline[]]>([
    ['plain', [text('plain')]],
    ['**a** b', [{ kind: 'strong', inside: [text('a')] }, text(' b')]],
    ['*a* _b_', [{ kind: 'emphasis', inside: [text('a')] }, text(' '), { kind: 'emphasis', inside: [text('b')] }]],
    ['**a *b* c**', [{ kind: 'strong', inside: [text('a '), { kind: 'emphasis', inside: [text('b')] }, text(' c')] }]],
    ['~~old~~', [{ kind: 'struck', inside: [text('old')] }]],
    ['`a *b*`', [{ kind: 'code', text: 'a *b*' }]],
    ['``a ` b``', [{ kind: 'code', text: 'a ` b' }]],
    ['2 * 3 * 4', [text('2 * 3 * 4')]],
    ['snake_case_name', [text('snake_case_name')]],
    ['\\*not\\*', [text('*not*')]],
    ['**open', [text('**open')]],
    ['*a **b* c', [{ kind: 'emphasis', inside: [text('a **b')] }, text(' c')]],
    ['`open', [text('`open')]],
    ['[a](https://example.org/x)', [{ kind: 'link', text: 'a', href: 'https://example.org/x' }]],
    ['[m](mailto:a@example.org)', [{ kind: 'link', text: 'm', href: 'mailto:a@example.org' }]],
    [
      'see https://example.org/a.',
      [text('see '), { kind: 'link', text: 'https://example.org/a', href: 'https://example.org/a' }, text('.')],
    ],
  ])('%s', (line, pieces) => {
    expect(readInline(line)).toEqual(pieces)
  })

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert)',
    '[x](data:text/html,x)',
    '[x](file:///etc/passwd)',
    '[x](//example.org)',
    '[x](https://good.example@evil.example/)',
    '<a href="https://example.org">x</a'.replace('https://', 'hxxps://'),
    '[x](vbscript:x)',
    '[x](chrome-extension://x/y)',
  ])('%s is no link', (line) => {
    expect(readInline(line)).toEqual([text(line)])
  })

  it('loses no word, and nests no deeper than there are ways', () => {
    const signs = fc.constantFrom('*', '**', '_', '__', '~~', '[', ']', '(', ')', ' ', 'a', 'é', 'https://e.example/')
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 60 }), (pieces) => {
        const line = pieces.join('')
        const read = readInline(line)
        const bare = (words: string) => words.replace(/[*_~[\]()]/g, '')
        expect(bare(wordsOf(read))).toBe(bare(line))
        expect(depthOf(read)).toBeLessThanOrEqual(3)
      }),
    )
  })
})

describe('a note', () => {
  it('has headings, paragraphs, quotes, code, rules and lists', () => {
    const blocks = readMarkdown(
      '# Bread\nslow\nand good\n\n> said\n> twice\n\n---\n```js\n**x**\n```\n- a\n  - b\n- [ ] c\n- [x] d\n1. e',
    )
    expect(blocks).toEqual([
      { kind: 'heading', level: 1, inside: [text('Bread')] },
      { kind: 'paragraph', inside: [text('slow\nand good')] },
      { kind: 'quote', inside: [text('said\ntwice')] },
      { kind: 'rule' },
      { kind: 'code', text: '**x**' },
      {
        kind: 'list',
        ordered: false,
        items: [
          { depth: 0, done: null, inside: [text('a')] },
          { depth: 1, done: null, inside: [text('b')] },
          { depth: 0, done: false, inside: [text('c')] },
          { depth: 0, done: true, inside: [text('d')] },
        ],
      },
      { kind: 'list', ordered: true, items: [{ depth: 0, done: null, inside: [text('e')] }] },
    ])
  })

  it('keeps code that was never closed', () => {
    expect(readMarkdown('```\n# x')).toEqual([{ kind: 'code', text: '# x' }])
  })

  it('leaves markup as words', () => {
    const line = '<img src=x onerror=alert(1)><script>alert(1)</script>'
    expect(readMarkdown(line)).toEqual([{ kind: 'paragraph', inside: [text(line)] }])
  })

  // Inputs on which known readers take seconds for thirty kilobytes, or leave the stack: a reader that looks back or ahead
  // without end does not come to the end of these within the time of a test.
  it.each([
    ['marks that never close', '*a_ '.repeat(100_000)],
    ['marks', '*a_'.repeat(100_000)],
    ['strong and emphasis', '**a*b'.repeat(100_000)],
    ['runs of backticks', Array.from({ length: 900 }, (_, n) => '`'.repeat(n)).join(' ')],
    ['single backticks', '`a'.repeat(200_000)],
    ['open brackets', '['.repeat(400_000)],
    ['links without an end', '[a]('.repeat(100_000)],
    ['long words in brackets', `[${'a'.repeat(499)}`.repeat(1_000)],
    ['addresses', 'https://a.example/'.repeat(20_000)],
    ['dots behind an address', `https://a.example/${'.'.repeat(400_000)}`],
    ['quotes in quotes', '>'.repeat(400_000)],
    ['lists in lists', Array.from({ length: 2_000 }, (_, n) => `${' '.repeat(n)}- a`).join('\n')],
    ['rules that are none', `${'- '.repeat(200_000)}x`],
    ['blanks', ' '.repeat(400_000)],
    ['blanks between', `a${' '.repeat(400_000)}a`],
    ['a heading of blanks', `# ${' '.repeat(400_000)}x`],
    ['fences', '```\n'.repeat(100_001)],
  ])('is read at once: %s', (_, note) => {
    expect(readMarkdown(note).length).toBeGreaterThan(note.trim() === '' ? -1 : 0)
  })
})

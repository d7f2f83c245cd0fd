import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ArmorKind, armor, compactText, MAX_PASTED, unarmor } from '../../lib/contract/armor'
import { reasonOf } from '../../lib/contract/errors'

const KINDS: ArmorKind[] = ['INVITATION', 'REPLY', 'SEALED TEXT']
const MISSING = { INVITATION: 'not-an-invitation', REPLY: 'not-a-reply', 'SEALED TEXT': 'not-sealed-text' }
const kinds = fc.constantFrom(...KINDS)
const bytes = fc.uint8Array({ minLength: 1, maxLength: 600 })
// Ends in dashes, in base64url, as often as chance allows: they are what marks and typography are made of.
const dashed = fc.uint8Array({ minLength: 3, maxLength: 60 }).map((b) => b.map((x) => (x & 1 ? 0xfb : 0xef)))

const reason = (text: string, kind: ArmorKind): string => {
  try {
    unarmor(text, kind)
    return 'opened'
  } catch (error) {
    return reasonOf(error)
  }
}

/** Cuts a text at the places and joins it again. */
const cut = (text: string, every: number, joint: string): string =>
  (text.match(new RegExp(`[\\s\\S]{1,${every}}`, 'g')) ?? []).join(joint)
const lines = (text: string, change: (line: string) => string): string => text.split('\n').map(change).join('\n')

const manglings: Record<string, fc.Arbitrary<(text: string) => string>> = {
  wrapped: fc.integer({ min: 1, max: 80 }).map((n) => (text) => cut(text, n, '\n')),
  quoted: fc.constant((text) => lines(text, (l) => `> ${l}`)),
  'quoted as html': fc.constant((text) => lines(text, (l) => `&gt; ${l}`)),
  'wrapped, then quoted': fc
    .integer({ min: 4, max: 80 })
    .map((n) => (text) => lines(cut(text, n, '\n'), (l) => `>> ${l}`)),
  'trailing blanks': fc.constant((text) => lines(text, (l) => `${l}  \t`)),
  'crlf lines': fc.constant((text) => text.replaceAll('\n', '\r\n')),
  'one line': fc.constant((text) => text.replaceAll('\n', ' ')),
  'no line breaks at all': fc.constant((text) => text.replaceAll('\n', '')),
  'no-break spaces': fc.constant((text) => text.replaceAll(' ', '\u00a0')),
  invisible: fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom('\u200b', '\u00ad', '\u2060', '\ufeff', '\u200e', '\u202a'))
    .map(
      ([n, sign]) =>
        (text) =>
          cut(text, n, sign),
    ),
  surrounded: fc.tuple(fc.string({ maxLength: 80 }), fc.string({ maxLength: 80 })).map(
    ([before, after]) =>
      (text) =>
        `${before}\n${text}\n${after}`,
  ),
  signed: fc.constant((text) => `Hello — see below –\n\n${text}\n-- \nAlice – sent from my phone`),
  'format=flowed': fc.constant((text) => lines(text, (l) => ` ${l} `)),
  'quoted-printable': fc.integer({ min: 10, max: 76 }).map((n) => (text) => cut(text, n, '=\r\n')),
  'lower-cased marks': fc.constant((text) => text.replace(/-----(BEGIN|END)[A-Z ]+-----/g, (m) => m.toLowerCase())),
  'outer dashes missed': fc.constant((text) => text.replace(/^-*/, '').replace(/-*$/, '')),
}

describe('a block', () => {
  it.each(KINDS)('comes back as it was: %s', (kind) => {
    fc.assert(
      fc.property(fc.oneof(bytes, dashed), (b) => {
        expect(unarmor(armor(kind, b), kind)).toEqual(b)
      }),
    )
  })

  it('has lines of 64 at most, and its name', () => {
    const text = armor('SEALED TEXT', new Uint8Array(200))
    expect(text.split('\n').at(0)).toBe('-----BEGIN HEARTH SEALED TEXT-----')
    expect(Math.max(...text.split('\n').map((l) => l.length))).toBe(64)
  })

  it.each(Object.entries(manglings))('survives: %s', (_, mangling) => {
    fc.assert(
      fc.property(kinds, fc.oneof(bytes, dashed), mangling, (kind, b, mangle) => {
        expect(unarmor(mangle(armor(kind, b)), kind)).toEqual(b)
      }),
    )
  })

  it('survives several of them, one after the other', () => {
    const two = fc.array(fc.oneof(...Object.values(manglings)), { minLength: 2, maxLength: 3 })
    fc.assert(
      fc.property(kinds, bytes, two, (kind, b, manglers) => {
        const text = manglers.reduce((t, mangle) => mangle(t), armor(kind, b))
        // "=20" at the end of a line is a blank in quoted-printable; where lines were lost, nobody can tell.
        fc.pre(!/=20|&(?!gt;)/.test(text))
        expect(unarmor(text, kind)).toEqual(b)
      }),
    )
  })

  it.each([
    ['each hyphen an en dash', (t: string) => t.replaceAll('-', '–')],
    ['each hyphen an em dash', (t: string) => t.replaceAll('-', '—')],
    ['each hyphen a no-break hyphen', (t: string) => t.replaceAll('-', '\u2011')],
    ['two hyphens an em dash', (t: string) => t.replaceAll('--', '—')],
    ['two hyphens an en dash', (t: string) => t.replaceAll('--', '–')],
    ['three an em dash, two an en dash', (t: string) => t.replaceAll('---', '—').replaceAll('--', '–')],
  ])('survives typography: %s', (_, typeset) => {
    fc.assert(
      fc.property(kinds, fc.oneof(bytes, dashed), (kind, b) => {
        expect(unarmor(typeset(armor(kind, b)), kind)).toEqual(b)
      }),
    )
  })
})

describe('damage', () => {
  it('of any one character is never another payload', () => {
    fc.assert(
      fc.property(
        kinds,
        bytes,
        fc.nat(),
        fc.constantFrom('A', 'q', '7', '-', '_', ' ', '>', '=', '.', 'é', '–'),
        (kind, b, at, sign) => {
          const text = armor(kind, b)
          const i = at % text.length
          const changed = text.slice(0, i) + sign + text.slice(i + 1)
          let found: Uint8Array | undefined
          try {
            found = unarmor(changed, kind)
          } catch (error) {
            expect(['damaged', MISSING[kind]]).toContain(reasonOf(error))
          }
          if (found) expect(found).toEqual(b)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('is told of a text cut off anywhere', () => {
    const text = armor('REPLY', new Uint8Array(100).fill(7))
    for (let end = 0; end < text.indexOf('END'); end++)
      expect(['damaged', 'not-a-reply']).toContain(reason(text.slice(0, end), 'REPLY'))
    for (let start = text.indexOf('\n'); start < text.length - 30; start++)
      expect(['damaged', 'not-a-reply']).toContain(reason(text.slice(start), 'REPLY'))
  })

  it.each(['BEGIN', 'END'])('is told of a block without its %s', (mark) => {
    const text = armor('INVITATION', Uint8Array.of(1, 2, 3))
    expect(
      reason(
        lines(text, (l) => (l.includes(mark) ? '' : l)),
        'INVITATION',
      ),
    ).toBe('damaged')
  })

  it('is told of a block with nothing in it', () => {
    expect(reason('-----BEGIN HEARTH REPLY-----\n-----END HEARTH REPLY-----', 'REPLY')).toBe('damaged')
  })
})

describe('which block', () => {
  it('the first whole one of the kind', () => {
    const [one, two] = [Uint8Array.of(1), Uint8Array.of(2)]
    const torn = armor('SEALED TEXT', Uint8Array.of(3)).split('\n').slice(0, -1).join('\n')
    const mail = [
      armor('REPLY', two),
      torn,
      'On Monday Bob wrote:',
      armor('SEALED TEXT', one),
      armor('SEALED TEXT', two),
    ]
    expect(unarmor(mail.join('\n'), 'SEALED TEXT')).toEqual(one)
  })

  it.each(KINDS)('none where there are only other kinds: %s', (kind) => {
    for (const other of KINDS.filter((k) => k !== kind))
      expect(reason(armor(other, Uint8Array.of(1)), kind)).toBe(MISSING[kind])
  })

  it.each(['', ' ', 'hello', '-----BEGIN PGP MESSAGE-----', '\0', '🔥'.repeat(99)])('none in %j', (text) => {
    for (const kind of KINDS) expect(reason(text, kind)).toBe(MISSING[kind])
  })
})

describe('the compact form', () => {
  it('opens as an invitation, in any case, wrapped, or in a sentence', () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 70 }), (b, n) => {
        const text = compactText(b)
        expect(text).toMatch(/^HEARTH:[0-9A-HJKMNP-TV-Z]+$/)
        expect(unarmor(text, 'INVITATION')).toEqual(b)
        expect(unarmor(text.toLowerCase(), 'INVITATION')).toEqual(b)
        expect(unarmor(`HEARTH:${cut(text.slice(7), n, '\n')}`, 'INVITATION')).toEqual(b)
        expect(unarmor(`Scan this: ${text} and write me`, 'INVITATION')).toEqual(b)
      }),
    )
  })

  it('opens as nothing else, and notices damage', () => {
    const text = compactText(Uint8Array.of(1, 2, 3, 4))
    expect(reason(text, 'REPLY')).toBe('not-a-reply')
    expect(reason(text.slice(0, -1), 'INVITATION')).toBe('damaged')
    expect(reason('HEARTH:', 'INVITATION')).toBe('damaged')
  })
})

describe('size', () => {
  it('over the bound is refused before it is read', () => {
    expect(reason(armor('REPLY', Uint8Array.of(1)) + ' '.repeat(MAX_PASTED), 'REPLY')).toBe('too-large')
  })

  it.each([
    '-',
    '—',
    '>',
    ' ',
    '=',
    '=\r\n',
    '&gt;',
    '-----BEGIN HEARTH INVITATION-----',
    'HEARTH:',
    'HEARTH:A ',
    'A',
    '&',
  ])('up to it is read in linear time: %j', (piece) => {
    const text = piece.repeat(Math.floor(MAX_PASTED / piece.length))
    expect(['damaged', 'not-an-invitation']).toContain(reason(text, 'INVITATION'))
  })
})

import { expect, it } from 'vitest'
import { isUnsafe } from '../../lib/formats/links'

it.each([
  ['a program', 'javascript:alert(1)', true],
  ['a program in capitals', 'JaVaScRiPt:alert(1)', true],
  ['a program behind blanks of every kind', `\u00a0\t${' '.repeat(300)}javascript:x`, true],
  ['a program with blanks and controls within', `java${'\t'.repeat(300)}\u007fscript:x`, true],
  ['what carries a page', 'data:text/html,x', true],
  ['a page', 'https://example.org/?javascript:x', false],
  ['a mail', 'mailto:a@example.org', false],
])('%s is told by its scheme', (_, link, unsafe) => expect(isUnsafe(link)).toBe(unsafe))

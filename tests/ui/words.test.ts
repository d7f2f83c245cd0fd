import './english'
import { describe, expect, it } from 'vitest'
import { REASONS } from '../../lib/contract/errors'
import { belongsElsewhere, holds, sentences, type Thing, wordsFor } from '../../lib/ui/words'

describe('the words for a reason', () => {
  it.each(REASONS)('%s: says what happened, kindly', (reason) => {
    const things: (Thing | undefined)[] = [undefined, 'invitation', 'reply', 'sealed', 'message']
    for (const thing of things) {
      const words = wordsFor(reason, thing)
      expect(words).not.toBe('')
      expect(words).not.toMatch(/oops|please|error|invalid|!|\{/i)
    }
  })

  it.each([
    ['not-an-invitation', /not an invitation/],
    ['damaged', /invitation is damaged/],
    ['expired', /expired/],
    ['already-used', /already used/],
    ['your-own', /your own/],
    ['newer-version', /newer version/],
    ['too-large', /too large/],
  ] as const)('%s is told apart for an invitation', (reason, words) => {
    expect(wordsFor(reason, 'invitation')).toMatch(words)
  })
})

describe('what was pasted in the wrong place', () => {
  const block = (kind: string) => `> -----BEGIN HEARTH ${kind}-----\n> AAAA\n> -----END HEARTH ${kind}-----`

  it.each([
    ['not-an-invitation', 'SEALED TEXT', /^This is sealed text, not an invitation\..*"Open sealed text"/],
    ['not-a-reply', 'INVITATION', /^This is an invitation, not a reply\..*"Accept an invitation"/],
    ['not-a-reply', 'SEALED TEXT', /^This is sealed text/],
    ['not-sealed-text', 'INVITATION', /^This is an invitation/],
  ] as const)('%s, but %s', (reason, kind, words) => {
    expect(belongsElsewhere(reason, block(kind))).toMatch(words)
  })

  it('is not guessed', () => {
    expect(belongsElsewhere('not-a-reply', 'yes')).toBe(null)
    expect(belongsElsewhere('damaged', block('INVITATION'))).toBe(null)
    expect(holds(block('REPLY'), 'reply')).toBe(true)
    expect(holds(block('REPLY'), 'sealed')).toBe(false)
  })
})

describe('sentences', () => {
  it('parts what happened from what to do', () => {
    expect(sentences('It broke. Mend it. Then go.')).toEqual(['It broke. ', 'Mend it. Then go.'])
    expect(sentences('Wrong passphrase')).toEqual(['Wrong passphrase', ''])
    expect(sentences('')).toEqual(['', ''])
  })
})

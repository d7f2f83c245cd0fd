import { HearthError } from './errors'

/** The longest name, in Unicode characters. */
export const MAX_NAME = 64

// Controls, lone surrogates, and what reorders the text around it; blanks of all kinds are joined instead.
const REMOVED = /(?!\s)[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu
// What nobody sees would let one name pass for another. Joiners stay where scripts and pictures need them: not behind letters
// that never join.
const UNSEEN = /(?!\u200c|\u200d|\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}/gu
const JOINER = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}\s])(?:\u200c|\u200d)+/gu
const INVISIBLE = /[\s\p{Default_Ignorable_Code_Point}]/gu

/**
 * A name as it may be shown: NFC, blanks joined, nothing that controls or reorders text. Throws `bad-name` where nothing
 * visible is left or it is over 64 characters. With a `fallback`, for names that others chose: shortened, never rejected.
 */
export const cleanName = (text: string, fallback?: string): string => {
  // Bounded before it is normalised: a foreign name may be very long, and several marks may join to one character.
  const bounded = fallback === undefined ? text : text.slice(0, 16 * MAX_NAME)
  const clean = bounded
    .replace(REMOVED, '')
    .replace(UNSEEN, '')
    .replace(JOINER, '')
    .replace(/\s+/gu, ' ')
    .normalize('NFC')
    .trim()
  const characters = [...clean]
  if (clean.replace(INVISIBLE, '') === '') {
    if (fallback === undefined) throw new HearthError('bad-name', 'nothing visible')
    return fallback
  }
  if (characters.length <= MAX_NAME) return clean
  if (fallback === undefined) throw new HearthError('bad-name', 'over 64 characters')
  return characters.slice(0, MAX_NAME).join('').trim()
}

import { t } from './words'

const LONGEST = 64
// What could reorder or break the words around a name: controls, bidi controls, line and paragraph separators.
const UNRULY = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\s]+/gu

/** A name that somebody else chose, fit to stand in a sentence: one line, no controls, at most 64 characters. */
export const shownName = (name: string): string => {
  const line = name
    .slice(0, 16 * LONGEST)
    .replace(UNRULY, ' ')
    .trim()
  const letters = [...line]
  if (line === '') return t('chats.nameless')
  return letters.length > LONGEST
    ? `${letters
        .slice(0, LONGEST - 1)
        .join('')
        .trimEnd()}…`
    : line
}

const NUMBERS = /^\d+(?:\.\d+){3}$|^\[[\da-f:.]+\]$/

/** One or two letters, or the first emoji, for a face without a picture; of an address in numbers a sign. */
export const initials = (name: string): string => {
  if (NUMBERS.test(name)) return '#'
  const graphemes = (word: string) => [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)]
  const first = (word: string) => graphemes(word)[0]?.segment ?? ''
  const words = shownName(name)
    .split(' ')
    .filter((word) => /^[\p{L}\p{N}]/u.test(word))
  if (words.length === 0) return first(shownName(name))
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => first(word ?? ''))
  // Joined scripts read as one word where letters stand side by side.
  return (
    /\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic}/u.test(letters.join(''))
      ? letters.join('')
      : (letters[0] ?? '')
  ).toUpperCase()
}

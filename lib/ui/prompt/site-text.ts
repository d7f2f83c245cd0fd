/** A site's own words are shown up to here; the rest is a click away. */
export const SHOWN = 500

const LONGEST = 20_000
const BLANK = /[\s\p{Cc}\p{Zl}\p{Zp}]+/gu
// What reorders the words around it, and what nobody sees; joiners stay where scripts and pictures need them.
const UNSEEN = /[\p{Cs}\p{Bidi_Control}]|(?!\u200c|\u200d|\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}/gu
// Marks that are piled up reach into the lines around them.
const PILED = /(\p{M}{3})\p{M}+/gu
const QUOTES = /["“”„‟«»❝❞〝〞〟＂]/gu

/** A text on one line, with nothing in it that controls, hides or reorders. */
export const plain = (text: string): string =>
  text
    .slice(0, LONGEST)
    .replace(BLANK, ' ')
    .replace(UNSEEN, '')
    .normalize('NFC')
    .replace(PILED, '$1')
    .replace(/ {2,}/g, ' ')
    .trim()

/** The same for what stands between quotation marks: it cannot end the quotation. */
export const quotable = (text: string): string => plain(text).replace(QUOTES, '’')

/** The first `most` characters; null where that is all. */
export const beginning = (text: string, most: number): string | null => {
  if (text.length <= most) return null
  const letters = [...text]
  return letters.length <= most ? null : letters.slice(0, most).join('').trimEnd()
}

/** A text of at most `most` characters, and a sign that there was more. */
export const capped = (text: string, most: number): string => {
  const cut = beginning(text, most)
  return cut === null ? text : `${cut}…`
}

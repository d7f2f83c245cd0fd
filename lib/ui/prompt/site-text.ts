/** A site's own words are shown up to here; the rest is a click away. */
export const SHOWN = 500

// No text that somebody may be asked about is longer.
const LONGEST = 1 << 16
const CONTROL = /(?!\s)\p{Cc}/gu
const BLANK = /\s+/gu
// What reorders the words around it, and what nobody sees; joiners stay where scripts and pictures need them.
const UNSEEN = /[\p{Cs}\p{Bidi_Control}]|(?!\u200c|\u200d|\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}/gu
// Marks that are piled up reach into the lines around them.
const PILED = /(\p{M}{3})\p{M}+/gu
const QUOTES = /["“”„‟«»❝❞〝〞〟＂]/gu

/**
 * A text on one line, with nothing in it that controls, hides or reorders: that is left out, or stands there as `sign`. What is
 * cut ends in "…".
 */
export const plain = (text: string, sign = ''): string => {
  const words = text
    .slice(0, LONGEST)
    .replace(CONTROL, sign || ' ')
    .replace(UNSEEN, sign)
    .normalize('NFC')
    .replace(PILED, '$1')
    .replace(BLANK, ' ')
    .trim()
  return text.length > LONGEST ? `${words}…` : words
}

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

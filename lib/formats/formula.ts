/** What a spreadsheet may take for a formula, whatever blanks stand before it. */
const FORMULA = /^[\s\p{Cf}]*[=+\-@]|^[\t\r]/u
const PHONE = /^\+?[\d\s()./-]*$/

// Quotes before it do not count, so that the one that guards can be told from those of the text.
const isFormula = (text: string): boolean => {
  const rest = text.replace(/^'+/, '')
  const start = /[^\s\p{Cf}]/u.exec(rest)?.index ?? 0
  return FORMULA.test(rest) || FORMULA.test(rest.slice(start, start + 4).normalize('NFKC'))
}

/** A text that no spreadsheet takes for a formula: with a `'` before it where it might. */
export const guarded = (text: string): string => (isFormula(text) ? `'${text}` : text)

/** The text of {@link guarded}. */
export const unguarded = (text: string): string => (text.startsWith("'") && isFormula(text) ? text.slice(1) : text)

/** Whether a text is nothing but a number to call: no spreadsheet does harm with it. */
export const isDialled = (text: string): boolean => PHONE.test(text)

// What a table program would take for a formula, whatever it is written with.
const FORMULA = /^\s*[=+\-@\t\r]/

/** A table as CSV (RFC 4180). Texts that would become formulas begin with an apostrophe; numbers stay numbers. */
export const csvOf = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => row.map(cell).join(',')).join('\r\n')

const cell = (value: string | number): string => {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  const text = FORMULA.test(value.normalize('NFKC')) || /^[\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

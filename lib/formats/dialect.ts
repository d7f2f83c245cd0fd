import Papa from 'papaparse'

/** How a table is written. */
export interface Dialect {
  /** One character between cells; '' where a line is one cell. */
  delimiter: string
}

/** Of two that part lines equally well the first: commas stand in numbers and names. */
const DELIMITERS = [';', '\t', '|', ',', '\x1e', '\x1f']
/** A first line that says the delimiter, for spreadsheets. */
export const SEPARATOR_LINE = /^\ufeff?"?sep=(.)"?[ ,;\t]*(?:\r\n?|\n)/i
/** Lines at the beginning among which a preamble may be. */
const PREAMBLE = 20

/** The delimiter of a table by its beginning: what a line `sep=;` says, else what parts its lines alike. */
export const guessDialect = (sample: string): Dialect => {
  const said = SEPARATOR_LINE.exec(sample)
  if (said) return { delimiter: said[1] as string }
  const text = plainEnds(sample).replace(/^\ufeff/, '')
  const lines = text.lastIndexOf('\n') > 0 ? text.slice(0, text.lastIndexOf('\n')) : text
  // The first lines may be a preamble that is not of the table: what comes after decides, where no cell may begin before it.
  const later = lines.includes('"') ? '' : lines.split('\n').slice(PREAMBLE).join('\n')
  return { delimiter: byNames(lines) ?? guessed(later) ?? guessed(lines) ?? '' }
}

/** A first line of many names with only one of the delimiters in it leaves no doubt. */
const byNames = (text: string): string | null => {
  const [line = ''] = text.split('\n', 1)
  const [found, ...others] = DELIMITERS.filter((each) => line.includes(each))
  return found && !others.length && line.split(found).length > 4 ? found : null
}

const guessed = (text: string): string | null => {
  const { meta, errors } = Papa.parse(text, {
    preview: 1,
    newline: '\n',
    skipEmptyLines: 'greedy',
    delimitersToGuess: DELIMITERS,
  })
  return errors.some(({ code }) => code === 'UndetectableDelimiter') ? null : meta.delimiter
}

/** A text of which every line ends in one way. */
export const plainEnds = (text: string): string => text.replace(/\r\n?/g, '\n')

import type { FormEntry, FormField } from '../contract/form-fill'
import type { Autofill } from './autofill'
import { countryCode } from './countries'
import { folded, numberIn } from './words'

/** What would go into a field, and how it reads. */
export interface Fitting {
  entry: FormEntry
  words: string
}

/** The first way to write a value that the field takes: its option, its type, its length, its pattern. Null: none. */
export const fitting = (field: FormField, { field: meaning }: Autofill, texts: readonly string[]): Fitting | null => {
  if (field.control === 'select') {
    const option = optionFor(field.options, meaning, texts)
    const chosen = option === null ? undefined : field.options[option]
    return option === null || !chosen ? null : { entry: { id: field.id, option }, words: chosen.text || chosen.value }
  }
  const oneLine = field.control === 'input'
  const written = texts.map((text) => (oneLine ? text.replace(/\s*\n\s*/g, ', ') : text))
  const text = written.find((each) => takes(field, each))
  return text === undefined ? null : { entry: { id: field.id, text }, words: text }
}

const optionFor = (options: FormField['options'], meaning: string, texts: readonly string[]): number | null => {
  const wanted = new Set(texts.map(folded))
  const says = ({ value, text }: FormField['options'][number]) => wanted.has(folded(value)) || wanted.has(folded(text))
  const same = options.findIndex((option) => option.value !== '' && says(option))
  if (same >= 0) return same
  const [first = ''] = texts
  if (meaning === 'country' || meaning === 'country-name') return only(options, ({ text }) => isCountry(text, texts))
  if (meaning === 'tel-country-code') return only(options, ({ text }) => codeIn(text) === first)
  const number = numberIn(first)
  if (number === null || !meaning.startsWith('bday-')) return null
  return only(
    options,
    ({ value, text }) => numberIn(text) === number || (text.trim() === '' && numberIn(value) === number),
  )
}

/** The one option of which something is true; of two, neither is sure. */
const only = <T>(options: readonly T[], fits: (option: T) => boolean): number | null => {
  const found = options.flatMap((option, index) => (fits(option) ? [index] : []))
  return found.length === 1 ? (found[0] ?? null) : null
}

const isCountry = (text: string, texts: readonly string[]): boolean => {
  const code = text.trim().length > 2 ? countryCode(text) : null
  return code !== null && texts.includes(code)
}

const codeIn = (text: string): string | null => /(?:^|[\s(])(\+\d{1,3})(?=\)|\s|$)/.exec(text)?.[1] ?? null

const TYPES: Record<string, RegExp> = {
  date: /^\d{4}-\d\d-\d\d$/,
  month: /^\d{4}-\d\d$/,
  number: /^\d+$/,
  email: /^[^\s@]+@[^\s@]+$/,
  url: /^https?:\/\/\S+$/i,
}

const takes = ({ type, control, maxLength, pattern }: FormField, text: string): boolean => {
  const shape = control === 'input' ? TYPES[type] : undefined
  if (shape && !shape.test(text)) return false
  if (maxLength !== null && text.length > maxLength) return false
  return pattern === null || matches(pattern, text)
}

/** A pattern is the page's, and runs here: one that could take long is not tried, and the page says itself what it refuses. */
const matches = (pattern: string, text: string): boolean => {
  const quantifiers = pattern.match(/[*+{]/g)?.length ?? 0
  if (pattern.length > 200 || text.length > 200 || quantifiers > 3 || /\)[*+{?]|\\[1-9k]/.test(pattern)) return true
  try {
    return new RegExp(`^(?:${pattern})$`, 'v').test(text)
  } catch {
    return true
  }
}

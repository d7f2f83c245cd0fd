import type { Fields } from '../contract/item'
import { isFile, textsOf, titleOf } from '../contract/item-text'

const PLAIN = /^[\0-\x7f]*$/
const TIME = /^\d{4}-\d\d-\d\dT/
const MARKS = /[\u0300-\u036f]/g

/** A text without case and accents, so that "muller" finds "Müller". */
export const fold = (text: string): string =>
  PLAIN.test(text) ? text.toLowerCase() : text.normalize('NFKD').replace(MARKS, '').toLowerCase()

/**
 * All that search looks through, folded: the name, every text, the digits of telephone numbers without what stands between
 * them, and the tags.
 */
export const hayOf = (type: string, fields: Fields, tags: readonly string[]): string => {
  const title = titleOf(type, fields)
  const parts = [title]
  for (const [name, value] of Object.entries(fields)) {
    const texts = textsOf(value)
    // A hundred thousand measurements say when they were, and nobody searches for that in letters.
    for (const text of texts) if (text !== title && !TIME.test(text)) parts.push(text)
    if (name === 'telephone') for (const text of texts) parts.push(text.replace(/\D/g, ''))
    if (isFile(value)) parts.push(value.mediaType)
  }
  for (const tag of tags) parts.push(`#${tag}`)
  return fold(parts.join('\n'))
}

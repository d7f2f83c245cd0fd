/** A piece of a message: words, or an address that a person may open. */
export type Piece = { text: string; href: string | null }

const ADDRESS = /https?:\/\/[^\s<>"\p{Bidi_Control}\p{Cc}]+/giu
// Cut shorter it would lead elsewhere, so a longer one stays words.
const LONGEST = 2_048
// Marks at the end belong to the sentence around the address.
const TRAILING = new Set('.,;:!?\'’"”»)]}…')
const OPENING = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
])

/** The address without the marks that end the sentence; a bracket that was opened within stays. */
const trim = (address: string): string => {
  const counts = new Map<string, number>()
  for (const letter of address) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  let end = address.length
  for (; end > 0; end--) {
    const mark = address.charAt(end - 1)
    if (!TRAILING.has(mark)) break
    const closed = counts.get(mark) ?? 0
    const opening = OPENING.get(mark)
    if (opening !== undefined && (counts.get(opening) ?? 0) >= closed) break
    counts.set(mark, closed - 1)
  }
  return address.slice(0, end)
}

/**
 * An address that leads where it seems to lead: http or https, no user name that could pass for a host, and a host that the
 * browser reads letter for letter as it is written. Look-alikes of letters, slashes and dots are thereby out.
 */
const safeHref = (address: string): string | null => {
  if (address.length > LONGEST || !URL.canParse(address)) return null
  const url = new URL(address)
  const written = /^https?:\/\/([!-~]*?)(?:[/?#]|$)/i.exec(address)?.[1]
  return written?.toLowerCase() === url.host && url.username === '' && url.password === '' ? url.href : null
}

/** Splits a message into words and addresses. Joined again, the pieces are the message; nothing is ever fetched. */
export const linkify = (text: string): Piece[] => {
  const pieces: Piece[] = []
  let from = 0
  for (const match of text.matchAll(ADDRESS)) {
    const address = trim(match[0])
    const href = safeHref(address)
    if (href === null) continue
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), href: null })
    pieces.push({ text: address, href })
    from = match.index + address.length
  }
  if (from < text.length) pieces.push({ text: text.slice(from), href: null })
  return pieces
}

/** A piece of a message: words, or an address that a person may open. */
export type Piece = { text: string; href: string | null }

const ADDRESS = /https?:\/\/[^\s<>"\p{Bidi_Control}\p{Cc}]+/giu
// Marks at the end belong to the sentence around the address.
const TRAILING = /[.,;:!?'’”»)\]}…]+$/u

const opening = { ')': '(', ']': '[', '}': '{' } as const
const count = (text: string, letter: string) => text.split(letter).length - 1

/** The address without the marks that end the sentence; a bracket that was opened within stays. */
const trim = (address: string): string => {
  const marks = TRAILING.exec(address)?.[0] ?? ''
  let end = address.length - marks.length
  for (const mark of marks) {
    const open = opening[mark as keyof typeof opening]
    if (open === undefined || count(address.slice(0, end), open) <= count(address.slice(0, end), mark)) break
    end += mark.length
  }
  return address.slice(0, end)
}

/** An address that leads where it seems to lead: http or https, and no user name that could pass for a host. */
const safeHref = (address: string): string | null => {
  const url = URL.canParse(address) ? new URL(address) : null
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url.href : null
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

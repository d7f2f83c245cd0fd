import type { Syntax } from './property'
import { holdsBytes, isQuotedPrintable } from './unfold'

/** Bytes of a line, without its end (RFC 6350 3.2, RFC 5545 3.1). */
const OCTETS = 75
const END = '\r\n'

/** A line as it is written to a file: folded, and ended. */
export const fold = (text: string, syntax: Syntax): string => {
  if (isQuotedPrintable(text)) return softBreaks(text)
  if (syntax !== '2.1') return pieces(text, OCTETS).join(`${END} `) + END
  // In 2.1 a fold adds a blank to a text: only bytes are folded, and an empty line ends them.
  return holdsBytes(text) ? `${pieces(text, OCTETS).join(`${END} `)}${END}${END}` : text + END
}

/** The text in pieces of so many bytes of UTF-8, those after the first a byte shorter. */
const pieces = (text: string, octets: number): string[] => {
  const found: string[] = []
  let from = 0
  let used = 0
  let room = octets
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (used + bytes > room) {
      found.push(text.slice(from, at))
      from = at
      used = 0
      room = octets - 1
    }
    used += bytes
    at += code > 0xffff ? 2 : 1
  }
  return [...found, text.slice(from)]
}

const softBreaks = (text: string): string => {
  const value = text.indexOf(':') + 1
  const encoded = text.slice(value).match(/(?:=[0-9A-F]{2}|[^=]|=){1,23}/gi) ?? []
  return text.slice(0, value) + encoded.join(`=${END}`) + END
}

import { linkify } from '../talk/linkify'

const MAIL = /^[^\s<>"@\p{Cc}\p{Bidi_Control}]+@[^\s<>"@\p{Cc}\p{Bidi_Control}]+$/u
const PHONE = /^\+?[\d\s()./-]{3,40}$/

/**
 * Where an address that somebody wrote may lead: http and https as messages allow them, mailto and tel. Null for every other
 * scheme, and for what does not lead where it seems to.
 */
export const safeLink = (address: string): string | null => {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase()
  if (scheme === 'mailto') return mailLink(address.slice(7))
  if (scheme === 'tel') return phoneLink(address.slice(4))
  const pieces = linkify(address)
  return pieces.length === 1 ? (pieces[0]?.href ?? null) : null
}

/** The link that writes to a mail address; null where it is none. */
export const mailLink = (address: string): string | null =>
  MAIL.test(address) && address.length <= 320 ? `mailto:${encodeURIComponent(address).replaceAll('%40', '@')}` : null

/** The link that calls a telephone number; null where it is none. */
export const phoneLink = (number: string): string | null =>
  PHONE.test(number) ? `tel:${number.replace(/[^\d+]/g, '')}` : null

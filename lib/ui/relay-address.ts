import { isPublicRelay } from '../contract/address'

/** A relay's address as it is shown and compared: in one fixed form, without the slash that says nothing. */
export const shownRelay = (address: string): string => {
  if (!URL.canParse(address)) return address
  const { href, pathname, search, hash } = new URL(address)
  return pathname === '/' && search === '' && hash === '' ? href.slice(0, -1) : href
}

/** The same without what may be a secret: who asks for it, and any path beyond the host. */
export const bareRelay = (address: string): string => {
  if (!URL.canParse(address)) return '…'
  const { protocol, host, pathname, search, hash } = new URL(address)
  return `${protocol}//${host}${pathname === '/' && search === '' && hash === '' ? '' : '/…'}`
}

/** An address as it was typed; one that is only a host gets the scheme that is meant. */
export const typedRelay = (text: string): string => {
  const address = text.trim()
  return /^[^\s/@]+\.[^\s@]+$/.test(address) && !address.includes('://') ? `wss://${address}` : address
}

/** The addresses in a text, one a line; commas and blanks part them as well. */
export const relaysIn = (text: string): string[] =>
  text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(typedRelay)

/** Who can use a relay with the person who chose it: everybody, only who chose it too, or only browsers of this device. */
export type Reach = 'everybody' | 'choosers' | 'device'

/** Who can use the relay of that address; null where it is none, or no more than the beginning of one. */
export const reachOf = (address: string): Reach | null => {
  if (!URL.canParse(address)) return null
  const { protocol, host, hostname } = new URL(address)
  if (!/^wss?:$/.test(protocol) || !/[.:]./.test(host)) return null
  if (/^(127\.0\.0\.1|localhost)$/.test(hostname)) return 'device'
  return isPublicRelay(address) ? 'everybody' : 'choosers'
}

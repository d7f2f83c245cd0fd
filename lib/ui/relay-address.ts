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

/** The addresses in a text, one a line; commas and blanks part them as well. */
export const relaysIn = (text: string): string[] => text.split(/[\s,]+/).filter((part) => part !== '')

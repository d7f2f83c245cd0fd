/** A site by its name: `https` goes without saying, anything else is said. */
export const siteName = (origin: string): string => origin.replace(/^https:\/\//, '')

/** What the letter on its face is of: the name that was registered, as far as that can be seen. */
export const siteLetter = (origin: string): string => {
  const host = siteName(origin)
    .replace(/^http:\/\//, '')
    .replace(/:\d+$/, '')
  const labels = /^[\d.]+$/.test(host) ? [host] : host.split('.')
  return labels.at(-2) ?? host
}

/** A site by its name: `https` goes without saying, anything else is said. */
export const siteName = (origin: string): string => origin.replace(/^https:\/\//, '')

/** The letter on its face: of the name that was registered, as far as that can be seen. */
export const siteLetter = (origin: string): string => {
  const labels = siteName(origin)
    .replace(/^http:\/\//, '')
    .replace(/:\d+$/, '')
    .split('.')
  return labels.at(-2) ?? labels[0] ?? ''
}

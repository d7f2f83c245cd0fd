/** A site by its name: `https` goes without saying, anything else is said. */
export const siteName = (origin: string): string => origin.replace(/^https:\/\//, '')

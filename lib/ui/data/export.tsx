/** Takes everything out again, and brings a backup back. */
export const Export = () => null

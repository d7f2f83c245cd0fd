/** Whether a link runs a program where it is shown, or carries one. */
export const isUnsafe = (link: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers leave them out of a scheme.
  /^(?:javascript|vbscript|data):/i.test(link.replace(/[\u0000-\u0020]/g, ''))

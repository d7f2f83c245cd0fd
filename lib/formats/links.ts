/** Whether a link runs a program where it is shown, or carries one. Browsers pass over blanks and controls within the scheme. */
export const isUnsafe = (link: string): boolean =>
  /^(?:javascript|vbscript|data):/i.test(link.replace(/[\s\p{Cc}]/gu, ''))

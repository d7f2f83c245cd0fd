/** Whether following the link would run something instead of opening a page. Browsers pass over blanks within the scheme. */
export const isUnsafe = (url: string): boolean =>
  /^(?:javascript|vbscript|data):/i.test(url.slice(0, 200).replace(/[\s\p{Cc}]/gu, ''))

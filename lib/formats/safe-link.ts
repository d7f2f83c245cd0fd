/** Whether following the link would run something instead of opening a page. */
export const isUnsafe = (url: string): boolean => /^[\s\p{Cc}]*(?:javascript|vbscript|data):/iu.test(url)

// The browser reads it while it saves; a page that is left frees it anyway.
const READ = 60_000

/** Hands bytes to the browser to be saved, under a name without what no name may have. */
export const saveFile = (bytes: Blob, name: string): void => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(bytes)
  link.download = name.replace(/[\p{Cc}\p{Bidi_Control}/\\]/gu, '_')
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), READ)
}

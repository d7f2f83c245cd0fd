import browser, { type Runtime } from 'webextension-polyfill'

/**
 * Whether a message comes from one of our own pages: our id, and a URL that is exactly one of the paths (`/popup.html`),
 * whatever its query or fragment. Decided by what the browser says of the sender, never by a port's name.
 */
export const isOwnPage = (sender: Runtime.MessageSender | undefined, paths: readonly string[]): boolean => {
  if (sender?.id !== browser.runtime.id || sender.url === undefined || !URL.canParse(sender.url)) return false
  const url = new URL(sender.url)
  return paths.some((path) => {
    const own = new URL(browser.runtime.getURL(path))
    // Not `origin`: for the schemes of extensions it is "null" outside the browser that knows them.
    return url.protocol === own.protocol && url.host === own.host && url.pathname === own.pathname
  })
}

import browser, { type Permissions } from 'webextension-polyfill'
import { enabledPatterns, isEnabled } from './site-patterns'

// `bridge` first: whichever of the two comes second finds the other.
const SCRIPTS = [
  { id: 'page-bridge', js: ['/page-bridge.js'] },
  { id: 'page-provider', js: ['/page-provider.js'], world: 'MAIN' },
] as const

/**
 * Keeps our two scripts registered for exactly those sites that the person enabled, and puts them into the pages that are open
 * when a site is. To be called while the worker starts. Returns how to stop.
 */
export const keepPageScripts = (): (() => void) => {
  // One after the other: two at once would both add what is missing.
  let last: Promise<void> = Promise.resolve()
  const keep = (): Promise<void> => {
    last = last.then(register).catch(() => undefined)
    return last
  }
  const onAdded = async ({ origins = [] }: Permissions.Permissions): Promise<void> => {
    if (origins.length === 0) return
    await keep()
    await putIn()
  }
  const onRemoved = (): void => void keep()
  browser.permissions.onAdded.addListener(onAdded)
  browser.permissions.onRemoved.addListener(onRemoved)
  void keep()
  return () => {
    browser.permissions.onAdded.removeListener(onAdded)
    browser.permissions.onRemoved.removeListener(onRemoved)
  }
}

/** All that stands there is compared, so that a worker that starts writes nothing where nothing changed. */
const register = async (): Promise<void> => {
  const matches = (await enabledPatterns()).sort()
  const ids = SCRIPTS.map(({ id }) => id)
  const registered = await browser.scripting.getRegisteredContentScripts({ ids })
  const same = registered.every((script) => script.matches?.toSorted().join() === matches.join())
  if (same && registered.length === (matches.length === 0 ? 0 : SCRIPTS.length)) return
  if (registered.length > 0) await browser.scripting.unregisterContentScripts({ ids: registered.map(({ id }) => id) })
  if (matches.length === 0) return
  const scripts = SCRIPTS.map((script) => ({
    ...script,
    js: [...script.js],
    matches,
    runAt: 'document_start' as const,
    allFrames: false,
    persistAcrossSessions: true,
  }))
  await browser.scripting.registerContentScripts(scripts)
}

/** Into every open page of an enabled site; in a page that has them already they do nothing. */
const putIn = async (): Promise<void> => {
  // Of the others no address is seen.
  for (const { id, url } of await browser.tabs.query({ discarded: false })) {
    if (id === undefined || !url || !/^https?:/.test(url) || !(await isEnabled(new URL(url).origin))) continue
    for (const { js, ...script } of SCRIPTS) {
      const world = 'world' in script ? { world: script.world } : {}
      await browser.scripting.executeScript({ target: { tabId: id }, files: [...js], ...world }).catch(() => undefined)
    }
  }
}

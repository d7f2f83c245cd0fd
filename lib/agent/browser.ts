import browser from 'webextension-polyfill'
import type { Status } from '../contract/panel-api'
import { fromBase64, toBase64 } from '../contract/wire'
import type { KeyKeeper } from './agent'
import type { OpenedParts } from './opened'

const KEY = 'vault-key'

/**
 * Keeps the data key in `storage.session`: memory of the browser that outlives the worker, is gone when the browser closes, and
 * never touches the disk. Every page of ours could read it; only the agent does.
 */
export const sessionKeys = (): KeyKeeper => ({
  load: async () => {
    const { [KEY]: kept } = await browser.storage.session.get(KEY)
    return typeof kept === 'string' ? fromBase64(kept) : null
  },
  keep: (key) => browser.storage.session.set({ [KEY]: toBase64(key) }),
  forget: () => browser.storage.session.remove(KEY),
})

const SIZES = [16, 32, 48, 128]
const icons = (prefix: string) => Object.fromEntries(SIZES.map((size) => [size, `/icon/${prefix}${size}.png`]))

/** Shows on the toolbar whether the hearth is lit, and how much is unread; nothing but ash while locked. */
export const showOnToolbar = (): ((status: Status) => void) => {
  // Manifest 3 calls it action, manifest 2 browserAction.
  const toolbar = browser.action ?? browser.browserAction
  let shown: { lit?: boolean; text?: string } = {}
  return (status) => {
    const lit = status.phase === 'open' || status.phase === 'setup'
    const text = status.phase === 'open' && status.unread > 0 ? String(Math.min(status.unread, 999)) : ''
    const before = shown
    shown = { lit, text }
    // Each costs the browser some work, the icon a lot: its pictures are read and decoded anew.
    Promise.all([
      lit !== before.lit && toolbar.setIcon({ path: icons(lit ? '' : 'locked-') }),
      text !== before.text && toolbar.setBadgeText({ text }),
      before.lit === undefined && toolbar.setBadgeBackgroundColor({ color: '#b9471b' }),
    ]).catch(() => undefined) // Refused only while the browser shuts down.
  }
}

/** Opens the welcome page, once, when the extension was installed. */
export const welcomeOnce = (): void => {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void browser.tabs.create({ url: browser.runtime.getURL('/home.html') })
  })
}

/** The extension's own version. */
export const ownVersion = (): string => browser.runtime.getManifest().version

/** Calls back whenever the browser says that there is a network again. Returns how to stop. */
export const onOnline: OpenedParts['onOnline'] = (listener) => {
  globalThis.addEventListener('online', listener)
  return () => globalThis.removeEventListener('online', listener)
}

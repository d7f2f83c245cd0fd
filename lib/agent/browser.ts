import browser from 'webextension-polyfill'
import type { Status } from '../contract/panel-api'
import { fromBase64, toBase64 } from '../contract/wire'
import { toHex } from '../crypto/hash'
import { random } from '../crypto/random'
import type { AskStorage } from '../permissions/queue'
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

/** A place for one value in that memory, for what has to outlive the worker and not the browser. */
export const sessionSlot = (name: string): AskStorage => ({
  load: async () => (await browser.storage.session.get(name))[name],
  save: (value) => browser.storage.session.set({ [name]: value }),
})

/** A text that is another one in every session of the browser. */
export const sessionName = async (): Promise<string> => {
  const slot = sessionSlot('session')
  const kept = await slot.load()
  if (typeof kept === 'string') return kept
  const name = toHex(random(16))
  await slot.save(name)
  return name
}

// A toolbar draws 16 pixels, on a dense screen 32.
const SIZES = [16, 32]
const icons = (prefix: string) => Object.fromEntries(SIZES.map((size) => [size, `/icon/${prefix}${size}.png`]))

/** Shows on the toolbar whether the hearth is lit, and how much is unread or waits for a word; nothing but ash while locked. */
export const showOnToolbar = (): ((status: Status, waiting: number) => void) => {
  // Manifest 3 calls it action, manifest 2 browserAction.
  const toolbar = browser.action ?? browser.browserAction
  let shown: { lit?: boolean; text?: string } = {}
  return (status, waiting) => {
    const lit = status.phase === 'open' || status.phase === 'setup'
    const count = status.phase === 'open' ? status.unread + waiting : 0
    const text = count > 0 ? String(Math.min(count, 999)) : ''
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

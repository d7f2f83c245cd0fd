import browser from 'webextension-polyfill'
import { mayAsk } from '../contract/origin'
import { enabledPatterns, isEnabled, originOfPattern, patternOf } from './site-patterns'

/** The page that the person looks at, and the sites that they let talk to Hearth. */
export interface ActiveTab {
  /**
   * `origin` is null where no site is shown that could, or none that this panel may know of: only the popup that was opened on a
   * page may. `needed`: in this browser no page reaches Hearth unless it is enabled.
   */
  look(): Promise<{ origin: string | null; tab: number | null; enabled: boolean; needed: boolean }>
  /** Asks the person; false where they refuse. Only works in the click itself, before anything is awaited. */
  enable(origin: string): Promise<boolean>
  disable(origin: string): Promise<void>
  /** The sites that are enabled, whatever their port; `https://*` where the browser was told all. */
  enabled(): Promise<string[]>
}

/** The active tab of the window that this panel belongs to. */
export const activeTab = (): ActiveTab => ({
  look: async () => {
    const needed = !('externally_connectable' in browser.runtime.getManifest())
    const [tab] = await browser.tabs.query({ active: true, currentWindow: true })
    const origin = tab?.url !== undefined && URL.canParse(tab.url) ? new URL(tab.url).origin : ''
    if (tab?.id === undefined || !mayAsk(origin)) return { origin: null, tab: null, enabled: false, needed }
    return { origin, tab: tab.id, enabled: await isEnabled(origin), needed }
  },
  // The agent hears of it and does the rest: the browser's question may close the popup.
  enable: (origin) => browser.permissions.request({ origins: [patternOf(origin)] }),
  disable: async (origin) => {
    await browser.permissions.remove({ origins: [patternOf(origin)] })
  },
  enabled: async () => (await enabledPatterns()).map(originOfPattern).sort(),
})

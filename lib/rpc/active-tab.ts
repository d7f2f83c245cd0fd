import browser, { type Tabs } from 'webextension-polyfill'
import { mayAsk } from '../contract/origin'
import { enabledPatterns, isEnabled, originOfPattern, patternOf } from './site-patterns'

/** The site in front of the person. `needed`: in this browser no page reaches Hearth unless it is enabled. */
export interface SiteInTab {
  origin: string
  enabled: boolean
  needed: boolean
}

/** The page that the person looks at, and the sites that they let talk to Hearth. */
export interface ActiveTab {
  /** Null where no site is shown that could, or none that this panel may know of: only the popup that was opened on a page may. */
  look(): Promise<SiteInTab | null>
  /** Asks the person; false where they refuse. Only works in the click itself, before anything is awaited. */
  enable(origin: string): Promise<boolean>
  disable(origin: string): Promise<void>
  /** The sites that are enabled, whatever their port; `https://*` where the browser was told all. */
  enabled(): Promise<string[]>
}

/** The active tab of the window that this panel belongs to. */
export const tabInFront = async (): Promise<Tabs.Tab | undefined> => {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true })
  return tab
}

/** What this panel can do about it. */
export const activeTab = (): ActiveTab => ({
  look: async () => {
    const needed = !('externally_connectable' in browser.runtime.getManifest())
    const url = (await tabInFront())?.url ?? ''
    const origin = URL.canParse(url) ? new URL(url).origin : ''
    return mayAsk(origin) ? { origin, enabled: await isEnabled(origin), needed } : null
  },
  // The agent hears of it and does the rest: the browser's question may close the popup.
  enable: (origin) => browser.permissions.request({ origins: [patternOf(origin)] }),
  disable: async (origin) => {
    await browser.permissions.remove({ origins: [patternOf(origin)] })
  },
  enabled: async () => (await enabledPatterns()).map(originOfPattern).sort(),
})

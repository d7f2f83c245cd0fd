import { type ReadonlySignal, signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { ActiveTab, SiteInTab } from '../../rpc/active-tab'

/** What of it the screens show, kept while the panel is open. */
export interface SiteAccess extends Pick<ActiveTab, 'enable' | 'disable'> {
  tab: ReadonlySignal<SiteInTab | null>
  enabled: ReadonlySignal<string[]>
  /** Looks again: another panel may have changed it. */
  look(): Promise<void>
}

/** The access of one panel. */
export const siteAccess = (active: ActiveTab): SiteAccess => {
  const tab = signal<SiteInTab | null>(null)
  const enabled = signal<string[]>([])
  const look = async () => {
    const [site, sites] = await Promise.all([active.look(), active.enabled()])
    tab.value = site
    enabled.value = sites
  }
  return {
    tab,
    enabled,
    look,
    // The first thing in a click: the browser asks nobody later.
    enable: async (origin) => {
      const allowed = await active.enable(origin)
      await look()
      return allowed
    },
    disable: async (origin) => {
      await active.disable(origin)
      await look()
    },
  }
}

const AccessContext = createContext<SiteAccess | null>(null)

/** Lets the screens below it see the tab and what sites may do there. */
export const WithSiteAccess = AccessContext.Provider

/** Null where the panel cannot tell. */
export const useSiteAccess = (): SiteAccess | null => useContext(AccessContext)

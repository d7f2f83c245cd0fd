import type { ActiveTab } from '../../../lib/rpc/active-tab'

/** The tab beside the panel, and what the browser lets sites do. */
export interface Tab {
  origin: string | null
  needed?: boolean
  enabled?: string[]
  /** The person says no to the browser. */
  refuses?: boolean
}

/** A browser that does what it is asked, unless its person refuses. */
export const fakeTab = ({ origin, needed = true, enabled = [], refuses = false }: Tab): ActiveTab => {
  const sites = new Set(enabled)
  return {
    look: async () => (origin === null ? null : { origin, enabled: sites.has(origin), needed }),
    enable: async (site) => {
      if (!refuses) sites.add(site)
      return !refuses
    },
    disable: async (site) => {
      sites.delete(site)
    },
    enabled: async () => [...sites],
  }
}

import type { PageCaller } from '../contract/page-api'
import type { Grantee } from '../contract/permission'
import type { Permissions } from '../permissions/permissions'
import type { AskStorage } from '../permissions/queue'

/** Whose page each tab shows, as far as pages and the browser tell. What they tell a closed vault, or a worker that dies, is kept. */
export interface Tabs {
  /** This page speaks: it is the one that is there. */
  shows(caller: PageCaller): void
  /** Whether it spoke last there, and has not left. */
  isShown(caller: Pick<PageCaller, 'tab' | 'document'>): boolean
  /** The document that was there has left; one that is loaded again comes back within half a minute. */
  left(tab: number): void
  closed(tab: number): void
  /** Ends the grants that ended with what their tabs showed: nobody uses them from then on. Where there are none to end now, it is kept. */
  settle(permissions: Permissions | null): Promise<void>
}

/** From then on no grant for this tab is live, but this grantee's. */
interface End {
  tab: number
  grantee: Grantee | null
  from: number
}

const COMES_BACK = 30_000

/** The tabs. `late` is called when it is time to settle what did not come back. */
export const openTabs = (slot: AskStorage, now: () => number, late: () => void): Tabs => {
  const documents = new Map<number, string>()
  const ends = new Map<number, End>()
  let kept = '[]'
  const end = (tab: number, grantee: Grantee | null, from: number) => ends.set(tab, { tab, grantee, from })
  /** Somebody is there now; who has come back from another site, or too late, comes anew. */
  const begin = (tab: number, grantee: Grantee | null, before = ends.get(tab)): void => {
    const isAnother = before !== undefined && before.from <= now() && before.grantee !== grantee
    end(tab, isAnother ? null : grantee, 0)
  }
  const loaded = slot.load().then(
    (value) => {
      if (!Array.isArray(value)) return
      kept = JSON.stringify(value)
      for (const before of value as End[]) {
        const since = ends.get(before.tab)
        if (since?.grantee) begin(before.tab, since.grantee, before)
        else if (!since || before.grantee === null) ends.set(before.tab, before)
      }
    },
    () => undefined,
  )

  return {
    shows: ({ tab, origin, document }) => {
      documents.set(tab, document)
      begin(tab, origin)
    },
    isShown: ({ tab, document }) => documents.get(tab) === document,
    left: (tab) => {
      documents.delete(tab)
      if (ends.get(tab)?.grantee === null) return
      end(tab, null, now() + COMES_BACK)
      setTimeout(late, COMES_BACK)
    },
    closed: (tab) => {
      documents.delete(tab)
      end(tab, null, 0)
    },
    settle: async (permissions) => {
      await loaded
      for (const { tab, grantee, from } of permissions ? [...ends.values()] : []) {
        if (from > now()) continue
        ends.delete(tab)
        void permissions?.tabShows(tab, grantee).catch(() => undefined)
      }
      const value = [...ends.values()]
      const text = JSON.stringify(value)
      if (text === kept) return
      kept = text
      // Not awaited: a page would tell by it whether the vault is open.
      void slot.save(value).catch(() => undefined)
    },
  }
}

import type { PageCaller, PageServer } from '../contract/page-api'
import type { Grantee } from '../contract/permission'
import { type Ask, type AskStorage, openQueue } from '../permissions/queue'
import type { Opened } from './opened'
import { pageServer } from './pages/server'
import { openListening } from './pages/subscriptions'
import { promptWindow } from './prompt-window'
import { createPrompts, type Prompts } from './prompts'
import type { Surfaces } from './surfaces'

/** What serving pages needs of the browser. */
export interface ServingParts {
  surfaces: Surfaces
  /** Requests that wait, and the prompt's window, in memory that outlives the worker and not the browser. */
  asks: AskStorage
  window: AskStorage
  /** The extension's own version. */
  version: string
}

/** What serves pages, from before the vault is opened until after it is locked. */
export interface Serving {
  readonly pages: PageServer
  readonly prompts: Prompts
  /** The vault was opened. */
  begin(): void
  /** It was locked. */
  end(): Promise<void>
  grantsChanged(grantee: Grantee | null): void
  dataChanged(): void
}

/** A page that is loaded again comes back sooner; what stays away for longer has left its tab. */
const COMES_BACK = 30_000

/** Serves pages. `opened` waits for an agent that is just starting; null while locked. To be called while the worker starts. */
export const startServing = (
  { surfaces, asks, window, version }: ServingParts,
  { opened, now, changed }: { opened(): Promise<Opened | null>; now(): number; changed(): void },
): Serving => {
  const left = new Map<number, ReturnType<typeof setTimeout>>()
  /** The document that was heard of last in each tab. */
  const current = new Map<number, string>()
  const shown = promptWindow(surfaces, window)
  const prompts = createPrompts({ queue: openQueue(asks, now), window: shown, opened, now, changed })

  const tabShows = async (tab: number, grantee: Grantee | null): Promise<void> => {
    await (await opened())?.permissions.tabShows(tab, grantee).catch(() => undefined)
  }
  const siteOf = async ({ origin, tab }: PageCaller) => (await opened())?.site({ grantee: origin, tab }) ?? null

  /** This document is in the tab: whatever was there before is not any more. */
  const seen = ({ origin, tab, document }: PageCaller, request: string | null): void => {
    clearTimeout(left.get(tab))
    left.delete(tab)
    current.set(tab, document)
    void tabShows(tab, origin)
    // What the page asks for again, loaded anew, goes on.
    const again = ({ grantee, requests }: Ask) => request !== null && grantee === origin && requests.includes(request)
    const isGone = (ask: Ask) => ask.tab === tab && ask.document !== document && !again(ask)
    void prompts.withdraw(isGone).catch(() => undefined)
  }
  const listening = openListening({
    site: siteOf,
    gone: ({ tab, document }) => {
      void prompts.withdraw((ask) => ask.document === document).catch(() => undefined)
      // Of a page that is loaded again the next may be heard of before the end of the last.
      if (current.get(tab) !== document) return
      clearTimeout(left.get(tab))
      left.set(
        tab,
        setTimeout(() => void tabShows(tab, null), COMES_BACK),
      )
    },
  })
  const pages = pageServer({ prompts, listening, site: siteOf, version, now })

  surfaces.onTabClosed((tab) => {
    clearTimeout(left.get(tab))
    left.delete(tab)
    current.delete(tab)
    listening.tabClosed(tab)
    void prompts.withdraw((ask) => ask.tab === tab).catch(() => undefined)
    void tabShows(tab, null)
  })

  return {
    pages: {
      request: (caller, request) => {
        seen(caller, request.id)
        return pages.request(caller, request)
      },
      listen: (caller, tell) => {
        seen(caller, null)
        return pages.listen(caller, tell)
      },
    },
    prompts,
    begin: () => {
      listening.begin()
      prompts.reconsider()
    },
    end: () => prompts.lock(),
    grantsChanged: (grantee) => {
      listening.grantsChanged(grantee)
      prompts.reconsider()
    },
    dataChanged: () => {
      listening.dataChanged()
      if (prompts.waiting().length > 0) changed()
    },
  }
}

import type { PageCaller, PageRequest, PageServer } from '../contract/page-api'
import type { Grantee } from '../contract/permission'
import { openMutes } from '../permissions/mutes'
import { type Ask, type AskStorage, openQueue, requestName } from '../permissions/queue'
import type { Opened } from './opened'
import { pageServer } from './pages/server'
import { openListening } from './pages/subscriptions'
import { promptWindow } from './prompt-window'
import { createPrompts, type Prompts } from './prompts'
import type { Surfaces } from './surfaces'
import { openTabs } from './tabs'

/** What serving pages needs of the browser. */
export interface ServingParts {
  surfaces: Surfaces
  /** Requests that wait, the prompt's window, what left its tab, and mutes, in memory that outlives the worker and not the browser. */
  asks: AskStorage
  window: AskStorage
  tabs: AskStorage
  mutes: AskStorage
  /** The extension's own version. */
  version: string
}

/** What serves pages, from before the vault is opened until after it is locked. */
export interface Serving {
  readonly pages: PageServer
  readonly prompts: Prompts
  /** The vault was opened. */
  begin(): void
  /** It is being locked. */
  end(closing: Opened): Promise<void>
  grantsChanged(grantee: Grantee | null): void
  dataChanged(): void
}

/** Serves pages. `opened` waits for an agent that is just starting; null while locked. To be called while the worker starts. */
export const startServing = (
  { surfaces, asks, window, version, ...slots }: ServingParts,
  { opened, now, changed }: { opened(): Promise<Opened | null>; now(): number; changed(): void },
): Serving => {
  /** Of every port that is open its document, which is there as long as one of them is. */
  const ports = new Set<PageCaller>()
  const isHeard = (document: string): boolean => [...ports].some((port) => port.document === document)
  const settled = async (): Promise<Opened | null> => {
    const here = await opened()
    await tabs.settle(here?.permissions ?? null)
    return here
  }
  const settle = () => void settled().catch(() => undefined)
  const tabs = openTabs(slots.tabs, now, settle)
  const withdraw = (which: (ask: Ask) => boolean) => void prompts.withdraw(which).catch(() => undefined)
  const left = (tab: number): void => {
    tabs.left(tab)
    settle()
  }

  surfaces.onTabLoads((tab) => {
    // A page that only loads a part of itself, or changes its address, cannot be told from one that leaves, but by its port.
    withdraw((ask) => ask.tab === tab && !isHeard(ask.document))
    if (![...ports].some((port) => port.tab === tab && tabs.isShown(port))) left(tab)
  })
  const prompts = createPrompts({
    queue: openQueue(asks, now),
    mutes: openMutes(slots.mutes, now),
    window: promptWindow(surfaces, window, now),
    opened,
    now,
    changed,
  })

  /** This document is in the tab: whatever was there before is not any more, but for what it asks for again. */
  const seen = (caller: PageCaller, request: PageRequest | null): void => {
    const { origin: grantee, tab, document } = caller
    tabs.shows(caller)
    settle()
    const isAgain = ({ requests }: Ask) =>
      request !== null && requests.includes(requestName(grantee, request.id, request.method, request.params))
    withdraw((ask) => ask.tab === tab && ask.document !== document && !isAgain(ask))
  }
  const siteOf = async ({ origin, tab }: PageCaller) => (await settled())?.site({ grantee: origin, tab }) ?? null
  const listening = openListening({
    site: siteOf,
    gone: (caller) => {
      withdraw((ask) => ask.document === caller.document)
      // Of a page that is loaded again the next may be heard of before the end of the last.
      if (tabs.isShown(caller)) left(caller.tab)
    },
  })
  const pages = pageServer({ prompts, listening, site: siteOf, isShown: tabs.isShown, version, now })

  surfaces.onTabClosed((tab) => {
    listening.tabClosed(tab)
    withdraw((ask) => ask.tab === tab)
    tabs.closed(tab)
    settle()
  })

  return {
    pages: {
      request: (caller, request) => {
        seen(caller, request)
        return pages.request(caller, request)
      },
      listen: (caller, tell) => {
        seen(caller, null)
        const port = { ...caller }
        ports.add(port)
        const stop = pages.listen(caller, tell)
        return () => {
          ports.delete(port)
          stop()
        }
      },
    },
    prompts,
    begin: () => {
      settle()
      listening.begin()
      prompts.reconsider()
    },
    end: (closing) => prompts.lock(closing),
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

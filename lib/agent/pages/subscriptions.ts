import type { PageCaller, PageEvent, PageParams, PageResults, PageServer } from '../../contract/page-api'
import type { Grantee } from '../../contract/permission'
import { random } from '../../crypto/random'
import { candidates, readable } from './data'
import { PageFault } from './fault'
import { viewsOf } from './permissions'
import { checkFields } from './question'
import { idOf, type Site } from './site'

/** Who listens, and what they are told. */
export interface Listening {
  listen: PageServer['listen']
  /** Tells those who listen in this document. */
  tell(caller: PageCaller, event: PageEvent): void
  /** `data_subscribe`: from now on whoever listens in this document hears of changes to what the query is about. */
  subscribe(caller: PageCaller, site: Site, query: PageParams<'data_subscribe'>): Promise<PageResults['data_subscribe']>
  unsubscribe(caller: PageCaller, id: string): null
  /** The grants of this grantee (null: of anybody) are others. */
  grantsChanged(grantee: Grantee | null): void
  dataChanged(): void
  tabClosed(tab: number): void
  /** The vault was opened: who is connected is looked up, and nobody told. */
  begin(): void
}

/** What listening needs. `gone`: nothing of this document is there any more. */
export interface ListeningParts {
  site(caller: PageCaller): Promise<Site | null>
  gone(caller: PageCaller): void
}

interface Listener {
  caller: PageCaller
  tell(event: PageEvent): void
  /** Undefined until it is known. */
  connected?: boolean
}

interface Subscription {
  caller: PageCaller
  query: PageParams<'data_subscribe'>
  /** The rev of every record that it is about, by its name. */
  known: Map<string, number>
}

const MOST_OF_ONE = 20
const SETTLES = 100

/** Remembers listeners and subscriptions as long as their documents are there: a page that hears nothing more subscribes again. */
export const openListening = ({ site: siteOf, gone }: ListeningParts): Listening => {
  const listeners = new Set<Listener>()
  const subscriptions = new Map<string, Subscription>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const tell: Listening['tell'] = ({ document }, event) => {
    for (const listener of listeners) if (listener.caller.document === document) listener.tell(event)
  }
  const forget = (document: string): void => {
    for (const [id, { caller }] of subscriptions) if (caller.document === document) subscriptions.delete(id)
  }

  const greet = async (listener: Listener, silently: boolean): Promise<void> => {
    const site = await siteOf(listener.caller)
    if (!site || !listeners.has(listener)) return
    const grants = site.permissions.live(site)
    const connected = grants.some(({ capability }) => capability === 'identity.connect')
    const before = listener.connected
    listener.connected = connected
    if (silently || before === undefined) return
    if (connected && !before) listener.tell({ event: 'connect', data: { did: site.identity.did } })
    listener.tell({ event: 'permissionsChanged', data: { grants: viewsOf(site, grants) } })
    if (!connected && before) listener.tell({ event: 'disconnect', data: null })
  }

  const compare = async (): Promise<void> => {
    for (const [id, subscription] of subscriptions) {
      const { caller, query, known } = subscription
      const site = await siteOf(caller)
      // Locked, it is silent; what changed meanwhile is told afterwards.
      if (!site) continue
      const next = await namesOf(site, query)
      if (next === null) {
        subscriptions.delete(id)
        continue
      }
      subscription.known = next
      const ids = [...new Set([...known.keys(), ...next.keys()])].filter((name) => known.get(name) !== next.get(name))
      const data = { subscription: id, type: query.type, ids: ids.slice(0, 1_000) }
      if (ids.length > 0) tell(caller, { event: 'dataChanged', data })
    }
  }
  // An import changes data many times in a moment.
  const compareSoon = (): void => {
    if (subscriptions.size === 0 || timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      void compare().catch(() => undefined)
    }, SETTLES)
  }

  return {
    listen: (caller, to) => {
      const listener: Listener = { caller, tell: to }
      listeners.add(listener)
      void greet(listener, true).catch(() => undefined)
      return () => {
        listeners.delete(listener)
        if ([...listeners].some((other) => other.caller.document === caller.document)) return
        forget(caller.document)
        gone(caller)
      }
    },
    tell,
    subscribe: async (caller, site, query) => {
      checkFields(query.type, [...query.fields, ...Object.keys(query.equals ?? {})])
      await site.data.items.ready
      const may = readable(site, query)
      if ([...subscriptions.values()].filter((each) => each.caller.document === caller.document).length >= MOST_OF_ONE)
        throw new PageFault('QuotaExceededError')
      const act = { what: 'subscribe', type: query.type, fields: may.fields, items: 0 } as const
      if (!(await site.permissions.use(may.cover, [act]))) throw new PageFault('UnauthorizedError')
      const id = idOf<string>(random(16))
      subscriptions.set(id, { caller, query, known: (await namesOf(site, query)) ?? new Map() })
      return { subscription: id }
    },
    unsubscribe: ({ document }, id) => {
      if (subscriptions.get(id)?.caller.document === document) subscriptions.delete(id)
      return null
    },
    grantsChanged: (grantee) => {
      for (const listener of listeners)
        if (grantee === null || listener.caller.origin === grantee) void greet(listener, false).catch(() => undefined)
      compareSoon()
    },
    dataChanged: compareSoon,
    tabClosed: (tab) => {
      for (const listener of [...listeners]) {
        if (listener.caller.tab !== tab) continue
        listeners.delete(listener)
        forget(listener.caller.document)
      }
    },
    begin: () => {
      for (const listener of listeners) void greet(listener, true).catch(() => undefined)
      compareSoon()
    },
  }
}

/** What a subscription is about; null once nothing of it may be read. */
const namesOf = async (site: Site, query: PageParams<'data_subscribe'>): Promise<Map<string, number> | null> => {
  await site.data.items.ready
  try {
    const { cover } = readable(site, query)
    return new Map(candidates(site, cover, query.type).map(({ name, entry }) => [name, entry.rev]))
  } catch {
    return null
  }
}

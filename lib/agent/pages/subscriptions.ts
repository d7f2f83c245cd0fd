import { canonical } from '../../contract/canonical'
import type { PageCaller, PageEvent, PageParams, PageResults, PageServer } from '../../contract/page-api'
import type { Grant, Grantee } from '../../contract/permission'
import { encodeText } from '../../contract/wire'
import { sha256 } from '../../crypto/hash'
import { random } from '../../crypto/random'
import { itemOf } from '../../items/entry'
import { candidates, mayRead, readable, shownOf } from './data'
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
  /** The vault was opened: those that are connected hear of it, and nobody else. */
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
  /** Undefined until it is known; while locked nobody is. */
  connected?: boolean
}

interface Subscription {
  caller: PageCaller
  query: PageParams<'data_subscribe'>
  known: Answer
}

interface Answer {
  /** What it was read by. */
  scopes: readonly Grant['scope'][]
  /** Every record that there may be, by its name. */
  records: Map<string, Answered>
}

/** `shown`: the hash of what was given; null where that was nothing. */
interface Answered {
  rev: number
  shown: string | null
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
  const isHeard = ({ document }: PageCaller): boolean =>
    [...listeners].some(({ caller }) => caller.document === document)
  const forget = (which: (caller: PageCaller) => boolean): void => {
    for (const [id, { caller }] of subscriptions) if (which(caller)) subscriptions.delete(id)
  }
  /** A tab shows one document: what others there subscribed to, with or without listening, is over. */
  const forgetOthers = ({ tab, document }: PageCaller): void =>
    forget((caller) => caller.tab === tab && caller.document !== document)

  const greet = async (listener: Listener, why: 'listens' | 'unlocked' | 'grants'): Promise<void> => {
    const site = await siteOf(listener.caller)
    if (!listeners.has(listener)) return
    const grants = site?.permissions.live(site) ?? []
    const connected = grants.some(({ capability }) => capability === 'identity.connect')
    const before = listener.connected
    listener.connected = connected
    if (!site || why === 'listens' || before === undefined) return
    if (why === 'unlocked') {
      // Nobody else is told anything.
      if (connected) listener.tell({ event: 'connect', data: { did: site.identity.did } })
      return
    }
    if (connected && !before) listener.tell({ event: 'connect', data: { did: site.identity.did } })
    listener.tell({ event: 'permissionsChanged', data: { grants: viewsOf(site, grants) } })
    if (!connected && before) listener.tell({ event: 'disconnect', data: null })
  }

  const compare = async (): Promise<void> => {
    for (const [id, subscription] of subscriptions) {
      const { caller, query, known } = subscription
      // Whoever listens again subscribes again.
      if (!isHeard(caller)) continue
      const site = await siteOf(caller)
      // Locked, it is silent; what changed meanwhile is told afterwards.
      if (!site) continue
      const next = await answerOf(site, query, known)
      if (next === null) {
        subscriptions.delete(id)
        continue
      }
      subscription.known = next
      const ids = changedBetween(known, next)
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
      forgetOthers(caller)
      void greet(listener, 'listens').catch(() => undefined)
      return () => {
        listeners.delete(listener)
        if (isHeard(caller)) return
        forget(({ document }) => document === caller.document)
        gone(caller)
      }
    },
    tell,
    subscribe: async (caller, site, query) => {
      checkFields(query.type, [...query.fields, ...Object.keys(query.equals ?? {})])
      const may = await mayRead(site, query)
      forgetOthers(caller)
      if ([...subscriptions.values()].filter((each) => each.caller.document === caller.document).length >= MOST_OF_ONE)
        throw new PageFault('QuotaExceededError')
      const act = { what: 'subscribe', type: query.type, fields: may.fields, items: 0 } as const
      if (!(await site.permissions.use(may.cover, [act]))) throw new PageFault('UnauthorizedError')
      const id = idOf<string>(random(16))
      const known = (await answerOf(site, query)) ?? { scopes: [], records: new Map() }
      subscriptions.set(id, { caller, query, known })
      return { subscription: id }
    },
    unsubscribe: ({ document }, id) => {
      if (subscriptions.get(id)?.caller.document === document) subscriptions.delete(id)
      return null
    },
    grantsChanged: (grantee) => {
      for (const listener of listeners)
        if (grantee === null || listener.caller.origin === grantee)
          void greet(listener, 'grants').catch(() => undefined)
      compareSoon()
    },
    dataChanged: compareSoon,
    tabClosed: (tab) => {
      for (const listener of listeners) if (listener.caller.tab === tab) listeners.delete(listener)
      forget((caller) => caller.tab === tab)
    },
    begin: () => {
      // Who began to listen in this very moment was never locked out.
      for (const listener of listeners)
        void greet(listener, listener.connected === undefined ? 'listens' : 'unlocked').catch(() => undefined)
      compareSoon()
    },
  }
}

/** What a subscription's query answers with; null once nothing of it may be read. Of what is as it was, nothing is looked at. */
const answerOf = async (site: Site, query: Subscription['query'], before?: Answer): Promise<Answer | null> => {
  await site.data.items.ready
  const may = readable(site, query)
  if (!may) return null
  const scopes = may.cover.grants.map(({ scope }) => scope)
  const isSame = scopes.length === before?.scopes.length && scopes.every((scope, at) => scope === before.scopes[at])
  const records = candidates(site, may.cover, query.type).map(({ name, entry }): [string, Answered] => {
    const known = isSame ? before.records.get(name) : undefined
    if (known?.rev === entry.rev) return [name, known]
    const shown = shownOf(may, itemOf(entry), query.equals)
    return [name, { rev: entry.rev, shown: shown && idOf(sha256(encodeText(canonical(shown)))) }]
  })
  return { scopes, records: new Map(records) }
}

const changedBetween = ({ records: before }: Answer, { records: after }: Answer): string[] => {
  const shown = (of: Answer['records'], name: string) => of.get(name)?.shown ?? null
  return [...new Set([...before.keys(), ...after.keys()])].filter((name) => shown(before, name) !== shown(after, name))
}

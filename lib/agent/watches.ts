import type { ContactId } from '../contract/ids'
import type { PanelWatches } from '../contract/panel-api'
import type { MessageRecord } from '../conversation/records'
import { DATA_WATCHES, dataSources } from './data'
import { diagnosticsView } from './diagnostics'
import type { Opened } from './opened'
import type { Prompts } from './prompts'
import { SITES_WATCHES, sitesSources } from './sites'
import { conversationsView, conversationView, invitationsView, meView, unreadOf } from './views'

/** What the agent is to whoever watches: still finding out (undefined), nobody, closed, or open. */
export type Phase = Opened | 'empty' | 'locked'

type Values = { [K in keyof PanelWatches]: PanelWatches[K]['value'] }

/** Where a watch's value comes from, until it ends. */
export interface Source<T> {
  compute(): Promise<T>
  end(): void
}

interface Watcher {
  /** Only changes of this contact, of the data, or of what sites do concern it; null: all but those of the latter two. */
  contact: Concern
  source: Source<unknown>
  push(value: unknown): void
  busy: boolean
  again: boolean
  last: string | undefined
}

/** Every open watch: recomputed when something it shows may have changed, pushed when it did. */
export interface Watches {
  watch<K extends keyof PanelWatches>(
    name: K,
    params: PanelWatches[K]['params'],
    push: (value: Values[K]) => void,
  ): () => void
  /** Null where everything may be another. */
  changed(contact: Concern): void
}

/** What changed, or what a watch shows: one contact, the person's data, what sites do, or all there is. */
export type Concern = ContactId | 'data' | 'sites' | null

const MAX_LIMIT = 2_000

export const createWatches = (phase: () => Promise<Phase>, prompts: Prompts): Watches => {
  const watchers = new Set<Watcher>()

  const run = async (watcher: Watcher): Promise<void> => {
    watcher.busy = true
    try {
      await refreshed(watcher)
    } finally {
      watcher.busy = false
    }
  }
  const refreshed = async (watcher: Watcher): Promise<void> => {
    do {
      watcher.again = false
      const value = await watcher.source.compute().catch(() => undefined)
      const json = JSON.stringify(value)
      if (value === undefined || json === watcher.last || !watchers.has(watcher)) continue
      watcher.last = json
      watcher.push(value)
    } while (watcher.again && watchers.has(watcher))
  }
  const refresh = (watcher: Watcher): void => {
    if (watcher.busy) watcher.again = true
    else void run(watcher)
  }

  const whole = <T>(view: (phase: Phase) => T): Source<T> => ({
    compute: async () => view(await phase()),
    end: () => {},
  })
  const sources: { [K in keyof PanelWatches]: (params: PanelWatches[K]['params']) => Source<Values[K]> } = {
    status: () => whole(statusOf),
    me: () => whole((now) => open(now, (opened) => meView(opened.settings))),
    conversations: () => whole((now) => open(now, conversationsView) ?? []),
    invitations: () => whole((now) => open(now, invitationsView) ?? []),
    diagnostics: () => ({
      compute: async () => {
        const now = await phase()
        const network = typeof now === 'string' ? null : await now.network()
        return network && open(now, (opened) => diagnosticsView(opened, network))
      },
      end: () => {},
    }),
    ...dataSources(async () => {
      const now = await phase()
      return open(now, ({ data }) => data)
    }),
    ...sitesSources(async () => open(await phase(), (opened) => opened), prompts),
    conversation: ({ contact, limit }) => conversationSource(phase, contact, Math.min(Math.max(limit, 1), MAX_LIMIT)),
  }

  return {
    watch: (name, params, push) => {
      const watcher: Watcher = {
        contact: concernOf(name, params),
        source: sources[name](params as never),
        push: push as (value: unknown) => void,
        busy: false,
        again: false,
        last: undefined,
      }
      watchers.add(watcher)
      refresh(watcher)
      return () => {
        watchers.delete(watcher)
        watcher.source.end()
      }
    },
    changed: (contact) => {
      // Every value makes its page draw: what the person looks at comes before the lists and counts around it.
      for (const watcher of watchers)
        if (watcher.contact !== null && (contact === null || watcher.contact === contact)) refresh(watcher)
      if (contact === 'data' || contact === 'sites') return
      for (const watcher of watchers) if (watcher.contact === null) refresh(watcher)
    },
  }
}

const concernOf = <K extends keyof PanelWatches>(name: K, params: PanelWatches[K]['params']): Concern => {
  if (name === 'conversation') return (params as PanelWatches['conversation']['params']).contact
  if ((SITES_WATCHES as readonly string[]).includes(name)) return 'sites'
  return (DATA_WATCHES as readonly string[]).includes(name) ? 'data' : null
}

const statusOf = (phase: Phase): Values['status'] => {
  if (phase === 'empty' || phase === 'locked') return { phase }
  const { setup } = phase.settings
  return setup === 'done' ? { phase: 'open', unread: unreadOf(phase.ledger) } : { phase: 'setup', step: setup }
}

/** What an open agent shows; null while there is none, or first run is not finished. */
export const open = <T>(phase: Phase, view: (opened: Opened) => T): T | null =>
  phase === 'empty' || phase === 'locked' || phase.settings.setup !== 'done' ? null : view(phase)

/** Reads the conversation once from the store, and afterwards adds what is committed. */
const conversationSource = (
  phase: () => Promise<Phase>,
  id: ContactId,
  limit: number,
): Source<Values['conversation']> => {
  let opened: Opened | null = null
  let rows: MessageRecord[] = []
  let arrived: MessageRecord[] = []
  let stop = () => {}
  const compute = async (): Promise<Values['conversation']> => {
    const now = await phase()
    const contact = open(now, ({ ledger }) => ledger.contacts.get(id)) ?? null
    if (!contact || typeof now === 'string') return null
    if (opened !== now) {
      stop()
      opened = now
      arrived = []
      stop = now.ledger.onCommit(({ messages }) => arrived.push(...messages.filter((m) => m.contact === id)))
      rows = await now.ledger.newest(id, limit + 1)
    }
    if (arrived.length > 0) {
      const byId = new Map([...rows, ...arrived].map((row) => [row.id, row]))
      rows = [...byId.values()].sort((a, b) => a.position - b.position).slice(-(limit + 1))
      arrived = []
    }
    return conversationView(now, now.ledger.contacts.get(id) ?? contact, rows.slice(-limit), rows.length > limit)
  }
  return { compute, end: () => stop() }
}

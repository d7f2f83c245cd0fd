import { HearthError } from '../contract/errors'
import type { ContactId } from '../contract/ids'
import type { ContactRecord, InvitationRecord, KeptPrekey, MessageRecord, OutboxRecord, SessionRecord } from './records'

/** The tables that are small enough to be held open in memory while the vault is unlocked. */
export interface Held {
  contacts: ContactRecord
  sessions: SessionRecord
  outbox: OutboxRecord
  invitations: InvitationRecord
  prekeys: KeptPrekey
}

export type HeldTable = keyof Held

/** One row to write (`value`) or to delete (null). */
export type RowChange =
  | { [K in HeldTable]: { table: K; id: string; value: Held[K] | null } }[HeldTable]
  | { table: 'messages'; id: string; value: MessageRecord | null }

/** The sealed storage under the ledger. `write` is one transaction: all of it or nothing, durable when it resolves. */
export interface Shelf {
  all<K extends HeldTable>(table: K): Promise<Held[K][]>
  write(changes: readonly RowChange[]): Promise<void>
  /** The newest messages of a conversation, oldest first. */
  newest(contact: ContactId, limit: number): Promise<MessageRecord[]>
}

/** One table as a step sees it: what is committed, with the step's own changes on top. */
export interface View<T> {
  get(id: string): T | undefined
  values(): IterableIterator<T>
}

export interface DraftTable<T extends { id: string }> extends View<T> {
  put(value: T): void
  delete(id: string): void
}

/** What one step may read and change. Nothing of it is true before the step's transaction is. */
export type Draft = { readonly [K in HeldTable]: DraftTable<Held[K]> } & {
  readonly messages: { put(value: MessageRecord): void; deleteAll(values: readonly MessageRecord[]): void }
}

/** What changed with a commit: the ids of contacts, and whether invitations did. */
export interface Commit {
  contacts: ReadonlySet<ContactId>
  messages: readonly MessageRecord[]
  invitations: boolean
}

/**
 * All conversation state, changed by synchronous steps one after another. A step reads and writes a draft; the drafts of
 * the steps that wait are written in one transaction, and only when that is durable does memory change and `change`
 * resolve. So a ratchet step is persisted before any byte leaves, and a crash leaves the old state or the new one.
 */
export interface Ledger {
  readonly contacts: View<ContactRecord>
  readonly sessions: View<SessionRecord>
  readonly outbox: View<OutboxRecord>
  readonly invitations: View<InvitationRecord>
  readonly prekeys: View<KeptPrekey>
  /** Runs one step; rejects with what it threw (nothing changed), or with `storage-full` and the like. */
  change<T>(step: (draft: Draft) => T): Promise<T>
  newest(contact: ContactId, limit: number): Promise<MessageRecord[]>
  onCommit(listener: (commit: Commit) => void): () => void
  /** Resolves when everything asked for so far is written, and takes no more. */
  close(): Promise<void>
}

/** How long steps run in one stretch, in milliseconds: a frame may cost a third of a second, and the screens wait meanwhile. */
const STRETCH = 50

/** Lets whatever else waits have its turn. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

const HELD: readonly HeldTable[] = ['contacts', 'sessions', 'outbox', 'invitations', 'prekeys']

export const openLedger = async (shelf: Shelf): Promise<Ledger> => {
  const committed = {} as { [K in HeldTable]: Map<string, Held[K]> }
  for (const table of HELD) {
    const rows = await shelf.all(table)
    Object.assign(committed, { [table]: new Map(rows.map((row) => [row.id, row])) })
  }
  const listeners = new Set<(commit: Commit) => void>()
  type Job = { step: (draft: Draft) => unknown; resolve: (value: never) => void; reject: (error: unknown) => void }
  const waiting: Job[] = []
  let busy = false
  let running: Promise<void> = Promise.resolve()
  let closed = false
  /** How long steps ran since everything else had its turn. */
  let stretch = 0

  const writeAll = async () => {
    busy = true
    while (waiting.length > 0) {
      const batch = overlay(committed)
      const done: (() => void)[] = []
      const failed: ((error: unknown) => void)[] = []
      do {
        const began = performance.now()
        const job = waiting.shift() as Job
        const own = batch.fork()
        try {
          const value = job.step(own.draft)
          own.merge()
          done.push(() => job.resolve(value as never))
          failed.push(job.reject)
        } catch (error) {
          job.reject(error)
        }
        stretch += performance.now() - began
      } while (waiting.length > 0 && stretch < STRETCH)
      try {
        const changes = batch.changes()
        if (changes.length > 0) await shelf.write(changes)
        apply(committed, changes)
        const commit = summary(changes)
        for (const resolve of done) resolve()
        if (changes.length > 0) for (const listener of listeners) listener(commit)
      } catch (error) {
        for (const reject of failed) reject(error)
      }
      // Even where nothing waits: whoever was answered may ask again before anything else has its turn.
      if (stretch < STRETCH) continue
      await turn()
      stretch = 0
    }
    // In the same turn as the last look at `waiting`: whoever asks next starts a new round.
    busy = false
  }

  return {
    ...committed,
    change: (step) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new HearthError('locked'))
        waiting.push({ step, resolve: resolve as (value: never) => void, reject })
        if (!busy) running = writeAll()
      }),
    newest: (contact, limit) => shelf.newest(contact, limit),
    onCommit: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => {
      closed = true
      await running
    },
  }
}

type Maps = { [K in HeldTable]: Map<string, Held[K]> }

/** Changes by table and id, the newest of each row. */
type Layer = Record<RowChange['table'], Map<string, RowChange>>

const emptyLayer = (): Layer => ({
  contacts: new Map(),
  sessions: new Map(),
  outbox: new Map(),
  invitations: new Map(),
  prekeys: new Map(),
  messages: new Map(),
})

const changesIn = (layer: Layer): RowChange[] => Object.values(layer).flatMap((changes) => [...changes.values()])

/** Changes on top of committed rows; a fork of it collects one step's changes and merges them when the step succeeded. */
const overlay = (committed: Maps) => {
  const merged = emptyLayer()
  const fork = () => {
    const own = emptyLayer()
    const draftTable = <K extends HeldTable>(table: K): DraftTable<Held[K]> => {
      const heldIn = (change: RowChange) => (change.value ?? undefined) as Held[K] | undefined
      const record = (id: string, value: Held[K] | null) => own[table].set(id, { table, id, value } as RowChange)
      return {
        get: (id) => {
          const change = own[table].get(id) ?? merged[table].get(id)
          return change ? heldIn(change) : committed[table].get(id)
        },
        *values() {
          for (const [id, value] of committed[table]) if (!own[table].has(id) && !merged[table].has(id)) yield value
          // A copy of the step's own few: it may write while it looks. Not of the batch's, which may be thousands.
          const ours = new Map(own[table])
          for (const [id, change] of merged[table]) if (change.value && !ours.has(id)) yield heldIn(change) as Held[K]
          for (const change of ours.values()) if (change.value) yield heldIn(change) as Held[K]
        },
        put: (value) => record(value.id, value),
        delete: (id) => record(id, null),
      }
    }
    const draft: Draft = {
      contacts: draftTable('contacts'),
      sessions: draftTable('sessions'),
      outbox: draftTable('outbox'),
      invitations: draftTable('invitations'),
      prekeys: draftTable('prekeys'),
      messages: {
        put: (value) => own.messages.set(value.id, { table: 'messages', id: value.id, value }),
        deleteAll: (values) => {
          for (const { id } of values) own.messages.set(id, { table: 'messages', id, value: null })
        },
      },
    }
    return {
      draft,
      merge: () => {
        for (const change of changesIn(own)) merged[change.table].set(change.id, change)
      },
    }
  }
  return { fork, changes: () => changesIn(merged) }
}

const apply = (committed: Maps, changes: readonly RowChange[]) => {
  for (const { table, id, value } of changes) {
    if (table === 'messages') continue
    const map = committed[table] as Map<string, unknown>
    if (value) map.set(id, value)
    else map.delete(id)
  }
}

const summary = (changes: readonly RowChange[]): Commit => {
  const contacts = new Set<ContactId>()
  const messages: MessageRecord[] = []
  let invitations = false
  for (const change of changes) {
    if (change.table === 'contacts') contacts.add(change.id as ContactId)
    else if (change.table === 'invitations') invitations = true
    else if (change.table !== 'prekeys' && change.value) contacts.add(change.value.contact)
    if (change.table === 'messages' && change.value) messages.push(change.value)
  }
  return { contacts, messages, invitations }
}

import { canonical, same } from '../contract/canonical'
import { HearthError } from '../contract/errors'
import type { AskId } from '../contract/ids'
import type { PageMethod } from '../contract/page-api'
import type { Grantee } from '../contract/permission'
import { encodeText } from '../contract/wire'
import { sha256, toHex } from '../crypto/hash'
import { type Ask, type AskStorage, bytesOf, type Outcome, parseAsks, savingTo, storedAsks } from './asks'

export type { Ask, AskStorage, Outcome } from './asks'

/** What a page asks for that the person has to decide. `name` is {@link requestName} of it. */
export interface Asked extends Pick<Ask, 'grantee' | 'tab' | 'document' | 'method' | 'params'> {
  name: AskId
}

/** The requests that wait for the person. What it tells is kept by then: a worker that dies goes on where it was. */
export interface Queue {
  /** Those that wait, the oldest first. */
  waiting(): readonly Ask[]
  /** By its own id, or by the name of any request that joined it: as everywhere here. */
  get(id: AskId): Ask | undefined
  /**
   * Keeps a request, or joins the same one: of the same name, or the same document, method and params. Where all room is taken
   * the oldest of those that `mayGo` goes, of the site that has the most. Errors: too-many, too-large (both are
   * QuotaExceededError to a page).
   */
  ask(asked: Asked, mayGo?: (ask: Ask) => boolean): Promise<AskId>
  /** Resolves when it is decided, withdrawn (AbortError) or waited too long (NotAllowedError). */
  outcome(id: AskId): Promise<Outcome>
  /** Keeps the outcome, then answers everybody who waits for it. Throws unknown-request where it does not wait any more. */
  decide(id: AskId, outcome: Outcome): Promise<void>
  /** The request of this name got its answer: an ask that owes none is forgotten. */
  delivered(name: AskId): Promise<void>
  /** The pages of these are gone. Resolves with those that waited. */
  withdraw(which: (ask: Ask) => boolean): Promise<Ask[]>
  /** Ends what waited ten minutes, and forgets outcomes after one. `late` waited in vain; `next`: when to call again, or null. */
  expire(): Promise<{ late: Ask[]; next: number | null }>
  /** The vault is locked: outcomes are forgotten, what waits goes on waiting. */
  lock(): Promise<void>
  /** Called after any of it has changed. Returns how to stop. */
  onChange(listener: () => void): () => void
}

const WAITS = 600_000
const STAYS = 60_000
const MOST_OF_ONE = 5
const MOST_IN_ALL = 50
const MOST_JOINED = 50
const MOST_KEPT = 64 << 10
const MOST_BYTES = 1 << 20
const ABORTED: Outcome = { error: 'AbortError' }
const DENIED: Outcome = { error: 'NotAllowedError' }
const CROWDED: Outcome = { error: 'QuotaExceededError' }

/** Opens what was kept; what is malformed in it is left out. `now` is milliseconds since 1970. */
export const openQueue = async (slot: AskStorage, now: () => number): Promise<Queue> => {
  const asks = new Map(parseAsks(await slot.load()).map((ask) => [ask.id, ask]))
  const names = new Map<AskId, AskId>()
  const name = ({ id, requests }: Ask): void => {
    for (const request of requests) names.set(request, id)
  }
  for (const ask of asks.values()) name(ask)
  const find = (id: AskId): Ask | undefined => asks.get(id) ?? asks.get(names.get(id) ?? id)
  /** Those that are kept: the others are not shown yet. */
  const kept = new Set(asks.keys())
  /** Those whose outcome is not kept yet: nobody is answered before that. */
  const deciding = new Set<AskId>()
  const waiters = new Map<AskId, Set<(outcome: Outcome) => void>>()
  const listeners = new Set<() => void>()
  const keep = savingTo(slot, () => storedAsks(asks.values()))

  /** Keeps what memory has, then tells. */
  const save = async (): Promise<void> => {
    await keep()
    for (const id of asks.keys()) kept.add(id)
    for (const id of kept) if (!asks.has(id)) kept.delete(id)
    for (const listener of listeners) listener()
  }
  // An answer is worth more than its copy: without room for that, whoever begins anew asks the person again.
  const saveIfPossible = () => save().catch(() => undefined)

  const settle = (id: AskId, outcome: Outcome): void => {
    for (const tell of waiters.get(id) ?? []) tell(outcome)
    waiters.delete(id)
  }
  const set = (ask: Ask): void => {
    asks.set(ask.id, ask)
    name(ask)
  }
  const drop = ({ id }: Ask): void => {
    asks.delete(id)
    for (const [from, to] of names) if (to === id) names.delete(from)
  }
  const waiting = (): Ask[] => [...asks.values()].filter(({ state }) => state === 'waiting')

  const join = async (ask: Ask, { name: request, tab, document }: Asked): Promise<AskId> => {
    const requests = ask.requests.includes(request) ? ask.requests : [...ask.requests, request]
    if (requests.length > MOST_JOINED) throw new HearthError('too-many', 'too many of the same request')
    set({ ...ask, requests, ...(ask.tab === tab && { document }) })
    await saveIfPossible()
    return ask.id
  }

  /** Answers others where there is no room for one more of this size. */
  const makeRoom = (grantee: Grantee, size: number, mayGo: (ask: Ask) => boolean): void => {
    const of = (whose: Grantee) => waiting().filter((ask) => ask.grantee === whose).length
    if (of(grantee) >= MOST_OF_ONE) throw new HearthError('too-many', 'too many wait')
    const isFull = () => {
      const all = waiting()
      return all.length >= MOST_IN_ALL || all.reduce((sum, { params }) => sum + bytesOf(params), size) > MOST_BYTES
    }
    while (isFull()) {
      const [first] = waiting()
        .filter((ask) => ask.grantee !== grantee && mayGo(ask))
        .sort((a, b) => of(b.grantee) - of(a.grantee) || a.at - b.at)
      if (!first) throw new HearthError('too-many', 'too many wait')
      void decideAll([first], CROWDED)
    }
  }

  const begin = async ({ name: request, ...asked }: Asked): Promise<AskId> => {
    const at = now()
    // Written is what a request says once, however often it is sent. Allowed is it anew: what was given before may have ended.
    const id = isWrite(asked.method) ? request : requestName(asked.grantee, `${request} ${at}`)
    const ask: Ask = { ...asked, id, requests: [request], at, state: 'waiting', decidedAt: null, outcome: null }
    set(ask)
    try {
      await save()
    } catch (cause) {
      drop(ask)
      settle(id, ABORTED)
      throw new HearthError('too-many', 'no room to wait', { cause })
    }
    return id
  }

  const decideAll = async (all: readonly Ask[], outcome: Outcome): Promise<void> => {
    for (const ask of all) {
      set({ ...ask, params: null, state: 'decided', decidedAt: now(), outcome })
      deciding.add(ask.id)
    }
    await saveIfPossible()
    for (const { id } of all) {
      deciding.delete(id)
      settle(id, outcome)
    }
  }

  const dropAll = async (all: readonly Ask[]): Promise<void> => {
    if (all.length === 0) return
    for (const ask of all) drop(ask)
    await save()
  }

  return {
    waiting: () => waiting().filter(({ id }) => kept.has(id)),
    get: find,
    ask: async (asked, mayGo = () => false) => {
      const size = bytesOf(asked.params)
      if (size > MOST_KEPT) throw new HearthError('too-large', 'more than can wait')
      const ask =
        find(asked.name) ??
        waiting().find(
          (other) =>
            other.grantee === asked.grantee &&
            other.document === asked.document &&
            other.method === asked.method &&
            same(other.params, asked.params),
        )
      if (ask) return join(ask, asked)
      makeRoom(asked.grantee, size, mayGo)
      return begin(asked)
    },
    outcome: (named) => {
      const ask = find(named)
      if (!ask) return Promise.resolve(ABORTED)
      const { id } = ask
      if (ask.outcome && !deciding.has(id)) return Promise.resolve(ask.outcome)
      return new Promise((resolve) => {
        waiters.set(id, (waiters.get(id) ?? new Set()).add(resolve))
      })
    },
    decide: async (id, outcome) => {
      const ask = find(id)
      if (ask?.state !== 'waiting') throw new HearthError('unknown-request')
      await decideAll([ask], outcome)
    },
    delivered: async (request) => {
      const ask = find(request)
      if (ask?.state !== 'decided') return
      const requests = ask.requests.filter((each) => each !== request)
      if (requests.length === 0) drop(ask)
      else set({ ...ask, requests })
      await saveIfPossible()
    },
    withdraw: async (which) => {
      const gone = [...asks.values()].filter(which)
      await dropAll(gone).catch(() => undefined)
      for (const { id } of gone) settle(id, ABORTED)
      return gone.filter(({ state }) => state === 'waiting')
    },
    expire: async () => {
      const late = waiting().filter(({ at }) => at + WAITS <= now())
      if (late.length > 0) await decideAll(late, DENIED)
      await dropAll([...asks.values()].filter((ask) => endOf(ask) <= now())).catch(() => undefined)
      const ends = [...asks.values()].map(endOf)
      return { late, next: ends.length === 0 ? null : Math.min(...ends) }
    },
    lock: () => dropAll([...asks.values()].filter(({ state }) => state === 'decided')),
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const endOf = ({ at, decidedAt }: Ask): number => (decidedAt === null ? at + WAITS : decidedAt + STAYS)

const isWrite = (method: PageMethod): boolean => method === 'data_put' || method === 'data_delete'

/**
 * What a request is known by: lower-case hex of SHA-256(grantee, id that the page chose, method, params)[0..16]. Some pages count
 * their requests anew each time: the same id with other params is another one.
 */
export const requestName = (grantee: Grantee, id: string, method?: string, params?: unknown): AskId =>
  toHex(sha256(encodeText(canonical([grantee, id, method, params])))).slice(0, 32) as AskId

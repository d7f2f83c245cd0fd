import { canonical } from '../contract/canonical'
import { HearthError } from '../contract/errors'
import type { AskId } from '../contract/ids'
import type { Grantee } from '../contract/permission'
import { encodeText } from '../contract/wire'
import { sha256, toHex } from '../crypto/hash'
import { type Ask, type AskStorage, type Outcome, parseAsks, savingTo, storedAsks } from './asks'

export type { Ask, AskStorage, Outcome } from './asks'

/** What a page asks for that the person has to decide. `request` is the id that the page chose. */
export interface Asked extends Pick<Ask, 'grantee' | 'tab' | 'document' | 'method' | 'params'> {
  request: string
}

/** The requests that wait for the person. What it tells is kept by then: a worker that dies goes on where it was. */
export interface Queue {
  /** Those that wait, the oldest first. */
  waiting(): readonly Ask[]
  /** By its own id, or by {@link askId} of any request that joined it: as everywhere here. */
  get(id: AskId): Ask | undefined
  /**
   * Keeps a request, or joins the same one: the same id, or the same document, method and params. Errors: too-many, too-large
   * (both are QuotaExceededError to a page), bad-request (the id means another request).
   */
  ask(asked: Asked): Promise<AskId>
  /** Resolves when it is decided, withdrawn (AbortError) or waited too long (NotAllowedError). */
  outcome(id: AskId): Promise<Outcome>
  /** Keeps the outcome, then answers everybody who waits for it. Throws unknown-request where it does not wait any more. */
  decide(id: AskId, outcome: Outcome): Promise<void>
  /** One request got its answer: an ask that owes none is forgotten. */
  delivered(id: AskId, request: string): Promise<void>
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
const ABORTED: Outcome = { error: 'AbortError' }
const DENIED: Outcome = { error: 'NotAllowedError' }

/** Opens what was kept; what is malformed in it is left out. `now` is milliseconds since 1970. */
export const openQueue = async (slot: AskStorage, now: () => number): Promise<Queue> => {
  const asks = new Map(parseAsks(await slot.load()).map((ask) => [ask.id, ask]))
  const names = new Map<AskId, AskId>()
  const name = ({ id, grantee, requests }: Ask): void => {
    for (const request of requests) names.set(askId(grantee, request), id)
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

  const join = async (ask: Ask, { request, tab, document }: Asked): Promise<AskId> => {
    const requests = ask.requests.includes(request) ? ask.requests : [...ask.requests, request]
    if (requests.length > MOST_JOINED) throw new HearthError('too-many', 'too many of the same request')
    set({ ...ask, requests, tab, document })
    await saveIfPossible()
    return ask.id
  }

  const begin = async ({ request, ...asked }: Asked): Promise<AskId> => {
    const others = waiting()
    const own = others.filter(({ grantee }) => grantee === asked.grantee)
    if (own.length >= MOST_OF_ONE || others.length >= MOST_IN_ALL) throw new HearthError('too-many', 'too many wait')
    const at = now()
    // Pages may use an id again, and that is another ask: what is done once per ask must not pass for done.
    const id = askId(asked.grantee, `${request} ${at}`)
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
      set({ ...ask, state: 'decided', decidedAt: now(), outcome })
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
    ask: async (asked) => {
      const params = canonical(asked.params)
      if (params.length > MOST_KEPT) throw new HearthError('too-large', 'more than can wait')
      // Chromium's storage gives the names of an object back in another order.
      const isSame = (ask: Ask) => ask.method === asked.method && canonical(ask.params) === params
      const again = find(askId(asked.grantee, asked.request))
      if (again && !isSame(again)) throw new HearthError('bad-request', 'this id is of another request')
      const twins = waiting().filter(
        ({ grantee, document }) => grantee === asked.grantee && document === asked.document,
      )
      const ask = again ?? twins.find(isSame)
      return ask ? join(ask, asked) : begin(asked)
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
    delivered: async (id, request) => {
      const ask = find(id)
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

/** The id of an ask: lower-case hex of SHA-256(grantee, request)[0..16]. */
export const askId = (grantee: Grantee, request: string): AskId =>
  toHex(sha256(encodeText(JSON.stringify([grantee, request])))).slice(0, 32) as AskId

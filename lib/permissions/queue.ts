import type { AskId } from '../contract/ids'
import type { PageErrorName, PageMethod } from '../contract/page-api'
import type { Grantee } from '../contract/permission'

/** Memory that outlives the worker and not the browser. */
export interface AskStorage {
  load(): Promise<unknown>
  save(value: unknown): Promise<void>
}

/** What an ask is answered with. */
export type Outcome = { result: unknown } | { error: PageErrorName }

/** What a page asks for that the person has to decide. `request` is the id that the page chose. */
export interface Asked {
  grantee: Grantee
  tab: number
  document: string
  request: string
  method: PageMethod
  /** As they were parsed: plain JSON. */
  params: unknown
}

/** One request that waits, or that was decided a moment ago. */
export interface Ask extends Omit<Asked, 'request'> {
  id: AskId
  /** The ids of all requests that are answered with it. */
  requests: string[]
  /** Since when it waits, in milliseconds since 1970. */
  at: number
  state: 'waiting' | 'decided'
  decidedAt: number | null
  outcome: Outcome | null
}

/** The requests that wait for the person. What it tells is kept by then: a worker that dies goes on where it was. */
export interface Queue {
  /** Those that wait, the oldest first. */
  waiting(): readonly Ask[]
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

/** Opens what was kept; what is malformed in it is left out. `now` is milliseconds since 1970. */
export const openQueue = async (_storage: AskStorage, _now: () => number): Promise<Queue> => {
  throw new Error('not yet')
}

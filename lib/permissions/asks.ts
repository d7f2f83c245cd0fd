import * as v from 'valibot'
import type { AskId } from '../contract/ids'
import { PAGE_ERRORS, PAGE_PARAMS, type PageErrorName, type PageMethod } from '../contract/page-api'
import type { Grantee } from '../contract/permission'
import { encodeText } from '../contract/wire'

/** Memory that outlives the worker and not the browser. */
export interface AskStorage {
  load(): Promise<unknown>
  save(value: unknown): Promise<void>
}

/** What an ask is answered with. */
export type Outcome = { result: unknown } | { error: PageErrorName }

/** One request that waits, or that was decided a moment ago. */
export interface Ask {
  id: AskId
  grantee: Grantee
  tab: number
  document: string
  /** The names of all requests that are answered with it. */
  requests: AskId[]
  method: PageMethod
  /** As they were parsed: plain JSON; null once it is decided. */
  params: unknown
  /** Since when it waits, in milliseconds since 1970. */
  at: number
  state: 'waiting' | 'decided'
  decidedAt: number | null
  outcome: Outcome | null
}

const MOST = 200
// The memory of a session holds ten megabytes.
const MOST_OUTCOME = 1 << 20
const MOST_OUTCOMES = 4 << 20

const keys = <K extends string>(of: Record<K, unknown>) => Object.keys(of) as K[]
const common = {
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  grantee: v.pipe(v.string(), v.minLength(1), v.maxLength(1_000)),
  tab: v.pipe(v.number(), v.integer()),
  document: v.pipe(v.string(), v.maxLength(1_000)),
  requests: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))), v.minLength(1), v.maxLength(MOST)),
  method: v.picklist(keys(PAGE_PARAMS)),
  params: v.unknown(),
  at: v.pipe(v.number(), v.finite()),
}
const outcome = v.union([
  v.strictObject({ result: v.unknown() }),
  v.strictObject({ error: v.picklist(keys(PAGE_ERRORS)) }),
])
const stored = v.variant('state', [
  v.strictObject({ ...common, state: v.literal('waiting'), decidedAt: v.null(), outcome: v.null() }),
  v.strictObject({ ...common, state: v.literal('decided'), decidedAt: v.pipe(v.number(), v.finite()), outcome }),
])

/** The asks in what was stored, without those that are malformed or double. */
export const parseAsks = (value: unknown): Ask[] => {
  if (!Array.isArray(value)) return []
  const asks = new Map<AskId, Ask>()
  for (const each of value.slice(0, MOST)) {
    const parsed = v.safeParse(stored, each)
    if (parsed.success) asks.set(parsed.output.id as AskId, parsed.output as Ask)
  }
  return [...asks.values()]
}

/** What is stored of them. One with an outcome that has no room there is forgotten: whoever begins anew is asked again. */
export const storedAsks = (asks: Iterable<Ask>): Ask[] => {
  let left = MOST_OUTCOMES
  return [...asks].filter(({ outcome: kept }) => {
    const size = kept === null ? 0 : bytesOf(kept)
    if (size > Math.min(left, MOST_OUTCOME)) return false
    left -= size
    return true
  })
}

/** How long it is as JSON. */
export const bytesOf = (value: unknown): number => encodeText(JSON.stringify(value) ?? '').length

/** Saves one after the other; whoever comes while one is under way shares the next. */
export const savingTo = (slot: AskStorage, snapshot: () => unknown): (() => Promise<void>) => {
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  const start = (): Promise<void> => {
    next = null
    running = (async () => slot.save(snapshot()))().finally(() => {
      running = null
    })
    return running
  }
  return () => {
    if (!running) return start()
    next ??= running.catch(() => undefined).then(start)
    return next
  }
}

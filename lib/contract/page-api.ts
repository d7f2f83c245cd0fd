import * as v from 'valibot'
import { About, Descriptor, list, Purpose, text } from './descriptor'
import type { Capability, Duration } from './permission'

/** The version of what pages may call. */
export const PAGE_API_VERSION = 1

/**
 * The name of the port on which events arrive. It tells that its document is there: what a page asks for without one waits only
 * until something is loaded in its tab.
 */
export const EVENT_PORT = 'hearth/1'

/** The largest request, in characters of JSON. */
export const MAX_PAGE_REQUEST = 1 << 20

/** The most records in one answer or one write. */
export const MAX_RECORDS = 1_000

/** One request of a page. The same `id`, method and params sent again mean the same request. */
export const PageRequest = v.strictObject({
  hearth: v.literal(1),
  id: text(64),
  method: text(64),
  params: v.optional(v.unknown()),
})
export type PageRequest = v.InferOutput<typeof PageRequest>

const name = text(64)
const id = text(64)
const fields = list(name, 64)

const query = v.object({
  type: name,
  fields,
  equals: v.optional(v.record(name, v.union([v.string(), v.number(), v.boolean()]))),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_RECORDS)), 100),
  cursor: v.optional(id),
})

const record = v.objectWithRest({ id: v.optional(id) }, v.unknown())

/** The params of every method, as they are read: unknown members are left out, missing ones refused. */
export const PAGE_PARAMS = {
  agent_getInfo: v.optional(v.unknown()),
  agent_connect: v.optional(
    v.object({ permissions: v.optional(v.pipe(v.array(Descriptor), v.maxLength(10)), []) }),
    {},
  ),
  agent_disconnect: v.optional(v.unknown()),
  identity_signIn: v.object({
    nonce: text(256),
    statement: v.optional(text(10_000)),
    // Seconds since 1970, or an ISO 8601 date and time; more than five minutes away it is five minutes.
    expirationTime: v.optional(
      v.union([v.pipe(v.number(), v.integer()), v.pipe(v.string(), v.maxLength(40), v.isoTimestamp())]),
    ),
    resources: v.optional(v.pipe(v.array(text(2_000)), v.maxLength(10)), []),
  }),
  permissions_query: v.optional(v.pipe(v.array(About), v.maxLength(10))),
  permissions_request: list(Descriptor, 10),
  permissions_revoke: list(v.union([id, About]), 100),
  data_types: v.optional(v.unknown()),
  data_pick: v.object({ type: name, fields, multiple: v.optional(v.boolean(), false), purpose: Purpose }),
  data_query: query,
  data_get: v.object({ ids: list(id, MAX_RECORDS), fields: v.optional(fields) }),
  data_put: v.object({
    type: name,
    records: list(record, MAX_RECORDS),
    ifRev: v.optional(v.record(id, id)),
    purpose: v.optional(Purpose),
  }),
  data_delete: v.object({ ids: list(id, MAX_RECORDS), purpose: v.optional(Purpose) }),
  data_subscribe: query,
  data_unsubscribe: v.object({ subscription: id }),
  receipts_list: v.optional(v.unknown()),
} as const

export type PageMethod = keyof typeof PAGE_PARAMS
export type PageParams<M extends PageMethod> = v.InferOutput<(typeof PAGE_PARAMS)[M]>

/**
 * An item as a site sees it: its own id and rev for it, and the fields that were given; a field of several values is a list.
 * The rev is another one when what lasting grants give of it has changed, and only then; of what was given
 * once, when anything of it has.
 */
export type PageRecord = { id: string; rev: string; type: string } & Record<string, unknown>

/** A grant as its site sees it (EIP-2255, narrowed by caveats). */
export interface PageGrant {
  id: string
  invoker: string
  parentCapability: Capability
  /** ISO 8601. */
  date: string
  /** Tells what ends with the tab from what lasts until it is revoked: neither expires at a time. */
  duration: Duration
  caveats: (
    | { type: 'type'; value: string }
    | { type: 'fields'; value: string[] }
    /** `all`: every item, also those to come; else how many it is of. */
    | { type: 'records'; value: 'all' | number }
    | { type: 'expiresAt'; value: string }
    | { type: 'purpose'; value: Purpose }
  )[]
  status: 'active' | 'expired' | 'revoked'
  receipt: string
}

/** What a method answers with. */
export interface PageResults {
  agent_getInfo: { name: string; version: string; apiVersion: number; features: Record<string, { version: string }> }
  agent_connect: { did: string; grants: PageGrant[] }
  agent_disconnect: null
  identity_signIn: { did: string; token: string }
  permissions_query: PageGrant[]
  permissions_request: PageGrant[]
  permissions_revoke: null
  data_types: { type: string; schema: string; fields: { name: string; kind: string; many: boolean }[] }[]
  data_pick: { records: PageRecord[] }
  data_query: { records: PageRecord[]; cursor?: string }
  data_get: { records: PageRecord[] }
  data_put: { records: { id: string; rev: string }[] }
  data_delete: null
  data_subscribe: { subscription: string }
  data_unsubscribe: null
  receipts_list: object[]
}

/** What arrives on the port, by name. */
export interface PageEvents {
  connect: { did: string }
  disconnect: null
  permissionsChanged: { grants: PageGrant[] }
  /** Ask again: what the subscription's query answers with has changed. */
  dataChanged: { subscription: string; type: string; ids: string[] }
  /** It waits for the person; whether it is shown already is not said. */
  requestUpdated: { id: string; state: 'waiting' }
}
export type PageEvent = { [K in keyof PageEvents]: { event: K; data: PageEvents[K] } }[keyof PageEvents]

/** How a request fails: EIP-1193 and JSON-RPC codes, DOMException-like names. */
export const PAGE_ERRORS = {
  /** Denied, closed, muted, nothing to share: one and the same. */
  NotAllowedError: { code: 4001, name: 'NotAllowedError', message: 'not allowed' },
  UnauthorizedError: { code: 4100, name: 'UnauthorizedError', message: 'no grant for this' },
  NotSupportedError: { code: 4200, name: 'NotSupportedError', message: 'no such method' },
  DisconnectedError: { code: 4900, name: 'DisconnectedError', message: 'disconnected' },
  TypeError: { code: -32602, name: 'TypeError', message: 'malformed request' },
  QuotaExceededError: { code: -32005, name: 'QuotaExceededError', message: 'too many requests' },
  AbortError: { code: 20, name: 'AbortError', message: 'the page went away' },
  SecurityError: {
    code: 18,
    name: 'SecurityError',
    message: 'only the top frame of an https or localhost page may ask',
  },
  InvalidStateError: { code: 11, name: 'InvalidStateError', message: 'changed since' },
  OperationError: { code: -32603, name: 'OperationError', message: 'could not be done' },
} as const
export type PageErrorName = keyof typeof PAGE_ERRORS
export interface PageError {
  code: number
  name: string
  message: string
}

/** The answer to one request; `id` is null where the request had none that could be read. */
export type PageAnswer = { id: string | null; result: unknown } | { id: string | null; error: PageError }

/** Who calls, as the browser says it: never a word of the page's own. `document` is another one after every navigation. */
export interface PageCaller {
  origin: string
  tab: number
  document: string
}

/** What the agent does for pages. */
export interface PageServer {
  /** Answers one request; never throws. */
  request(caller: PageCaller, request: PageRequest): Promise<PageAnswer>
  /** A page listens: `tell` until the returned function is called. */
  listen(caller: PageCaller, tell: (event: PageEvent) => void): () => void
}

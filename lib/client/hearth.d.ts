// What a web page may ask of Hearth: the types of `hearth.js`, in one file that stands alone.

/**
 * Finds the person's agent. Rejects with `NotFoundError` where there is none, and with `SecurityError` where this page may not
 * ask: only the top frame may, of a page of https, http://localhost or http://127.0.0.1.
 */
export declare const connectAgent: (options?: ConnectOptions) => Promise<Agent>

/** `timeout`: how long a provider may take to announce itself, 1,000 ms by default. `id`: of another build of the extension. */
export interface ConnectOptions {
  timeout?: number
  id?: string
}

/** The person's own agent, as far as it lets this page ask. */
export interface Agent {
  /**
   * Asks for something. Rejects with an {@link AgentError}. `id` (64 characters at most): the same request asked again, after a
   * reload, joins the one that waits. `signal`: stops waiting and rejects with its reason.
   */
  request<M extends Method>(
    asked: { method: M; id?: string; signal?: AbortSignal } & (undefined extends Params[M]
      ? { params?: Params[M] }
      : { params: Params[M] }),
  ): Promise<Results[M]>
  /** Listens until `off`. */
  on<E extends keyof Events>(event: E, listener: (data: Events[E]) => void): void
  off<E extends keyof Events>(event: E, listener: (data: Events[E]) => void): void
}

/**
 * What requests reject with:
 *
 * |   code | name               | when                                                                                   |
 * | -----: | ------------------ | -------------------------------------------------------------------------------------- |
 * |   4001 | NotAllowedError    | denied, closed, muted, waited ten minutes, or nothing to share: no page learns which   |
 * |   4100 | UnauthorizedError  | no grant for this, or Hearth is locked: no page learns which                           |
 * |   4200 | NotSupportedError  | there is no such method                                                                |
 * |   4900 | DisconnectedError  | the extension went away, or the person does not let it talk to this site any more      |
 * | -32602 | TypeError          | malformed params; the message says which and why                                       |
 * | -32005 | QuotaExceededError | too many requests (50 at once, then 20 a second), too many that wait (5), or too large |
 * | -32603 | OperationError     | it could not be done                                                                   |
 * |      8 | NotFoundError      | only from {@link connectAgent}: no agent was found                                     |
 * |     11 | InvalidStateError  | changed since: a rev of `ifRev`, or `expirationTime` passed while the person was asked |
 * |     18 | SecurityError      | not the top frame, or neither https nor this computer                                  |
 * |     20 | AbortError         | the page went away                                                                     |
 */
export interface AgentError extends Error {
  code: number
}

/** Names of methods: what they take is in {@link Params}, what they answer with in {@link Results}. */
export type Method = keyof Params

/** Why, in the site's own words, which the person is shown as claims. */
export type Purpose = {
  text: string
  /** A term of the Data Privacy Vocabulary. */
  category?: string
  /** Must be https: with another address the whole request is refused. */
  policyUrl?: string
  /** How long it is kept: years, months, weeks and days of ISO 8601, `P30D`. */
  retention?: string
}

export type Access = 'read' | 'create' | 'update' | 'delete'

export type Capability = `data.${Access}` | 'identity.connect' | 'identity.signIn'

/**
 * For how long: one use (all pages of a query by its cursor are one), as long as the tab shows this site, a day, thirty days,
 * until it is revoked. On pages of this computer (localhost, 127.0.0.1) whatever is allowed ends with the tab.
 */
export type Duration = 'once' | 'tab' | 'P1D' | 'P30D' | 'untilRevoked'

/** A permission that is asked for. The person may give less: fewer fields, fewer records, for a shorter time. */
export type Descriptor =
  | { name: 'data'; type: string; access: Access[]; fields: string[]; purpose: Purpose; duration?: Duration }
  | { name: 'identity'; access: 'signIn'[]; purpose?: Purpose; duration?: Duration }

/** As much of a descriptor as tells grants apart: every grant that fits is meant. */
export type About = { name: 'data' | 'identity'; type?: string; access?: (Access | 'connect' | 'signIn')[] }

/** A permission that was given (EIP-2255, narrowed by caveats). */
export type Grant = {
  id: string
  /** The origin of this page. */
  invoker: string
  parentCapability: Capability
  /** When it was given: ISO 8601. */
  date: string
  /** What was chosen: it tells `untilRevoked` from `tab` and `once`, of which none has an `expiresAt`. */
  duration: Duration
  caveats: (
    | { type: 'type'; value: string }
    | { type: 'fields'; value: string[] }
    /** `all`: every record, also those to come; else how many it is of. */
    | { type: 'records'; value: 'all' | number }
    /** ISO 8601; only of a day and of thirty days. */
    | { type: 'expiresAt'; value: string }
    | { type: 'purpose'; value: Purpose }
  )[]
  status: 'active' | 'expired' | 'revoked'
  /** The `@id` of its receipt in `receipts_list`. */
  receipt: string
}

/** `limit`: 100 by default, 1,000 at most; fewer may come. `equals`: only of fields that were granted. */
export type Query = {
  type: string
  fields: string[]
  equals?: Record<string, string | number | boolean>
  limit?: number
  /** Where the answer before this one ended. */
  cursor?: string
}

/**
 * What was given of one record. Fields that were not granted are left out without a word, and so are those that it does not
 * have. A field of several values (`many` in `data_types`) is a list, any other is one value. Of a file there are its size and
 * media type.
 */
export type AgentRecord = {
  /** Another one for every site. */
  id: string
  /**
   * Another one when what lasting grants (all but `once`) give of the record has changed, and only then; of what was given once,
   * when anything of it has. Compare it, or give it back in `ifRev`; there is no order in it.
   */
  rev: string
  type: string
} & Record<string, unknown>

/** What each method takes. Of those that say `unknown` it is nothing. */
export type Params = {
  agent_getInfo: unknown
  /** To be known to this site, and what else it asks for, in one prompt: 10 at most. */
  agent_connect: { permissions?: Descriptor[] } | undefined
  /** Gives up all that this site was given. */
  agent_disconnect: unknown
  /** `expirationTime`: seconds since 1970, or ISO 8601; more than five minutes away it is five minutes. */
  identity_signIn: { nonce: string; statement?: string; expirationTime?: number | string; resources?: string[] }
  /** The live grants, without a prompt; none while Hearth is locked. */
  permissions_query: About[] | undefined
  /** Asks only for what is not given yet. */
  permissions_request: Descriptor[]
  /** By id, or all that fit. */
  permissions_revoke: (string | About)[]
  /** The types and fields that there are, whether the person has any or not. */
  data_types: unknown
  /** What the person picks now, once. */
  data_pick: { type: string; fields: string[]; multiple?: boolean; purpose: Purpose }
  data_query: Query
  /** Those of 1,000 at most that were given; others are left out. */
  data_get: { ids: string[]; fields?: string[] }
  /**
   * Without an `id`: adds. With one: changes the fields that are named; null takes one away. Where no grant is for it the person is
   * asked about this one write. `ifRev`, by id: nothing is written where a rev is another one by now (InvalidStateError).
   */
  data_put: {
    type: string
    records: ({ id?: string } & Record<string, unknown>)[]
    ifRev?: Record<string, string>
    purpose?: Purpose
  }
  /** Into the bin, from which the person can take them back. */
  data_delete: { ids: string[]; purpose?: Purpose }
  /** From now on `dataChanged` comes, as long as the grant lives; 20 at most. `limit` and `cursor` mean nothing here. */
  data_subscribe: Query
  data_unsubscribe: { subscription: string }
  receipts_list: unknown
}

/** What each method answers with. */
export type Results = {
  agent_getInfo: { name: string; version: string; apiVersion: number; features: Record<string, { version: string }> }
  /** `did`: the person's did:key for this site; another one for every origin. */
  agent_connect: { did: string; grants: Grant[] }
  agent_disconnect: null
  /** `token`: a JWS (EdDSA) by `did`; `aud` is this origin. Check it on the server, with the nonce. */
  identity_signIn: { did: string; token: string }
  permissions_query: Grant[]
  permissions_request: Grant[]
  permissions_revoke: null
  data_types: { type: string; schema: string; fields: { name: string; kind: string; many: boolean }[] }[]
  data_pick: { records: AgentRecord[] }
  /** `cursor`: only where there is more. */
  data_query: { records: AgentRecord[]; cursor?: string }
  data_get: { records: AgentRecord[] }
  /** One for each record of the request that is still there, in its order. */
  data_put: { records: { id: string; rev: string }[] }
  data_delete: null
  data_subscribe: { subscription: string }
  data_unsubscribe: null
  /** The newest hundred: JSON-LD as of ISO/IEC TS 27560. */
  receipts_list: object[]
}

/** What comes with each event. */
export type Events = {
  /** The site is known from now on, or Hearth was unlocked and it is. */
  connect: { did: string }
  disconnect: null
  /** All live grants, as they are now. */
  permissionsChanged: { grants: Grant[] }
  /**
   * Ask again: what the subscription's query answers with has changed. `ids`: of the records that came, went or changed, 1,000 at
   * most; empty where some may have been missed.
   */
  dataChanged: { subscription: string; type: string; ids: string[] }
  /** The request of this id waits for the person; whether it is shown already is not said. */
  requestUpdated: { id: string; state: 'waiting' }
}

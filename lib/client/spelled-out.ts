import type * as v from 'valibot'
import type { PAGE_PARAMS, PageEvents, PageGrant, PageRecord, PageResults } from '../contract/page-api'
import type { Purpose as AnyPurpose, Capability } from '../contract/permission'

/** A type in which nothing has a name: what `hearth.d.ts` says stands alone. */
type Plain<T> = T extends string
  ? `${T}`
  : T extends (infer I)[]
    ? Plain<I>[]
    : T extends object
      ? { -readonly [K in keyof T]: Plain<T[K]> }
      : T

export type Params = Plain<{ [M in keyof typeof PAGE_PARAMS]: v.InferInput<(typeof PAGE_PARAMS)[M]> }>
export type Results = Plain<PageResults>
export type Events = Plain<PageEvents>
export type Descriptor = Params['permissions_request'][number]
export type Query = Params['data_query']
export type Purpose = Plain<AnyPurpose>
export type Grant = Plain<PageGrant>
export type AgentRecord = Plain<PageRecord>
export type { Capability }

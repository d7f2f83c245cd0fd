import type * as v from 'valibot'
import type { PAGE_PARAMS, PageEvents, PageResults } from '../contract/page-api'

/** A type in which nothing has a name: what `hearth.d.ts` says stands alone. */
type Plain<T> = T extends string
  ? `${T}`
  : T extends (infer I)[]
    ? Plain<I>[]
    : T extends object
      ? { -readonly [K in keyof T]: Plain<T[K]> }
      : T

/** What each method takes. */
export type Params = Plain<{ [M in keyof typeof PAGE_PARAMS]: v.InferInput<(typeof PAGE_PARAMS)[M]> }>
/** What each method answers with. */
export type Results = Plain<PageResults>
/** What comes with each event. */
export type Events = Plain<PageEvents>

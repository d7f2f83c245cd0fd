import * as v from 'valibot'

/** The version of what pages may call. */
export const PAGE_API_VERSION = 1

/** What a web page may call: the name, its params, its result. */
export interface PageMethods {
  /** The same for every page, locked or not, granted or not. */
  agent_getInfo(params: unknown): { name: string; version: string; apiVersion: number; features: string[] }
}

const bounded = (length: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(length))

/** One request of a page. The same `id` sent again means the same request. */
export const PageRequest = v.strictObject({
  hearth: v.literal(1),
  id: bounded(64),
  method: bounded(64),
  params: v.optional(v.unknown()),
})
export type PageRequest = v.InferOutput<typeof PageRequest>

/** The largest request, in characters of JSON. */
export const MAX_PAGE_REQUEST = 1 << 16

/** How a request fails: EIP-1193 and JSON-RPC codes, DOMException-like names. */
export const PAGE_ERRORS = {
  NotSupportedError: { code: 4200, name: 'NotSupportedError', message: 'no such method' },
  TypeError: { code: -32602, name: 'TypeError', message: 'malformed request' },
  SecurityError: {
    code: 18,
    name: 'SecurityError',
    message: 'only the top frame of an https or localhost page may ask',
  },
  InternalError: { code: -32603, name: 'OperationError', message: 'could not be done' },
} as const
export type PageError = (typeof PAGE_ERRORS)[keyof typeof PAGE_ERRORS]

/** The answer to one request; `id` is null where the request had none that could be read. */
export type PageAnswer = { id: string | null; result: unknown } | { id: string | null; error: PageError }

import * as v from 'valibot'
import {
  MAX_PAGE_REQUEST,
  PAGE_ERRORS,
  PAGE_PARAMS,
  type PageAnswer,
  type PageMethod,
  PageRequest,
} from '../contract/page-api'

const MAX_REASON = 200

/** A request that may go on, its params read, or the answer that it gets at once. */
export type ReadRequest = { request: PageRequest } | { answer: PageAnswer }

/** Reads what a page sent, strictly: JSON of bounded size, a known method, the params of that method. */
export const readRequest = (message: unknown): ReadRequest => {
  if (!isBounded(message, MAX_PAGE_REQUEST)) return refused(null)
  const read = v.safeParse(PageRequest, message)
  if (!read.success) return refused(null)
  const { id, method } = read.output
  if (!Object.hasOwn(PAGE_PARAMS, method)) return { answer: { id, error: PAGE_ERRORS.NotSupportedError } }
  const params = v.safeParse(PAGE_PARAMS[method as PageMethod], read.output.params)
  if (!params.success) return refused(id, reasonOf(params.issues[0]))
  return { request: { ...read.output, params: params.output } }
}

const refused = (id: string | null, message: string = PAGE_ERRORS.TypeError.message): ReadRequest => ({
  answer: { id, error: { ...PAGE_ERRORS.TypeError, message } },
})

/** Which parameter, and why: of the page's own words only what fits. */
const reasonOf = (issue: v.BaseIssue<unknown>): string =>
  `${['params', v.getDotPath(issue)].filter(Boolean).join('.')}: ${issue.message}`.slice(0, MAX_REASON)

/**
 * Whether it is plain JSON of at most so many characters, more or less. It looks at no more than that, however large, deep or
 * circular it is: Firefox clones what pages send, and a clone may be any of these.
 */
export const isBounded = (message: unknown, most: number): boolean => {
  let left = most
  const waiting: unknown[] = [message]
  while (waiting.length > 0) {
    const value = waiting.pop()
    left -= typeof value === 'string' ? value.length + 2 : 2
    if (typeof value === 'object' && value !== null) {
      const isList = Array.isArray(value)
      if (!isList && Object.getPrototypeOf(value) !== Object.prototype) return false
      left -= isList ? value.length : Object.keys(value).join().length
      if (left >= 0) for (const inner of Object.values(value)) waiting.push(inner)
    } else if (!isScalar(value)) return false
    if (left < 0) return false
  }
  return true
}

const isScalar = (value: unknown): boolean =>
  value === null || value === undefined || ['string', 'number', 'boolean'].includes(typeof value)

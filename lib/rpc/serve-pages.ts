import * as v from 'valibot'
import browser, { type Runtime } from 'webextension-polyfill'
import { MAX_PAGE_REQUEST, PAGE_ERRORS, type PageAnswer, type PageMethods, PageRequest } from '../contract/page-api'

/** What Chromium says of a sender, beyond the words of webextension-polyfill. */
type PageSender = Runtime.MessageSender & { origin?: string; documentLifecycle?: string }

/** What the agent does for pages: the origin comes from the browser, never from the message. */
export type PageServer = {
  [K in keyof PageMethods]: (
    params: Parameters<PageMethods[K]>[0],
    origin: string,
  ) => ReturnType<PageMethods[K]> | Promise<ReturnType<PageMethods[K]>>
}

/** Answers web pages that speak through `externally_connectable`; other extensions get no answer. Returns how to stop. */
export const servePages = (methods: PageServer): (() => void) => {
  const onMessage = (message: unknown, sender: PageSender): Promise<PageAnswer> | undefined =>
    sender.id === undefined ? answer(methods, message, originOf(sender)) : undefined
  browser.runtime.onMessageExternal.addListener(onMessage)
  return () => browser.runtime.onMessageExternal.removeListener(onMessage)
}

const answer = async (methods: PageServer, message: unknown, origin: string | null): Promise<PageAnswer> => {
  if (origin === null) return { id: null, error: PAGE_ERRORS.SecurityError }
  const request = read(message)
  if (request === null) return { id: null, error: PAGE_ERRORS.TypeError }
  const { id, method, params } = request
  if (!Object.hasOwn(methods, method)) return { id, error: PAGE_ERRORS.NotSupportedError }
  try {
    return { id, result: await methods[method as keyof PageMethods](params, origin) }
  } catch {
    return { id, error: PAGE_ERRORS.InternalError }
  }
}

const read = (message: unknown): PageRequest | null => {
  if (JSON.stringify(message)?.length > MAX_PAGE_REQUEST) return null
  const request = v.safeParse(PageRequest, message)
  return request.success ? request.output : null
}

/** The exact origin of a visible top frame of an https or localhost page; null for anybody else. */
const originOf = ({ origin, frameId, documentLifecycle }: PageSender): string | null => {
  if (frameId !== 0 || documentLifecycle !== 'active' || !origin || !URL.canParse(origin)) return null
  const url = new URL(origin)
  const local = url.protocol === 'http:' && (url.hostname === 'localhost' || url.hostname === '127.0.0.1')
  return url.origin === origin && (url.protocol === 'https:' || local) ? origin : null
}

import type { Runtime } from 'webextension-polyfill'
import { mayAsk } from '../contract/origin'
import type { PageCaller } from '../contract/page-api'

/** What browsers say of a sender, beyond the words of webextension-polyfill. */
export type PageSender = Runtime.MessageSender & {
  origin?: string
  documentId?: string
  documentLifecycle?: string
  /** Firefox's, before it had `documentId`: another one in every document. */
  contextId?: number | string
}

/**
 * Who calls, as the browser says it: the top frame of a tab whose document is the one that is shown, with an origin that
 * {@link mayAsk}. Null for anybody else: frames, opaque origins, pages that are prerendered, our own pages.
 */
export const callerOf = (sender: PageSender | undefined): PageCaller | null => {
  const { origin, url, frameId, tab, documentLifecycle, documentId, contextId } = sender ?? {}
  const document = documentId ?? contextId
  if (frameId !== 0 || tab?.id === undefined || document === undefined || !origin || !mayAsk(origin)) return null
  // Firefox has no such word, and no page that is prerendered.
  if ((documentLifecycle ?? 'active') !== 'active') return null
  // Firefox says the origin that the tab has by now, and the address of the document that spoke.
  if (!url || !URL.canParse(url) || new URL(url).origin !== origin) return null
  return { origin, tab: tab.id, document: String(document) }
}

import { EVENT_PORT } from '../contract/page-api'
import { type EventPort, listenOn, type Wire } from './wire'

/** What Chromium gives to pages that an extension may be reached from. */
export interface PageRuntime {
  lastError?: unknown
  sendMessage(id: string, message: unknown, answer: (answer: unknown) => void): void
  connect(id: string, options: { name: string }): EventPort
}

declare const HEARTH_ID: string | undefined

/** Hearth's id on Chromium, which the build puts in: it follows from the key in the manifest. */
export const ownId: string = typeof HEARTH_ID === 'string' ? HEARTH_ID : ''

/** `chrome.runtime`, where the browser gives it to this page. */
export const pageRuntime = (): PageRuntime | undefined =>
  (globalThis as { chrome?: { runtime?: PageRuntime } }).chrome?.runtime

/** The wire to the extension of that id. */
export const extensionWire = (runtime: PageRuntime, id: string): Wire => ({
  send: (request) =>
    new Promise((resolve, reject) => {
      runtime.sendMessage(id, request, (answer) => {
        // Read, because an unread one is written to the console.
        if (runtime.lastError || !answer) reject(runtime.lastError)
        else resolve(answer as never)
      })
    }),
  listen: (hear, lost) => listenOn(runtime.connect(id, { name: EVENT_PORT }), runtime, hear, lost),
})

import browser from 'webextension-polyfill'

const PAGE = '/offscreen.html'

/** The parts of Chromium's API that webextension-polyfill has no words for. */
interface Chromium {
  runtime: { getContexts(filter: { contextTypes: string[]; documentUrls: string[] }): Promise<unknown[]> }
  offscreen: {
    createDocument(options: { url: string; reasons: string[]; justification: string }): Promise<void>
    closeDocument(): Promise<void>
  }
}

const chromium = (): Chromium => (globalThis as unknown as { chrome: Chromium }).chrome

const exists = async (): Promise<boolean> => {
  const documentUrls = [browser.runtime.getURL(PAGE)]
  return (await chromium().runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'], documentUrls })).length > 0
}

let making: Promise<void> | null = null

const make = async (): Promise<void> => {
  if (await exists()) return
  await chromium().offscreen.createDocument({
    url: PAGE,
    reasons: ['WEB_RTC'],
    justification: 'Connects directly to the people you talk to.',
  })
}

/** Makes the offscreen document where there is none (Chromium only); calls at the same time are joined. */
export const ensureOffscreen = (): Promise<void> => {
  making ??= make().finally(() => {
    making = null
  })
  return making
}

/** Closes the offscreen document, and with it every connection. */
export const closeOffscreen = async (): Promise<void> => {
  await making?.catch(() => undefined)
  if (await exists()) await chromium().offscreen.closeDocument()
}

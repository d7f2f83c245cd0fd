import { chromium } from 'playwright-core'
import puppeteer from 'puppeteer-core'
import { ensureChromium, ensureFirefox } from '../../../tools/browser.mjs'

/** A page in either browser, as far as these tests need one. */
export interface PlainPage {
  evaluate<T>(expression: string): Promise<T>
  /** Resolves once the page has that title. */
  titled(title: string): Promise<void>
  close(): Promise<void>
}

/** A browser that opens plain pages of one address. `limit` begins a fresh profile where that address may store `quota` bytes. */
export interface PlainBrowser {
  open(): Promise<PlainPage>
  limit(quota: number): Promise<void>
  close(): Promise<void>
}

/** Chromium: the quota is set over the DevTools protocol, for as long as the page that asked for it lives. */
export const plainChromium = async (url: string): Promise<PlainBrowser> => {
  const browser = await chromium.launch({
    executablePath: ensureChromium() ?? '',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  let context = await browser.newContext()
  const { origin } = new URL(url)
  let quotaSize: number | undefined
  return {
    open: async () => {
      const page = await context.newPage()
      await page.goto(url)
      if (quotaSize !== undefined) {
        const session = await context.newCDPSession(page)
        await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize })
      }
      return {
        evaluate: (expression) => page.evaluate(expression),
        titled: async (title) => void (await page.waitForFunction(`document.title === '${title}'`)),
        close: () => page.close(),
      }
    },
    limit: async (quota) => {
      // IndexedDB remembers for a while how much room it had: only a fresh profile asks again.
      await context.close()
      context = await browser.newContext()
      quotaSize = quota
    },
    close: () => browser.close(),
  }
}

/** Firefox: the quota is a preference of the whole profile, and never under 10 MiB for one site. */
export const plainFirefox = async (url: string): Promise<PlainBrowser> => {
  const launch = (prefs: Record<string, unknown>) =>
    puppeteer.launch({
      browser: 'firefox',
      executablePath: ensureFirefox() ?? '',
      headless: true,
      extraPrefsFirefox: prefs,
      protocolTimeout: 60_000,
    })
  let browser = await launch({})
  return {
    open: async () => {
      const page = await browser.newPage()
      await page.goto(url)
      return {
        evaluate: async <T>(expression: string) => (await page.evaluate(expression)) as T,
        titled: async (title) => void (await page.waitForFunction(`document.title === '${title}'`)),
        close: () => page.close(),
      }
    },
    limit: async (quota) => {
      await browser.close()
      browser = await launch({ 'dom.quotaManager.temporaryStorage.fixedLimit': quota / 1024 })
    },
    close: () => browser.close(),
  }
}

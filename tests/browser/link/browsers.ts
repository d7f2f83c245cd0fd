import { chromium } from 'playwright-core'
import puppeteer from 'puppeteer-core'
import { ensureChromium, ensureFirefox } from '../../../tools/browser.mjs'

/** A plain page of a real browser. */
export interface LinkPage {
  evaluate<T>(expression: string): Promise<T>
  /** Ends it without a word to whoever it is connected to. */
  close(): Promise<void>
}

/** A real browser that opens one address, without any extension. */
export interface LinkBrowser {
  open(): Promise<LinkPage>
  close(): Promise<void>
}

// Plain pages hide their addresses behind mDNS names, which not every machine's network can resolve; pages of extensions do not.

export const linkChromium = async (url: string, args: string[] = []): Promise<LinkBrowser> => {
  const browser = await chromium.launch({
    executablePath: ensureChromium() ?? '',
    args: [
      '--disable-features=WebRtcHideLocalIpsWithMdns',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...args,
    ],
  })
  return {
    open: async () => {
      const page = await browser.newPage()
      await page.goto(url)
      return page
    },
    close: () => browser.close(),
  }
}

export const linkFirefox = async (url: string): Promise<LinkBrowser> => {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: ensureFirefox() ?? '',
    headless: true,
    extraPrefsFirefox: { 'media.peerconnection.ice.obfuscate_host_addresses': false },
    protocolTimeout: 60_000,
  })
  return {
    open: async () => {
      const page = await browser.newPage()
      await page.goto(url)
      return {
        evaluate: async <T>(expression: string) => (await page.evaluate(expression)) as T,
        close: () => page.close(),
      }
    },
    close: () => browser.close(),
  }
}

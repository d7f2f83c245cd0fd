import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { ensureFirefox } from '../../../tools/browser.mjs'
import { extensionDir, firefoxId } from './extension.ts'
import type { Complaint } from './targets.ts'

// Firefox draws a new host name for each profile; a preference fixes it, so that pages have an address.
const HOST = '11111111-2222-4333-8444-555555555555'

export interface Firefox {
  browser: Browser
  version: string
  /** Opens a page of the extension, such as `home.html#chats`. */
  open(file: string): Promise<Page>
  close(): Promise<void>
  /** Uncaught errors and `console.error` of the pages that were opened. */
  complaints: Complaint[]
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A headless Firefox with the built extension. */
export const launchFirefox = async (prefs: Record<string, unknown> = {}): Promise<Firefox> => {
  const dir = extensionDir('firefox-mv2')
  const executablePath = ensureFirefox()
  if (!executablePath) throw new Error('no Firefox was found: install one, or name its program file in FIREFOX_PATH')
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    args: ['--remote-allow-system-access'], // without it, navigating to moz-extension: is refused
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [firefoxId()]: HOST }),
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      'media.peerconnection.ice.loopback': true,
      ...prefs,
    },
  })
  await browser.installExtension(dir)
  const complaints: Complaint[] = []
  return {
    browser,
    complaints,
    version: await browser.version(),
    open: async (file) => {
      const address = `moz-extension://${HOST}/${file}`
      const page = await browser.newPage()
      page.on('pageerror', (error) => complaints.push({ where: file, text: String(error) }))
      page.on('console', (line) => {
        if (line.type() === 'error') complaints.push({ where: file, text: line.text() })
      })
      // Over BiDi this navigation happens but never reports an end, so the page itself is asked.
      page.goto(address, { timeout: 3_000 }).catch(() => {})
      const deadline = Date.now() + 20_000
      while (Date.now() < deadline) {
        const there = await page
          .evaluate((want) => location.href === want && document.readyState === 'complete', address)
          .catch(() => false)
        if (there) return page
        await pause(50)
      }
      throw new Error(`${file} did not open`)
    },
    close: () => browser.close(),
  }
}

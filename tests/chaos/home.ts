import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page as ChromiumPage } from 'playwright-core'
import type { Page as FirefoxPage } from 'puppeteer-core'
import { type Chromium, launchChromium } from '../browser/harness/chromium'
import { type Firefox, launchFirefox } from '../browser/harness/firefox'
import type { Complaint } from '../browser/harness/targets'

export type Kind = 'Chromium' | 'Firefox'

/** A browser with the extension and one page of it open, which dies and comes back with its profile. */
export interface Home {
  readonly kind: Kind
  /** The value of an expression in the page, as JSON carries it. */
  evaluate<T>(expression: string): Promise<T>
  reload(): Promise<void>
  /** SIGKILL to the browser. */
  kill(): Promise<void>
  /** Starts the browser that was killed. */
  restart(): Promise<void>
  stopWorker?(): Promise<void>
  /** Says whether there was one: by hand, a new one is made only when it is needed. */
  closeOffscreen?(): Promise<boolean>
  /** Ends for good: nothing is left on the disk. */
  leave(): Promise<void>
  /** What the extension's contexts complained of, in all of the browser's lives. */
  complaints(): Complaint[]
}

const newProfile = (): string => mkdtempSync(join(tmpdir(), 'hearth-chaos-'))
const PAGE = 'home.html#chats'

const CLOSE_OFFSCREEN = `chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })
  .then(([there]) => there ? chrome.offscreen.closeDocument().then(() => true) : false)`

export const chromiumHome = async (script: string): Promise<Home> => {
  const profileDir = newProfile()
  const complaints: Complaint[] = []
  let browser: Chromium
  let page: ChromiumPage
  const start = async () => {
    browser = await launchChromium({ profileDir, allow: [/./] })
    page = await browser.panel('home', 'chats')
    await page.evaluate(script)
  }
  await start()
  return {
    kind: 'Chromium',
    evaluate: (expression) => page.evaluate(expression),
    reload: async () => {
      await page.reload()
      await page.evaluate(script)
    },
    kill: async () => {
      complaints.push(...browser.complaints)
      await browser.kill()
    },
    restart: start,
    stopWorker: () => browser.stopWorker(),
    closeOffscreen: () => page.evaluate(CLOSE_OFFSCREEN),
    leave: async () => {
      await browser.close()
      rmSync(profileDir, { recursive: true, force: true })
    },
    complaints: () => [...complaints, ...browser.complaints],
  }
}

export const firefoxHome = async (script: string): Promise<Home> => {
  const profileDir = newProfile()
  const complaints: Complaint[] = []
  let browser: Firefox
  let page: FirefoxPage
  const start = async () => {
    browser = await launchFirefox({ profileDir })
    page = await browser.open(PAGE)
    await page.evaluate(script)
  }
  await start()
  return {
    kind: 'Firefox',
    evaluate: async <T>(expression: string) => (await page.evaluate(expression)) as T,
    reload: async () => {
      await browser.reload(page)
      await page.evaluate(script)
    },
    kill: async () => {
      complaints.push(...browser.complaints)
      await browser.kill()
    },
    restart: start,
    leave: async () => {
      await browser.close()
      rmSync(profileDir, { recursive: true, force: true })
    },
    complaints: () => [...complaints, ...browser.complaints],
  }
}

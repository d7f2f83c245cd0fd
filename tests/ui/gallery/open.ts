import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { ensureChromium } from '../../../tools/browser.mjs'
import { NOW } from './people'
import type { SceneName } from './scenes'
import { serveGallery } from './serve'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A browser with the gallery. */
export interface OpenGallery {
  /** A page of a size and a scheme; its uncaught errors and refused loads go to `complaints`. */
  page(options: BrowserContextOptions): Promise<Page>
  complaints: string[]
  close(): Promise<void>
}

/** Serves the gallery and starts a browser for it. */
export const openGallery = async (): Promise<OpenGallery> => {
  const server = await serveGallery()
  const browser: Browser = await chromium.launch({
    executablePath: ensureChromium() ?? '',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  const complaints: string[] = []
  return {
    complaints,
    page: async (options) => {
      const context = await browser.newContext({
        locale: 'en-GB',
        timezoneId: 'Europe/Berlin',
        reducedMotion: 'reduce',
        ...options,
      })
      await context.addInitScript(axe)
      const page = await context.newPage()
      await page.clock.setFixedTime(NOW)
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      await page.goto(server.url)
      await page.waitForFunction(() => 'showScene' in globalThis)
      return page
    },
    close: async () => {
      await browser.close()
      await server.close()
    },
  }
}

/** Shows a scene from its beginning. */
export const show = async (page: Page, scene: SceneName): Promise<void> => {
  await page.evaluate((name) => globalThis.showScene(name), scene)
  await page.locator('h1').first().waitFor()
}

/** The commands that the screens asked for, by name. */
export const asked = (page: Page, name: string): Promise<unknown[]> =>
  page.evaluate(
    (wanted) => globalThis.gallery.asked.filter((each) => each.name === wanted).map(({ params }) => params),
    name,
  )

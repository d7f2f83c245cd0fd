import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureChromium } from '../../tools/browser.mjs'
import { NOW } from '../ui/gallery/people'
import { PICTURES, type Picture } from '../ui/gallery/pictures'
import { serveGallery } from '../ui/gallery/serve'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const VIEWS = [360, 1100].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, height: width === 360 ? 640 : 760, colorScheme })),
)

// `HEARTH_SHOTS=folder` keeps the pictures, for people to look at.
const shots = process.env.HEARTH_SHOTS

let gallery: Awaited<ReturnType<typeof serveGallery>>
let browser: Browser
const contexts: { name: string; context: BrowserContext; page: Page }[] = []
const complaints: string[] = []

beforeAll(async () => {
  gallery = await serveGallery()
  browser = await chromium.launch({
    executablePath: ensureChromium() ?? '',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  for (const { width, height, colorScheme } of VIEWS) {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme,
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      reducedMotion: 'reduce',
    })
    await context.addInitScript(axe)
    const page = await context.newPage()
    await page.clock.setFixedTime(NOW)
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    await page.goto(gallery.url)
    await page.waitForFunction(() => 'showScene' in globalThis)
    contexts.push({ name: `${width}-${colorScheme}`, context, page })
  }
  if (shots) mkdirSync(shots, { recursive: true })
})

afterAll(async () => {
  await browser?.close()
  await gallery?.close()
})

const show = async (page: Page, { scene, steps }: Picture) => {
  await page.evaluate((name) => globalThis.showScene(name), scene)
  await page.locator('h1').first().waitFor()
  await steps?.(page)
}

interface Violation {
  id: string
  nodes: { html: string; failureSummary: string }[]
}

const violations = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }
    const found = await axe.run()
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary.slice(0, 300)}`),
    )
  })

/** What sticks out of the window, or out of a box that should hold it. */
const overflowing = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const scrollers = [document.documentElement, ...document.querySelectorAll('main, aside, [role=log], form, section')]
    return scrollers
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => `${element.tagName} ${element.scrollWidth} > ${element.clientWidth}`)
  })

describe('every screen, narrow and wide, light and dark', () => {
  it.each(Object.keys(PICTURES))('%s', async (name) => {
    const picture = PICTURES[name] as Picture
    await Promise.all(
      contexts.map(async ({ name: view, page }) => {
        await show(page, picture)
        if (shots) await page.screenshot({ path: `${shots}/${name}-${view}.png` })
        expect.soft(await violations(page), `${name} ${view}: axe`).toEqual([])
        expect.soft(await overflowing(page), `${name} ${view}: too wide`).toEqual([])
      }),
    )
    expect(complaints.splice(0)).toEqual([])
  })
})

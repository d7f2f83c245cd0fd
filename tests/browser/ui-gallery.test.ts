import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OpenGallery, openGallery, show } from '../ui/gallery/open'
import { PICTURES, type Picture } from '../ui/gallery/pictures'

const VIEWS = [360, 1100].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, height: width === 360 ? 640 : 760, colorScheme })),
)

// `HEARTH_SHOTS=folder` keeps the pictures, for people to look at.
const shots = process.env.HEARTH_SHOTS

let gallery: OpenGallery
let pages: { view: string; page: Page }[]

beforeAll(async () => {
  gallery = await openGallery()
  const sizes = VIEWS.map(async ({ width, height, colorScheme }) => ({
    view: `${width}-${colorScheme}`,
    page: await gallery.page({ viewport: { width, height }, colorScheme }),
  }))
  pages = await Promise.all(sizes)
  if (shots) mkdirSync(shots, { recursive: true })
})

afterAll(() => gallery?.close())

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

/** How far the whole document can be scrolled where its places stand still and only what is between them scrolls. */
const slides = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { scrollHeight, clientHeight } = document.documentElement
    return document.querySelector('nav') === null ? 0 : scrollHeight - clientHeight
  })

describe('every screen, narrow and wide, light and dark', () => {
  it.each(Object.keys(PICTURES))('%s', async (name) => {
    const picture = PICTURES[name] as Picture
    await Promise.all(
      pages.map(async ({ view, page }) => {
        await show(page, picture.scene)
        await picture.steps?.(page)
        if (shots) await page.screenshot({ path: `${shots}/${name}-${view}.png` })
        expect.soft((await violations(page)).join('\n'), `${name} ${view}: axe`).toBe('')
        expect.soft((await overflowing(page)).join('\n'), `${name} ${view}: too wide`).toBe('')
        expect.soft(await slides(page), `${name} ${view}: slides off the page`).toBe(0)
      }),
    )
    expect(gallery.complaints.splice(0)).toEqual([])
  })
})

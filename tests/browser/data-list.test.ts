import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { asked, type OpenGallery, openGallery, show } from '../ui/gallery/open'

let gallery: OpenGallery
let page: Page

beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(() => gallery?.close())
beforeEach(async () => {
  page = await gallery.page({ viewport: { width: 360, height: 640 } })
  return async () => {
    await page.context().close()
    expect(gallery.complaints.splice(0)).toEqual([])
  }
})

const list = () => page.getByRole('list', { name: 'Items' })
const button = (name: string) => page.getByRole('button', { name, exact: true })
const scrolled = () => list().evaluate((element) => element.parentElement?.scrollTop ?? -1)

describe('a hundred thousand items', () => {
  beforeEach(() => show(page, 'data-many'))

  it('are in the page only where they are in sight, and say which of how many they are', async () => {
    await list().getByText('Contact number 1', { exact: true }).waitFor()
    await list().evaluate((element) => element.parentElement?.scrollTo(0, 2_400_000))
    const row = list().getByRole('listitem').filter({ hasText: 'number 50003' })
    await row.waitFor()
    expect(await row.getAttribute('aria-posinset')).toBe('50003')
    expect(await row.getAttribute('aria-setsize')).toBe('100000')
    expect(await list().getByRole('listitem').count()).toBeLessThan(40)
  })

  it('stand where they were left when one comes back to them', async () => {
    await list().evaluate((element) => element.parentElement?.scrollTo(0, 480_000))
    await list()
      .getByRole('link', { name: /number 10003/ })
      .click()
    await button('Edit').waitFor()
    await button('Back').click()
    await list()
      .getByRole('link', { name: /number 10003/ })
      .waitFor()
    expect(await scrolled()).toBe(480_000)
  })

  it('begin at the top again when something else is looked for', async () => {
    await list().evaluate((element) => element.parentElement?.scrollTo(0, 480_000))
    await list()
      .getByRole('link', { name: /number 10003/ })
      .waitFor()
    await page.getByRole('searchbox', { name: 'Search your data' }).fill('number')
    await expect.poll(scrolled).toBe(0)
    await list().getByText('Contact number 1', { exact: true }).waitFor()
  })
})

describe('saving', () => {
  /** The agent keeps the edit and dies before it says so; asked again, it says that something changed. */
  const dieAfterSaving = () =>
    page.evaluate(() => {
      const { ask } = globalThis.gallery
      let times = 0
      globalThis.gallery.ask = async (name, params) => {
        const answer = await ask(name, params)
        if (name !== 'saveItem') return answer
        if (++times > 1) return globalThis.failWith('changed-since')
        const { id, draft } = params as { id: string; draft: object }
        const { views } = globalThis.gallery.world
        const before = views?.item?.({ id: id as never })?.item
        const item = before && { ...before, ...draft, rev: before.rev + 1 }
        globalThis.gallery.change({ views: { ...views, item: () => ({ item: item ?? null, undo: null }) } })
        return globalThis.failWith('interrupted')
      }
    })

  it('is done where the agent kept it and died before it said so', async () => {
    await show(page, 'data-item')
    await button('Edit').click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Once')
    await dieAfterSaving()
    await button('Save').click()
    await page.getByRole('heading', { name: 'Once' }).waitFor()
    await button('Edit').waitFor()
    expect(await asked(page, 'saveItem')).toHaveLength(2)
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('asks before what was written is left, even by the key after the last letter', async () => {
    await show(page, 'data-item')
    await button('Edit').click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).press('x')
    await page.keyboard.press('Escape')
    await page.getByRole('alertdialog', { name: 'Leave without saving?' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    await button('Save').waitFor()
  })
})

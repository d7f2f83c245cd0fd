import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ImportId, ItemId } from '../../lib/contract/ids'
import type { Draft, Imported } from '../../lib/contract/item'
import type { ChaosPage } from '../chaos/page'
import {
  add,
  anna,
  apart,
  beginMerge,
  beginUndo,
  contact,
  type Evaluates,
  listed,
  merged,
  script,
  settle,
  stateOf,
  unlock,
} from './data-tools/contacts'
import { type Chromium, launchChromium } from './harness/chromium'
import { type Firefox, launchFirefox } from './harness/firefox'
import { click, shows } from './harness/firefox-hands'
import { button } from './harness/people'

declare const chaosPage: ChaosPage

describe('charts, timeline and queries in Chromium', () => {
  let browser: Chromium
  let page: Page
  beforeAll(async () => {
    browser = await launchChromium()
    page = await browser.panel('home')
    await page.evaluate(script)
    await settle(page)
    await page.evaluate(async () => {
      const id = crypto.randomUUID().replaceAll('-', '') as ImportId
      const items = Array.from({ length: 400 }, (_, n): Imported => {
        const date = new Date(2026, 2, 12 - n).toLocaleDateString('sv')
        const fields = { measuredProperty: 'Steps', unitText: 'count', value: 8_120 + n, startTime: `${date}T12:00` }
        return { type: 'Measurement', fields, tags: [], key: `k${n}`, version: '1' }
      })
      await chaosPage.ask('startImport', { id, name: 'steps.csv', format: 'csv' })
      await chaosPage.ask('addToImport', { id, batch: 0, items, problems: [], unread: 0 })
      await chaosPage.ask('finishImport', { id })
    })
    await add(page, [
      { type: 'Note', fields: { name: 'Bread, the slow way', dateCreated: '2026-03-05' }, tags: ['=kitchen'] },
      {
        type: 'Trip',
        fields: { name: 'Round the lake', startTime: '2026-03-01T10:00', distance: 12_400 },
        tags: ['outside'],
      },
    ])
  })
  afterAll(() => browser?.close())
  const open = (tool: string) => page.evaluate((hash) => location.assign(hash), `#data/${tool}`)

  it('draws what was measured, and says each point by keyboard alone', async () => {
    await open('charts')
    const title = button(page.getByRole('list', { name: 'Charts' }), 'Steps')
    await title.focus()
    await page.keyboard.press('Enter')
    const slider = page.getByRole('slider', { name: 'Steps' })
    await slider.focus()
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/12.*: 8,120 steps$/)
    await page.keyboard.press('ArrowLeft')
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/11.*: 8,121 steps$/)
    await page.keyboard.press('Home')
    expect(await slider.getAttribute('aria-valuenow')).toBe('0')
    await page.getByRole('radio', { name: 'Week', exact: true }).check()
    await page.getByText('Show numbers').click()
    await page.getByRole('table', { name: 'Steps' }).waitFor()
    expect(await page.getByRole('table', { name: 'Steps' }).getByRole('row').count()).toBe(8)
    expect(await page.getByRole('img', { name: /^Steps .*steps in all/ }).count()).toBe(1)
  })

  it('shows what happened by month and day', async () => {
    await open('timeline')
    const main = page.getByRole('main')
    await button(page, /^March 2026: 14$/).click()
    await main.getByText('14 items', { exact: true }).waitFor()
    await page.getByRole('searchbox', { name: 'Search the timeline' }).fill('bread')
    await main.getByText('1 item', { exact: true }).waitFor()
    await main.getByRole('link', { name: /Bread, the slow way/ }).waitFor()
    await page.getByRole('searchbox', { name: 'Search the timeline' }).fill('')
    await main.getByText('14 items', { exact: true }).waitFor()
    await page.getByRole('combobox', { name: 'Type of items' }).selectOption('Trip')
    await main.getByText('1 item', { exact: true }).waitFor()
    await main.getByRole('link', { name: /Round the lake/ }).waitFor()
    expect(await main.getByRole('link', { name: /Steps/ }).count()).toBe(0)
  })

  it('counts and adds up, and never lets a tag become a formula', async () => {
    await open('query')
    const table = page.getByRole('table', { name: 'Number of items' })
    await table.waitFor()
    expect(await table.getByRole('row').allTextContents()).toEqual([
      'TypeNumber of items',
      'Measurement400',
      'Note1',
      'Trip1',
    ])
    await page.getByRole('combobox', { name: 'by', exact: true }).selectOption('tag')
    await table.getByRole('row', { name: '#=kitchen' }).waitFor()
    await page.evaluate(() => {
      navigator.clipboard.writeText = async (text) => {
        document.title = text
      }
    })
    await button(page, 'Copy as CSV').click()
    await page.waitForFunction(() => document.title.startsWith('Tag,'))
    expect(await page.title()).toBe('Tag,Number of items #=kitchen,1 #outside,1')
    await page.getByRole('combobox', { name: 'in', exact: true }).selectOption('Measurement')
    await page.getByRole('combobox', { name: 'Show', exact: true }).selectOption('most')
    await page.getByRole('combobox', { name: 'measured', exact: true }).selectOption({ label: 'Steps' })
    await page.getByRole('combobox', { name: 'by', exact: true }).selectOption('all')
    await page.getByText('8,519', { exact: true }).waitFor()
    expect(page.url()).not.toMatch(/Steps|8519/)
  })

  it('merges by keyboard alone, keeps people apart, and undoes', async () => {
    const ids = await add(page, anna())
    const [first] = await add(page, [contact('Bob Marsh', { telephone: listed('0151 1234567') })])
    await add(page, [contact('Robert Marsh', { telephone: listed('+49 151 1234567') })])
    await open('duplicates')
    await page.getByRole('heading', { name: /^One person\? Anna Muller/ }).waitFor()
    await page.getByRole('radio', { name: 'Muller, Anna' }).focus()
    await page.keyboard.press('Space')
    await button(page, 'Merge').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: 'Muller, Anna is one contact now' }).waitFor()
    expect(await stateOf(page, ids)).toBe('merged')
    await page.getByRole('heading', { name: /Marsh/ }).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toMatch(/^One person\? Bob Marsh/)
    await button(page, 'Undo').click()
    await page.getByRole('status').filter({ hasText: 'They are as they were.' }).waitFor()
    expect(await stateOf(page, ids)).toBe('apart')
    await button(page, 'Skip').click()
    await button(page, 'These are different people').click()
    await page.getByText('That was all of them').waitFor()
    await open('charts')
    await open('duplicates')
    await page.getByText('1 of 1').waitFor()
    expect((await page.evaluate((id) => chaosPage.look('item', { id }), first as ItemId))?.item?.rev).toBe(1)
  })

  it('merges once from the screen though the worker is stopped in between', async () => {
    await open('charts')
    await open('duplicates')
    await button(page, 'Merge').waitFor()
    await Promise.all([button(page, 'Merge').click(), browser.stopWorker()])
    await page.getByRole('status').filter({ hasText: 'is one contact now' }).waitFor()
    await button(page, 'Undo').waitFor()
    await Promise.all([button(page, 'Undo').click(), browser.stopWorker()])
    await page.getByRole('status').filter({ hasText: 'They are as they were.' }).waitFor()
    await button(page, 'Merge').waitFor()
  })
})

describe('a merge and its undoing, broken off in Chromium', () => {
  const profileDir = mkdtempSync(join(tmpdir(), 'hearth-merge-'))
  afterAll(() => rmSync(profileDir, { recursive: true, force: true }))

  it('leave what was before or what is after', async () => {
    let browser = await launchChromium({ profileDir })
    let page = await browser.panel('home')
    await page.evaluate(script)
    await settle(page)
    const ids = await add(page, anna())
    for (let round = 0; round < 4; round++) {
      const end = async () => {
        if (round % 2 === 0) return browser.stopWorker()
        await browser.kill()
        browser = await launchChromium({ profileDir })
        page = await browser.panel('home')
        await page.evaluate(script)
        await unlock(page)
      }
      await beginMerge(page, ids)
      await end()
      expect(['apart', 'merged']).toContain(await stateOf(page, ids))
      if ((await stateOf(page, ids)) === 'apart') await beginMerge(page, ids)
      const change = await merged(page, ids)
      await beginUndo(page, change)
      await end()
      expect(['apart', 'merged']).toContain(await stateOf(page, ids))
      await beginUndo(page, change)
      await apart(page, ids)
      expect(await stateOf(page, ids)).toBe('apart')
    }
    await browser.close()
  })
})

type FirefoxPage = Awaited<ReturnType<Firefox['open']>>

/** The same for the other driver. */
const asked = (page: FirefoxPage): Evaluates => ({
  evaluate: (work, argument) => page.evaluate(work as never, argument as never) as never,
})

describe('in Firefox', () => {
  const profileDir = mkdtempSync(join(tmpdir(), 'hearth-merge-'))
  let firefox: Firefox | undefined
  afterAll(async () => {
    await firefox?.close()
    rmSync(profileDir, { recursive: true, force: true })
  })
  const press = (page: FirefoxPage, name: string) => click(page, 'button', name)

  it('the screens draw, count and merge, and a killed browser leaves before or after', async () => {
    firefox = await launchFirefox({ profileDir })
    let page = await firefox.open('home.html')
    await page.evaluate(script)
    await settle(asked(page))
    const weight = (value: number, startTime: string): Draft => ({
      type: 'Measurement',
      fields: { measuredProperty: 'Weight', unitText: 'kg', value, startTime },
      tags: [],
    })
    const ids = await add(asked(page), [...anna(), weight(74.2, '2026-03-01'), weight(71.4, '2026-03-12')])
    const open = (tool: string) => page.evaluate((hash) => location.assign(hash), `#data/${tool}`)
    await open('charts')
    await shows(page, '2.8 kg less than on')
    await press(page, 'Weight')
    const slider = await page.waitForSelector('[role=slider]')
    await slider?.focus()
    await page.keyboard.press('ArrowLeft')
    expect(await slider?.evaluate((element) => element.getAttribute('aria-valuetext'))).toMatch(/: 74\.2 kg$/)
    await open('timeline')
    await shows(page, '4 items in 2026')
    await open('query')
    await shows(page, 'Copy as CSV')
    await open('duplicates')
    await press(page, 'Merge')
    await shows(page, 'is one contact now')
    await press(page, 'Undo')
    await shows(page, 'They are as they were.')
    expect(await stateOf(asked(page), ids)).toBe('apart')
    expect(firefox.complaints).toEqual([])
    const kill = async () => {
      await firefox?.kill()
      // Its driver goes on tidying the profile for a moment after the end.
      firefox = await vi.waitFor(() => launchFirefox({ profileDir }), { timeout: 60_000, interval: 100 })
      page = await firefox.open('home.html')
      await page.evaluate(script)
      await unlock(asked(page))
      expect(['apart', 'merged']).toContain(await stateOf(asked(page), ids))
    }
    await beginMerge(asked(page), ids)
    await kill()
    if ((await stateOf(asked(page), ids)) === 'apart') await beginMerge(asked(page), ids)
    await beginUndo(asked(page), await merged(asked(page), ids))
    await kill()
  })
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ItemId } from '../../lib/contract/ids'
import { type Chromium, launchChromium } from './harness/chromium'
import * as people from './harness/people'
import { PASSPHRASE } from './harness/person'
import {
  ADDRESS,
  answer,
  ask,
  badge,
  keep,
  openPrompt,
  promptOf,
  type Sites,
  serveSites,
  steps,
  visit,
} from './harness/visits'

// Requests of sites in a browser that stops, starts anew, closes tabs and shows others, at the worst moments.

const SHOP = 'https://shop.test'
const FITNESS = 'https://fitness.test'
const purpose = { text: 'A test' }
const QUERY = { type: 'PostalAddress', fields: ['name', 'address'] }
const PICK = { ...QUERY, purpose }
const descriptor = (duration: string) => ({ ...QUERY, name: 'data', access: ['read'], purpose, duration })

let sites: Sites
let profileDir: string
let browser: Chromium
let home: Page
let page: Page
let address: ItemId

const launch = () => launchChromium({ profileDir, args: sites.chromiumArgs })
const unlock = async () => {
  home = await browser.panel('home')
  await people.unlock(home, PASSPHRASE)
}

beforeAll(async () => {
  sites = await serveSites()
  profileDir = mkdtempSync(join(tmpdir(), 'hearth-profile-'))
  browser = await launch()
  home = await browser.panel('home')
  await people.becomeSomeone(home, 'Alice', PASSPHRASE)
  address = await keep(home, 'PostalAddress', ADDRESS)
  await keep(home, 'Measurement', steps(5_000, '2026-11-18'))
})
afterEach(async () => {
  if (page && !page.isClosed()) await page.close()
})
afterAll(async () => {
  await browser?.close()
  sites?.close()
  rmSync(profileDir, { recursive: true, force: true })
})

const open = async (origin: string) => {
  page = await visit(browser, origin)
}
/** Asks, without waiting for the answer. */
const asking = (method: string, params: unknown) => {
  const answered = ask(page, method, params)
  answered.catch(() => undefined)
  return answered
}
const measurements = async () => {
  await keep(home, 'Note', { name: 'Only so that the panel speaks' })
  return home.evaluate(async () => {
    const { value } = await bench.until(
      'items',
      { filter: { type: 'Measurement' }, order: 'newest', offset: 0, limit: 50 },
      (view) => view !== null,
    )
    return value?.total
  })
}

describe('the worker is stopped', () => {
  it('between the request and the answer: the same question is shown, and its answer arrives', async () => {
    await open(SHOP)
    const picked = asking('data_pick', PICK)
    await promptOf(browser, SHOP)
    await browser.stopWorker()
    const window = await promptOf(browser, SHOP)
    await answer(window, 'Allow')
    expect(await picked).toMatchObject({ result: { records: [{ name: ADDRESS.name }] } })
  })

  it('between Allow and the delivery: what was allowed is done once, and delivered', async () => {
    await open(FITNESS)
    // Nothing of the page reaches the agent while it is held: so the answer finds nobody.
    await page.evaluate(`(() => {
      const { runtime } = chrome
      const send = runtime.sendMessage.bind(runtime)
      let held = null
      globalThis.hold = () => { held = [] }
      globalThis.release = () => { const all = held; held = null; for (const go of all) go() }
      runtime.sendMessage = (...args) => (held ? void held.push(() => send(...args)) : send(...args))
    })()`)
    const before = (await measurements()) ?? 0
    await page.bringToFront()
    const records = [steps(4_000, '2026-11-19')]
    const put = asking('data_put', { type: 'Measurement', records, purpose })
    await promptOf(browser, FITNESS)
    await page.evaluate('hold()')
    await browser.stopWorker()
    await answer(await promptOf(browser, FITNESS), 'Allow')
    await browser.stopWorker()
    await page.evaluate('release()')
    expect(await put).toMatchObject({ result: { records: [{ id: expect.any(String) }] } })
    expect(await measurements()).toBe(before + 1)
  })

  it('while a page listens: it hears of changes all the same', async () => {
    await open(SHOP)
    await people.button(page, 'Remember it for 30 days').click()
    await answer(await promptOf(browser, SHOP), 'Allow')
    await page.getByText('as you allowed until').waitFor()
    await browser.stopWorker()
    await keep(home, 'PostalAddress', { name: 'Maxi Müller' }, address)
    await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('Maxi Müller')
    await people.button(await toSites(), /^Revoke .*shop\.test: Read/).click()
    await page.getByText('This page has forgotten your address.').waitFor()
  })
})

const toSites = async () => {
  await home.goto(`${browser.origin}home.html#sites`)
  return home
}

describe('tabs', () => {
  it('that are closed take their questions with them', async () => {
    await open(SHOP)
    void asking('data_pick', PICK)
    const window = await promptOf(browser, SHOP)
    await page.close()
    await expect.poll(() => window.isClosed() || window.getByRole('button', { name: 'Allow' }).count()).not.toBe(1)
    await open(SHOP)
    expect(await badge(browser)).toBe('')
  })

  it('that go elsewhere do, too', async () => {
    await open(SHOP)
    void asking('data_pick', PICK)
    const window = await promptOf(browser, SHOP)
    await page.goto('https://elsewhere.test/')
    await expect.poll(() => window.isClosed() || window.getByRole('button', { name: 'Allow' }).count()).not.toBe(1)
  })

  it('that nobody looks at wait, and are counted', async () => {
    await open(SHOP)
    const front = await visit(browser, 'https://front.test')
    const picked = asking('data_pick', PICK)
    await expect.poll(() => badge(browser)).toBe('1')
    expect(openPrompt(browser)).toBeUndefined()
    await page.bringToFront()
    await answer(await promptOf(browser, SHOP), 'Allow')
    expect((await picked).result.records).toHaveLength(1)
    await expect.poll(() => badge(browser)).toBe('')
    await front.close()
  })

  it('end what was given for as long as they are open', async () => {
    await open(SHOP)
    const asked = asking('permissions_request', [descriptor('tab')])
    await answer(await promptOf(browser, SHOP), 'Allow')
    expect((await asked).result).toHaveLength(1)
    expect((await ask(page, 'data_query', QUERY)).result.records).toBeDefined()
    await page.goto('https://elsewhere.test/')
    await ask(page, 'agent_getInfo')
    await page.goto(SHOP)
    expect((await ask(page, 'data_query', QUERY)).error).toMatchObject({ code: 4100 })
  })

  it('whose window is closed over one question are denied that one; the next waits, counted, until they are looked at', async () => {
    await open(SHOP)
    const first = asking('data_pick', PICK)
    const window = await promptOf(browser, SHOP)
    const second = asking('data_pick', { ...PICK, fields: ['name'] })
    await window.getByText('1 of 2').waitFor()
    await window.close()
    expect((await first).error).toMatchObject({ code: 4001, name: 'NotAllowedError' })
    await expect.poll(() => badge(browser)).toBe('1')
    expect(openPrompt(browser)).toBeUndefined()
    // A person looks longer at another tab than a test does: until it was seen, it is looked at again.
    const isLookedAt = async () => {
      if (openPrompt(browser)) return true
      await home.bringToFront()
      await badge(browser)
      await page.bringToFront()
      return false
    }
    await expect.poll(isLookedAt, { interval: 500, timeout: 20_000 }).toBe(true)
    await answer(await promptOf(browser, SHOP), 'Allow')
    expect((await second).result.records).toHaveLength(1)
  })

  it('get one answer for the same question asked twice', async () => {
    await open(SHOP)
    const both = [asking('data_pick', PICK), asking('data_pick', PICK)]
    await answer(await promptOf(browser, SHOP), 'Allow')
    const [first, second] = await Promise.all(both)
    expect(first?.result).toEqual(second?.result)
    await expect.poll(() => openPrompt(browser)).toBeUndefined()
  })
})

describe('locked', () => {
  it('nothing is shown or counted; what waits is shown after unlocking', async () => {
    await people.lock(await toSites())
    await open(SHOP)
    const picked = asking('data_pick', PICK)
    expect((await ask(page, 'data_query', QUERY)).error).toMatchObject({ code: 4100 })
    expect((await ask(page, 'permissions_query')).result).toEqual([])
    expect((await ask(page, 'receipts_list')).result).toEqual([])
    expect(openPrompt(browser)).toBeUndefined()
    expect(await badge(browser)).toBe('')
    await people.unlock(home, PASSPHRASE)
    await page.bringToFront()
    await answer(await promptOf(browser, SHOP), 'Allow')
    expect((await picked).result.records).toHaveLength(1)
  })
})

describe('the browser is started anew', () => {
  it('with grants that live on, and without those of tabs', async () => {
    await open(SHOP)
    for (const [duration, type] of [
      ['P30D', 'PostalAddress'],
      ['tab', 'Measurement'],
    ] as const) {
      const fields = type === 'Measurement' ? ['value'] : QUERY.fields
      const asked = asking('permissions_request', [{ ...descriptor(duration), type, fields }])
      await answer(await promptOf(browser, SHOP), 'Allow')
      expect((await asked).result).toHaveLength(1)
    }
    const before = (await ask(page, 'data_query', QUERY)).result.records
    await browser.close()
    browser = await launch()
    await open(SHOP)
    expect((await ask(page, 'data_query', QUERY)).error).toMatchObject({ code: 4100 })
    await unlock()
    await page.bringToFront()
    // Ids are of the origin, not of the session.
    await expect.poll(async () => (await ask(page, 'data_query', QUERY)).result?.records).toEqual(before)
    const other = { type: 'Measurement', fields: ['value'] }
    expect((await ask(page, 'data_query', other)).error).toMatchObject({ code: 4100 })
  })
})

describe('refusals', () => {
  const PUSHY = 'https://pushy.test'

  it('three in a row mute a site, which is told no more than before; the person can undo it', async () => {
    await open(PUSHY)
    // Of all waits the shortest.
    await (await browser.worker()).evaluate('void (Math.random = () => 0)')
    const refused = []
    for (let n = 0; n < 3; n++) {
      const asked = asking('data_pick', PICK)
      await answer(await promptOf(browser, PUSHY), 'Deny')
      refused.push((await asked).error)
    }
    const muted = await ask(page, 'data_pick', PICK)
    expect(openPrompt(browser)).toBeUndefined()
    expect(new Set([...refused, muted.error].map((error) => JSON.stringify(error))).size).toBe(1)
    expect(muted.error).toMatchObject({ code: 4001, name: 'NotAllowedError' })
    expect(muted.ms).toBeGreaterThan(1_900)
    await people.button(await toSites(), /^Unmute .*pushy\.test/).click()
    await page.bringToFront()
    const again = asking('data_pick', PICK)
    await answer(await promptOf(browser, PUSHY), 'Deny and mute')
    expect((await again).error).toMatchObject({ code: 4001 })
    const late = await ask(page, 'data_pick', PICK)
    expect(late.error).toEqual(muted.error)
    expect(openPrompt(browser)).toBeUndefined()
  })
})

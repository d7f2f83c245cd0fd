import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Chromium, launchChromium } from './harness/chromium'
import * as people from './harness/people'

const PASSPHRASE = 'kettle orbit velvet canyon mosaic'

/** Everything in one of the extension's storage areas, as its worker sees it. */
const stored = async (browser: Chromium, area: 'session' | 'local' | 'sync'): Promise<Record<string, unknown>> =>
  (await browser.worker()).evaluate(`chrome.storage.${area}.get(null)`)

const unlockAsked = (page: Page) => page.getByRole('button', { name: 'Unlock', exact: true }).waitFor()

describe('the unlocked key', () => {
  let profileDir: string
  let browser: Chromium
  let page: Page

  beforeEach(async () => {
    profileDir = mkdtempSync(join(tmpdir(), 'hearth-key-'))
    browser = await launchChromium({ profileDir })
    page = await browser.panel('home')
    await people.becomeSomeone(page, 'Alice', PASSPHRASE)
  })
  afterEach(async () => {
    await browser.close()
    rmSync(profileDir, { recursive: true, force: true })
  })

  it('is all that the session keeps while the vault is open, and nothing after locking', async () => {
    const kept = Object.values(await stored(browser, 'session'))
    expect(kept).toEqual([expect.stringMatching(/^[\w+/-]{43}=?$/)])
    await people.lock(page)
    expect(await stored(browser, 'session')).toEqual({})
    await people.unlock(page, PASSPHRASE)
    expect(Object.values(await stored(browser, 'session'))).toEqual(kept)
    expect([await stored(browser, 'local'), await stored(browser, 'sync')]).toEqual([{}, {}])
  })

  it('outlives the worker', async () => {
    await browser.stopWorker()
    await page.reload()
    await page.getByRole('navigation', { name: 'Hearth' }).waitFor()
  })

  it.each(['close', 'kill'] as const)('is gone after the browser was left by %s', async (how) => {
    await browser[how]()
    browser = await launchChromium({ profileDir })
    page = await browser.panel('home')
    await unlockAsked(page)
    expect(await stored(browser, 'session')).toEqual({})
  })
})

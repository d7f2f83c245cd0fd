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

/** What stays there without the key: which tabs showed what since when, what waits, hashes of who is muted, a name of this session. */
const BESIDE = ['asks', 'mutes', 'prompt', 'session', 'tabs']

/** The key, if it is there, after a look at what else is. */
const keyIn = async (browser: Chromium): Promise<unknown> => {
  const { 'vault-key': key, ...others } = await stored(browser, 'session')
  expect(BESIDE).toEqual(expect.arrayContaining(Object.keys(others)))
  if (key !== undefined) expect(JSON.stringify(others)).not.toContain(key)
  return key
}

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

  it('is kept by the session while the vault is open, and is not after locking', async () => {
    const key = await keyIn(browser)
    expect(key).toMatch(/^[\w+/-]{43}=?$/)
    await people.lock(page)
    expect(await keyIn(browser)).toBeUndefined()
    expect(JSON.stringify(await stored(browser, 'session'))).not.toContain(key)
    await people.unlock(page, PASSPHRASE)
    expect(await keyIn(browser)).toBe(key)
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
    expect(await keyIn(browser)).toBeUndefined()
  })
})

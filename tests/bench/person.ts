import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { type Chromium, launchChromium } from '../browser/harness/chromium.ts'
import * as people from '../browser/harness/people.ts'
import { settleIn } from './meeting.ts'
import { install } from './page.ts'

export interface Person {
  name: string
  passphrase: string
  browser: Chromium
  page: Page
  leave(): Promise<void>
}

/** Somebody in a new browser, with the vault open and the bench in the page. */
export const arrive = async (name: string): Promise<Person> => {
  const profileDir = mkdtempSync(join(tmpdir(), 'hearth-bench-'))
  const browser = await launchChromium({ profileDir })
  const page = await browser.panel('home')
  const passphrase = 'kettle orbit velvet canyon mosaic'
  await people.becomeSomeone(page, name, passphrase)
  await install(page)
  const leave = async () => {
    await browser.close()
    rmSync(profileDir, { recursive: true, force: true })
  }
  return { name, passphrase, browser, page, leave }
}

/** Makes somebody else live in the same browser: nothing is left of the one before. */
export const settle = async ({ name, passphrase, browser, page }: Person): Promise<void> => {
  await people.lock(page)
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.deleteDatabase('hearth').onsuccess = resolve
      }),
  )
  await page.goto('about:blank')
  await browser.stopWorker()
  await page.goto(`${browser.origin}home.html`)
  await install(page)
  await settleIn(page, { name, passphrase, routers: { kind: 'none' }, relays: [] })
}

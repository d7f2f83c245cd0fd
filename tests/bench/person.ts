import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { type Chromium, launchChromium } from '../browser/harness/chromium.ts'
import { settleIn } from './meeting.ts'
import { install } from './page.ts'

export interface Person {
  name: string
  passphrase: string
  browser: Chromium
  page: Page
  leave(): Promise<void>
}

const PASSPHRASE = 'kettle orbit velvet canyon mosaic'

/** Somebody in a new browser, with the vault open and the bench in the page; with relays, or only by hand. */
export const arrive = async (name: string, relays: string[] = []): Promise<Person> => {
  const profileDir = mkdtempSync(join(tmpdir(), 'hearth-bench-'))
  const browser = await launchChromium({ profileDir })
  const page = await browser.panel('home')
  await install(page)
  await settleIn(page, { name, passphrase: PASSPHRASE, routers: { kind: 'none' }, relays })
  const person: Person = {
    name,
    passphrase: PASSPHRASE,
    browser,
    page,
    leave: async () => {
      await person.browser.close()
      rmSync(profileDir, { recursive: true, force: true })
    },
  }
  return person
}

/** Their browser is killed and comes back, locked; `meanwhile` something else may happen. */
export const restart = async (person: Person, meanwhile: () => Promise<unknown>): Promise<void> => {
  const { profileDir } = person.browser
  await person.browser.kill()
  const [browser] = await Promise.all([launchChromium({ profileDir }), meanwhile()])
  Object.assign(person, { browser, page: await browser.panel('home') })
  await install(person.page)
}

/** Makes somebody else live in the same browser: nothing is left of the one before. */
export const settle = async ({ name, passphrase, browser, page }: Person, relays: string[] = []): Promise<void> => {
  await page.evaluate(() => bench.ask('lock', {}))
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
  await settleIn(page, { name, passphrase, routers: { kind: 'none' }, relays })
}

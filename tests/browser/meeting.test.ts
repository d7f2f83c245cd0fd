import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Chromium, launchChromium } from './harness/chromium'
import * as people from './harness/people'

const PASSPHRASE = { Alice: 'kettle orbit velvet canyon mosaic', Bob: 'lantern pebble acorn violin harbour' }

interface Person {
  name: 'Alice' | 'Bob'
  profileDir: string
  browser: Chromium
  page: Page
}

describe('two people in two browsers', () => {
  let alice: Person
  let bob: Person

  const arrive = async (name: 'Alice' | 'Bob'): Promise<Person> => {
    const profileDir = mkdtempSync(join(tmpdir(), `hearth-${name}-`))
    const browser = await launchChromium({ profileDir })
    const page = await browser.panel('home')
    await people.becomeSomeone(page, name, PASSPHRASE[name])
    return { name, profileDir, browser, page }
  }
  const leave = async ({ browser, profileDir }: Person) => {
    await browser.close()
    rmSync(profileDir, { recursive: true, force: true })
  }

  beforeEach(async () => {
    ;[alice, bob] = await Promise.all([arrive('Alice'), arrive('Bob')])
  })
  afterEach(() => Promise.all([leave(alice), leave(bob)]))

  it('meet, talk both ways, and see it in every panel', async () => {
    await people.connectTwo(alice, bob)
    await people.say(alice.page, 'Hello Bob\nsecond line')
    await people.sees(bob.page, 'second line')
    await people.sees(alice.page, 'second line', 'delivered')
    const popup = await alice.browser.panel('popup', 'chats', { width: 380, height: 600 })
    await people.openConversation(popup, 'Bob')
    await people.say(bob.page, 'to both of your windows')
    await people.sees(alice.page, 'to both of your windows')
    await people.sees(popup, 'to both of your windows')
    await people.say(popup, 'from the small one')
    await people.sees(bob.page, 'from the small one')
    await people.sees(alice.page, 'from the small one', 'delivered')
  })

  it('go on talking when the worker was stopped', async () => {
    await people.connectTwo(alice, bob)
    await bob.browser.stopWorker()
    await people.say(alice.page, 'are you still there')
    await people.sees(bob.page, 'are you still there')
    await people.sees(alice.page, 'are you still there', 'delivered')
    await people.say(bob.page, 'always')
    await people.sees(alice.page, 'always')
  })

  it('lose nothing when a browser is killed, and a sealed text each way connects them again', async () => {
    await people.connectTwo(alice, bob)
    await people.say(bob.page, 'before the power cut')
    await people.sees(alice.page, 'before the power cut')
    await bob.browser.kill()
    await people.say(alice.page, 'while you were away')
    await people.connectionIs(alice.page, 'not reachable now')
    expect(await people.message(alice.page, 'while you were away').innerText()).not.toContain('delivered')

    bob.browser = await launchChromium({ profileDir: bob.profileDir })
    bob.page = await bob.browser.panel('home', 'chats')
    await people.unlock(bob.page, PASSPHRASE.Bob)
    await people.openConversation(bob.page, 'Alice')
    await people.sees(bob.page, 'before the power cut')

    const there = await people.seal(alice.page, 'by mail')
    const opened = await bob.browser.panel('home', 'chats')
    await people.openSealed(opened, there)
    await people.sees(bob.page, 'while you were away')
    await people.sees(bob.page, 'by mail')
    const back = await people.seal(bob.page, 'by mail too')
    const openedBack = await alice.browser.panel('home', 'chats')
    await people.openSealed(openedBack, back)
    await people.sees(alice.page, 'by mail too')
    await Promise.all([people.isDirect(alice.page), people.isDirect(bob.page)])
    await people.say(alice.page, 'and live again')
    await people.sees(bob.page, 'and live again')
    for (const text of ['while you were away', 'by mail', 'and live again']) {
      await people.sees(alice.page, text, 'delivered')
    }
  })
})

describe('one person', () => {
  it('locks, is refused with a wrong passphrase, opens again', async () => {
    const browser = await launchChromium()
    const page = await browser.panel('home')
    await people.becomeSomeone(page, 'Alice', PASSPHRASE.Alice)
    const did = await people.identityOf(page)
    expect(did).toMatch(/^did:key:z6Mk/)
    await people.lock(page)
    await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(PASSPHRASE.Bob)
    await page.getByRole('button', { name: 'Unlock', exact: true }).click()
    await page.getByRole('alert').filter({ hasText: 'Wrong passphrase' }).waitFor()
    await people.unlock(page, PASSPHRASE.Alice)
    expect(await people.identityOf(page)).toBe(did)
    await browser.close()
  })

  it('comes back from twelve words on an empty profile', async () => {
    const first = await launchChromium()
    const page = await first.panel('home')
    const words = await people.becomeSomeone(page, 'Alice', PASSPHRASE.Alice)
    const did = await people.identityOf(page)
    await first.close()
    const second = await launchChromium()
    const again = await second.panel('home')
    await people.restore(again, words, 'Alice', PASSPHRASE.Bob)
    expect(await people.identityOf(again)).toBe(did)
    await second.close()
  })
})

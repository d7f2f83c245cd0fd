import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Chromium, launchChromium } from './harness/chromium'
import * as people from './harness/people'
import { button, textbox } from './harness/people'

const OLD = 'kettle orbit velvet canyon mosaic'
const NEW = 'lantern pebble acorn violin harbour'
const PANELS = ['home', 'popup', 'sidepanel'] as const

const alert = (page: Page, words: string | RegExp) => page.getByRole('alert').filter({ hasText: words })
const routers = (page: Page) => page.getByRole('radiogroup', { name: 'Finding a way through routers' })
const relays = (page: Page) => page.getByRole('radiogroup', { name: 'Finding each other again' })
const relayList = (page: Page) => page.getByRole('list', { name: 'Relays', exact: true })
const NINE = Array.from({ length: 9 }, (_, n) => `ws://127.0.0.1:${n + 1}`)
const NO_RELAYS = [
  [' ', /Write the address of a relay/],
  ['https://relay.hearth.invalid', /not the address of a relay/],
  ['wss://me:secret@relay.hearth.invalid', /not the address of a relay/],
  ['wss://relay.hearth.invalid\nnonsense', /not the address of a relay/],
  [NINE.join('\n'), /Eight relays are the most/],
] as const

const hearth = (page: Page) => page.getByRole('navigation', { name: 'Hearth' })
const place = (page: Page, name: string) => hearth(page).getByRole('link', { name, exact: true }).click()

const fillIn = async (page: Page, name: string, passphrase: string, repeated = passphrase) => {
  await textbox(page, 'Your name').fill(name)
  await textbox(page, 'Passphrase').fill(passphrase)
  await textbox(page, 'Repeat passphrase').fill(repeated)
}

// One person's life, in order: each test goes on where the one before it ended.
describe('somebody in one profile', () => {
  const profileDir = mkdtempSync(join(tmpdir(), 'hearth-first-run-'))
  let browser: Chromium
  let page: Page
  let words: string[]
  let did: string

  beforeAll(async () => {
    browser = await launchChromium({ profileDir })
  })
  afterAll(async () => {
    await browser.close()
    rmSync(profileDir, { recursive: true, force: true })
  })

  it('is welcomed in a tab, to which the small panels lead', async () => {
    const welcome = () => browser.context.pages().filter((tab) => tab.url() === `${browser.origin}home.html`)
    await vi.waitFor(() => expect(welcome()).toHaveLength(1), { timeout: 15_000 })
    page = welcome()[0] as Page
    await button(page, 'Create identity').waitFor()
    for (const name of ['popup', 'sidepanel'] as const) {
      const panel = await browser.panel(name)
      const opening = browser.context.waitForEvent('page')
      await panel.getByRole('link').click()
      const opened = await opening
      await button(opened, 'Create identity').waitFor()
      expect(await panel.getByRole('textbox').count()).toBe(0)
      await Promise.all([opened.close(), panel.close()])
    }
  })

  it.each([
    ['no name', '', OLD, OLD, /Choose a name/],
    ['a name that nobody can see', ' \u200b\u202e ', OLD, OLD, /name does not work/],
    ['no passphrase', 'Alice', '', '', /too easy to guess/],
    ['a short passphrase', 'Alice', 'k3!tle-Qz', 'k3!tle-Qz', /too easy to guess/],
    ['a passphrase of everybody', 'Alice', 'Password1234', 'Password1234', /too easy to guess/],
    ['a passphrase along the keyboard', 'Alice', 'qwertyuiopasdf', 'qwertyuiopasdf', /too easy to guess/],
    ['two passphrases that differ', 'Alice', OLD, `${OLD}s`, /not the same/],
  ])('is not made with %s', async (_, name, passphrase, repeated, why) => {
    await page.reload()
    await fillIn(page, name, passphrase, repeated)
    await button(page, 'Create identity').click()
    await alert(page, why).waitFor()
    await page.reload()
    await button(page, 'Create identity').waitFor()
  })

  it('is offered a passphrase of five words, told how strong one is, and may not have an endless name', async () => {
    await textbox(page, 'Passphrase').fill('alice1')
    await page.getByRole('status', { name: 'Strength' }).filter({ hasText: 'weak' }).waitFor()
    await button(page, 'Suggest a passphrase').click()
    await page.getByRole('status', { name: 'Strength' }).filter({ hasText: 'Strong' }).waitFor()
    const offered = await textbox(page, 'Passphrase').inputValue()
    expect(offered).toMatch(/^[a-z]+( [a-z]+){4}$/)
    expect(await textbox(page, 'Repeat passphrase').inputValue()).toBe(offered)
    await page.getByText(offered, { exact: true }).waitFor()
    await textbox(page, 'Your name').fill('A'.repeat(10_000))
    expect((await textbox(page, 'Your name').inputValue()).length).toBeLessThanOrEqual(64)
  })

  it('sees the words, and after a reload only once the passphrase was typed', async () => {
    const beside = await browser.panel('home')
    await fillIn(page, 'Alice', OLD)
    await button(page, 'Create identity').click()
    words = await people.readWords(page)
    await beside.getByRole('button', { name: 'Create identity' }).waitFor({ state: 'hidden' })
    expect(await beside.getByText(words.slice(0, 2).join(' ')).count()).toBe(0)
    await beside.close()
    const popup = await browser.panel('popup')
    await popup.getByRole('link').and(popup.locator('[href$="home.html"]')).waitFor()
    await popup.close()

    await page.reload()
    await textbox(page, 'Passphrase').fill(NEW)
    await textbox(page, 'Passphrase').press('Enter')
    await alert(page, 'Wrong passphrase').waitFor()
    expect(await page.getByRole('listitem').count()).toBe(0)
    await textbox(page, 'Passphrase').fill(OLD)
    await textbox(page, 'Passphrase').press('Enter')
    expect(await people.readWords(page)).toEqual(words)
  })

  it('locks and unlocks in the middle, and is still at the words', async () => {
    await button(page, 'Lock').click()
    await textbox(page, 'Passphrase').fill(OLD)
    await button(page, 'Unlock').click()
    await button(page, 'Show the words').waitFor()
    await textbox(page, 'Passphrase').fill(OLD)
    await button(page, 'Show the words').click()
    expect(await people.readWords(page)).toEqual(words)
  })

  it('has to prove the words before going on', async () => {
    await button(page, 'I wrote them down').click()
    const asked = textbox(page, /^Word \d+$/)
    await asked.nth(1).waitFor()
    for (const field of await asked.all()) await field.fill('zebra-not-a-word')
    await button(page, 'Confirm').click()
    await alert(page, /not word \d+/)
      .first()
      .waitFor()
    expect(await routers(page).count()).toBe(0)
    await button(page, 'Show words again').click()
    await people.confirmWords(page, words)
  })

  it('is at the ways after a reload, refuses what is no server or no relay, and opens', async () => {
    await page.reload()
    await routers(page).waitFor()
    await routers(page).getByRole('radio', { name: 'My own servers' }).check()
    for (const bad of ['', 'http://example.org', 'stun:', 'turn:turn.example.org:3478', 'stun:a b c']) {
      await textbox(page, 'STUN and TURN servers').fill(bad)
      await button(page, 'Continue').click()
      await alert(page, /no server address/).waitFor()
    }
    await routers(page).getByRole('radio', { name: 'None' }).check()
    await relays(page).getByRole('radio', { name: 'My own relays' }).check()
    for (const [bad, why] of NO_RELAYS) {
      await textbox(page, 'Relay addresses').fill(bad)
      await button(page, 'Continue').click()
      await alert(page, why).waitFor()
    }
    await people.chooseWays(page)
    await button(page, 'Invite someone').waitFor()
    await page.reload()
    await button(page, 'Invite someone').waitFor()
    did = await people.identityOf(page)
    expect(did).toMatch(/^did:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/)
    await page.getByRole('heading', { name: 'Alice', exact: true }).waitFor()
  })

  it('changes the way through routers, and finds it so again', async () => {
    const choice = (name: string) => routers(page).getByRole('radio', { name, exact: true })
    await expect.poll(() => choice('None').isChecked()).toBe(true)
    await choice('My own servers').check()
    await textbox(page, 'STUN and TURN servers').fill('nonsense')
    await button(page, 'Save servers').click()
    await alert(page, /no server address/).waitFor()
    await textbox(page, 'STUN and TURN servers').fill('stun:stun.hearth.invalid:3478')
    await button(page, 'Save servers').click()
    await button(page, 'Save servers').waitFor({ state: 'hidden' })
    await page.reload()
    await expect.poll(() => choice('My own servers').isChecked()).toBe(true)
    expect(await textbox(page, 'STUN and TURN servers').inputValue()).toBe('stun:stun.hearth.invalid:3478')
    for (const name of ['Public STUN servers', 'None']) {
      await choice(name).click()
      await page.reload()
      await expect.poll(() => choice(name).isChecked()).toBe(true)
    }
  })

  it('changes the relays one by one, and finds them so again', async () => {
    // Ports at which nobody answers, on this machine.
    const [one, two] = ['ws://127.0.0.1:1', 'ws://127.0.0.1:2']
    await page.getByText('Only by hand').waitFor()
    const add = async (address: string) => {
      await textbox(page, 'Relay address').fill(address)
      await button(page, 'Add relay').click()
    }
    await add('nonsense')
    await alert(page, /not the address of a relay/).waitFor()
    for (const address of [one, two]) {
      await add(address)
      await button(page, `Remove ${address}`).waitFor()
    }
    await page.reload()
    await expect.poll(() => relayList(page).getByRole('listitem').count()).toBe(2)
    await button(page, `Remove ${one}`).click()
    await button(page, `Remove ${one}`).waitFor({ state: 'hidden' })
    await button(page, `Remove ${two}`).click()
    await page.getByText('Only by hand').waitFor()
    await page.reload()
    await page.getByText('Only by hand').waitFor()
    expect(await relayList(page).count()).toBe(0)
  })

  it('looks at the diagnostics, and copies them without a name', async () => {
    await button(page, 'Diagnostics').click()
    await page.getByRole('heading', { name: 'Diagnostics' }).waitFor()
    await page.getByText('Nobody here yet').waitFor()
    await page.getByText('The text', { exact: true }).first().click()
    const text = await textbox(page, 'The text').inputValue()
    expect(text).toMatch(/^Hearth diagnostics, /)
    expect(text).not.toMatch(/Alice|did:key/)
    await button(page, 'Back').click()
    await textbox(page, 'Your identity').waitFor()
  })

  it('locks every panel at once, and opens them all', async () => {
    const panels = await Promise.all(PANELS.map((name) => browser.panel(name, 'me', { width: 360, height: 600 })))
    const [home, popup, sidepanel] = panels as [Page, Page, Page]
    for (const panel of panels) await textbox(panel, 'Your identity').waitFor()
    await button(sidepanel, 'Lock').click()
    for (const panel of [...panels, page]) {
      await button(panel, 'Unlock').waitFor()
      expect(await panel.locator('body').innerText()).not.toMatch(/Alice|did:key/)
    }
    await textbox(popup, 'Passphrase').fill(NEW)
    await button(popup, 'Unlock').click()
    await alert(popup, 'Wrong passphrase').waitFor()
    expect(await button(home, 'Unlock').count()).toBe(1)
    await browser.stopWorker()
    await people.unlock(popup, OLD)
    for (const panel of [...panels, page]) await textbox(panel, 'Your identity').waitFor()
    for (const panel of panels) await panel.close()
  })

  it('sees the words again, after the passphrase', async () => {
    await button(page, 'Show recovery words').click()
    await textbox(page, 'Passphrase').fill(NEW)
    await textbox(page, 'Passphrase').press('Enter')
    await alert(page, 'Wrong passphrase').waitFor()
    expect(await page.getByRole('list', { name: 'Recovery words' }).count()).toBe(0)
    await textbox(page, 'Passphrase').fill(OLD)
    await textbox(page, 'Passphrase').press('Enter')
    expect(await people.readWords(page)).toEqual(words)
    await place(page, 'Chats')
    await place(page, 'Me')
    await button(page, 'Show recovery words').waitFor()
    expect(await page.getByRole('list', { name: 'Recovery words' }).count()).toBe(0)
  })

  it('changes the passphrase, and the old one opens nothing any more', async () => {
    const change = async (current: string, next: string, repeated = next) => {
      await textbox(page, 'Current passphrase').fill(current)
      await textbox(page, 'New passphrase').fill(next)
      await textbox(page, 'Repeat new passphrase').fill(repeated)
      await button(page, 'Change passphrase').click()
    }
    await button(page, 'Change passphrase').click()
    await change(OLD, NEW, OLD)
    await alert(page, /not the same/).waitFor()
    await change(OLD, 'password99')
    await alert(page, /too easy to guess/).waitFor()
    await change(NEW, NEW)
    await alert(page, 'Wrong passphrase').waitFor()
    await change(OLD, NEW)
    await page.getByText('The passphrase is changed.').waitFor()
    await people.lock(page)
    await textbox(page, 'Passphrase').fill(OLD)
    await button(page, 'Unlock').click()
    await alert(page, 'Wrong passphrase').waitFor()
    await people.unlock(page, NEW)
  })

  it('takes another name, and keeps the old one where the new one is none', async () => {
    await button(page, 'Rename').click()
    await textbox(page, 'Your name').fill('\u200b')
    await button(page, 'Save name').click()
    await alert(page, /name does not work/).waitFor()
    await textbox(page, 'Your name').fill('<i>Alice</i>')
    await button(page, 'Save name').click()
    await page.getByRole('heading', { name: '<i>Alice</i>', exact: true }).waitFor()
  })

  it('is locked when the browser opens again, and is the same', async () => {
    await browser.close()
    browser = await launchChromium({ profileDir })
    page = await browser.panel('popup', 'me')
    await people.unlock(page, NEW)
    expect(await people.identityOf(page)).toBe(did)
    await page.getByRole('heading', { name: '<i>Alice</i>', exact: true }).waitFor()
  })

  it('comes back on an empty profile from twelve words, and from no others', async () => {
    const other = await launchChromium()
    const empty = await other.panel('home')
    await button(empty, 'Restore from recovery words').click()
    await fillIn(empty, 'Alice again', OLD)
    for (const wrong of [words.slice(1).join(' '), Array(12).fill('abandon').join(' '), `${words} ${words}`, '']) {
      await textbox(empty, 'Recovery words').fill(wrong)
      await button(empty, 'Restore').click()
      await alert(empty, /not twelve recovery words/).waitFor()
    }
    await textbox(empty, 'Recovery words').fill(words.map((word, n) => `${n + 1}. ${word.toUpperCase()},\n`).join(' '))
    await textbox(empty, 'Passphrase').fill('aaaaaaaaaaaaaaaa')
    await textbox(empty, 'Repeat passphrase').fill('aaaaaaaaaaaaaaaa')
    await button(empty, 'Restore').click()
    await alert(empty, /too easy to guess/).waitFor()
    await textbox(empty, 'Passphrase').fill(OLD)
    await textbox(empty, 'Repeat passphrase').fill(OLD)
    await button(empty, 'Restore').press('Enter')
    await people.chooseWays(empty)
    expect(await people.identityOf(empty)).toBe(did)
    await other.close()
  })
})

import type { Page } from 'puppeteer-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Chromium, launchChromium } from './harness/chromium'
import { type Firefox, launchFirefox } from './harness/firefox'
import * as people from './harness/people'

// The same names as in harness/people.ts, for the other driver. Fields by their labels: Firefox gives a password no role.
const field = (page: Page, label: string) => {
  const said = `normalize-space(.)="${label}"`
  const labelled = `@id=//label[${said}]/@for or ancestor::label[${said}] or @aria-label="${label}"`
  return page.locator(`xpath///*[self::input or self::textarea][${labelled}]`).setTimeout(30_000)
}
const fill = (page: Page, label: string, text: string) => field(page, label).fill(text)
const click = (page: Page, role: string, name: string) =>
  page.locator(`::-p-aria([name="${name}"][role="${role}"])`).setTimeout(30_000).click()
const value = async (page: Page, label: string): Promise<string> => {
  const filled = await page.waitForFunction(
    (start) => {
      const fields = [...document.querySelectorAll('textarea')]
      return fields.find(({ labels }) => labels[0]?.textContent.startsWith(start))?.value
    },
    { timeout: 30_000 },
    label,
  )
  return (await filled.jsonValue()) ?? ''
}
const shows = (page: Page, words: string) =>
  page.waitForFunction((text) => document.body.innerText.includes(text), { timeout: 30_000 }, words)

const becomeSomeone = async (page: Page, name: string, passphrase: string) => {
  await fill(page, 'Your name', name)
  await fill(page, 'Passphrase', passphrase)
  await fill(page, 'Repeat passphrase', passphrase)
  await click(page, 'button', 'Create identity')
  await page.waitForFunction(() => document.querySelectorAll('li').length === 12, { timeout: 30_000 })
  const words = await page.evaluate(() =>
    [...document.querySelectorAll('li')].map((item) => /[a-z]+/.exec(item.innerText)?.[0] ?? ''),
  )
  await click(page, 'button', 'I wrote them down')
  await page.waitForFunction(() => document.querySelectorAll('input').length === 2)
  const labels = await page.evaluate(() => [...document.querySelectorAll('label')].map((label) => label.innerText))
  for (const label of labels) await fill(page, label, words[Number(/\d+/.exec(label)?.[0]) - 1] ?? '')
  await click(page, 'button', 'Confirm')
  await click(page, 'radio', 'None')
  await click(page, 'radio', 'Only by hand')
  await click(page, 'button', 'Continue')
}

describe('Hearth in Firefox', () => {
  const alice = { name: 'Alice', passphrase: 'kettle orbit velvet canyon mosaic' }
  const bob = { name: 'Bob', passphrase: 'lantern pebble acorn violin harbour' }
  let chromium: Chromium
  let firefox: Firefox

  beforeEach(async () => {
    ;[chromium, firefox] = await Promise.all([launchChromium(), launchFirefox()])
  })
  afterEach(() => Promise.all([chromium.close(), firefox.close()]))

  it('meets somebody in Chromium, and the two talk', async () => {
    const hers = await chromium.panel('home')
    await people.becomeSomeone(hers, alice.name, alice.passphrase)
    const his = await firefox.open('home.html')
    await becomeSomeone(his, bob.name, bob.passphrase)

    const invitation = await people.invite(hers)
    await click(his, 'button', 'Accept an invitation')
    await fill(his, 'Invitation text', invitation)
    await click(his, 'button', 'Accept')
    await people.pasteReply(hers, await value(his, 'Reply text'))
    await people.confirmAnswer(hers)
    await people.openConversation(hers, bob.name)
    await people.isDirect(hers)

    await people.say(hers, 'from one kind of browser')
    await shows(his, 'from one kind of browser')
    await fill(his, 'Message', 'to the other')
    await his.keyboard.press('Enter')
    await people.sees(hers, 'to the other')
    await people.sees(hers, 'from one kind of browser', 'delivered')
    expect(firefox.complaints).toEqual([])
  })
})

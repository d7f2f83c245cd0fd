import type { Page } from 'puppeteer-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Chromium, launchChromium } from './harness/chromium'
import { type Firefox, launchFirefox } from './harness/firefox'
import { becomeSomeone, click, fill, shows } from './harness/firefox-hands'
import * as people from './harness/people'

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

import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Chromium, launchChromium } from './harness/chromium'
import * as people from './harness/people'
import { scan } from './harness/pixels'

const PASSPHRASE = 'kettle orbit velvet canyon mosaic'

interface Person {
  name: string
  browser: Chromium
  page: Page
}

describe('an invitation', () => {
  let alice: Person
  let bob: Person
  const guests: Person[] = []

  const arrive = async (name: string): Promise<Person> => {
    const browser = await launchChromium()
    const page = await browser.panel('home')
    await people.becomeSomeone(page, name, PASSPHRASE)
    const person = { name, browser, page }
    guests.push(person)
    return person
  }

  beforeEach(async () => {
    ;[alice, bob] = await Promise.all([arrive('Alice'), arrive('Bob')])
  })
  afterEach(() => Promise.all(guests.splice(0).map(({ browser }) => browser.close())))

  const connect = async (reply: string) => {
    await people.pasteReply(alice.page, reply)
    await people.confirmAnswer(alice.page)
    await Promise.all([people.openConversation(alice.page, 'Bob'), people.openConversation(bob.page, 'Alice')])
    await Promise.all([people.isDirect(alice.page), people.isDirect(bob.page)])
  }

  it('can be scanned from the screen', async () => {
    await people.invite(alice.page)
    const scanned = await scan(alice.page.getByRole('img', { name: 'Invitation QR code' }))
    await connect(await people.accept(bob.page, scanned))
  })

  it('survives what mail does to it', async () => {
    const mangle = (text: string) =>
      `Hello,\r\n\r\n${text
        .replaceAll('\n', ' ')
        .replaceAll(/(.{40})/g, '$1\n')
        .split('\n')
        .map((line) => `> ${line}   `)
        .join('\r\n')}\r\n-- \r\nsent from a phone`
    const reply = await people.accept(bob.page, mangle(await people.invite(alice.page)))
    await connect(mangle(reply))
  })

  it('warns when two people answered', async () => {
    const carol = await arrive('Carol')
    const text = await people.invite(alice.page)
    const [first, second] = [await people.accept(bob.page, text), await people.accept(carol.page, text)]
    await people.pasteReply(alice.page, first)
    await people.pasteReply(alice.page, second)
    await alice.page.getByRole('alert').filter({ hasText: 'Two people answered' }).waitFor()
    const question = (name: string) => alice.page.getByRole('alertdialog', { name: `${name} answered your invitation` })
    expect(await question('Bob').or(question('Carol')).count()).toBe(2)
    await question('Carol').getByRole('button', { name: 'No, that is not them' }).click()
    await question('Carol').waitFor({ state: 'hidden' })
    await people.confirmAnswer(alice.page)
    await people.openConversation(bob.page, 'Alice')
    await people.isDirect(bob.page)
    await people.openConversation(carol.page, 'Alice')
    expect(await carol.page.getByRole('status', { name: 'Connection' }).innerText()).not.toContain('direct')
  })
})

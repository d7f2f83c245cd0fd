import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { unarmor } from '../../lib/contract/armor'
import * as people from './harness/people'
import { button, textbox } from './harness/people'
import { arrive, arriveFromWords, leave, PASSPHRASE, type Person, toChats } from './harness/person'
import { scan } from './harness/pixels'

const region = (page: Page) => page.getByRole('region', { name: 'Invitation' })
const alert = (page: Page, words: string | RegExp) => page.getByRole('alert').filter({ hasText: words })
const question = (page: Page, name: string) =>
  page.getByRole('alertdialog', { name: `${name} answered your invitation`, exact: true })
const conversations = (page: Page) => page.getByRole('list', { name: 'Conversations' }).getByRole('link')
const bytesOf = (text: string) => [...unarmor(text, 'INVITATION')]

/** Pastes a text into the open invitation, whatever comes of it. */
const answerWith = async (page: Page, text: string) => {
  await textbox(region(page), 'Reply text').fill(text)
  await button(region(page), 'Connect').click()
}
const acceptAnyhow = async (page: Page, text: string) => {
  await button(page, 'Accept an invitation').click()
  await textbox(page, 'Invitation text').fill(text)
  await button(page, 'Accept').click()
}

/** What mail programs and messengers do to a text on its way. */
const MANGLED: [string, (text: string) => string][] = [
  ['quoted, with trailing blanks', (text) => text.replaceAll(/^/gm, '> ').replaceAll(/$/gm, '   ')],
  [
    'wrapped anew, with CRLF, between other words',
    (text) =>
      `Hello,\r\n\r\n${text
        .replaceAll('\n', ' ')
        .replaceAll(/(.{40})/g, '$1\r\n>> ')
        .trim()}\r\n-- \r\nsent from a phone`,
  ],
  ['on one line', (text) => text.replaceAll('\n', ' ')],
  ['with typeset dashes', (text) => text.replaceAll('-----', '—–')],
  ['twice, as in a mail and its quotation', (text) => `${text}\n\n> ${text.replaceAll('\n', '\n> ')}`],
]

describe('invitations', () => {
  let alice: Person
  let bob: Person
  let carol: Person
  let dave: Person

  beforeAll(async () => {
    ;[alice, bob, carol, dave] = await Promise.all([arrive('Alice'), arrive('Bob'), arrive('Carol'), arrive('Dave')])
  })
  afterAll(() => leave(alice, bob, carol, dave))
  beforeEach(() => toChats(alice, bob, carol, dave))

  it('are one text: shown, scanned, mailed and copied', async () => {
    const text = await people.invite(alice.page)
    expect(text.length).toBeGreaterThanOrEqual(200)
    expect(text.length).toBeLessThanOrEqual(400)
    expect(bytesOf(await scan(region(alice.page).getByRole('img', { name: 'Invitation QR code' })))).toEqual(
      bytesOf(text),
    )
    const href = await region(alice.page).getByRole('link', { name: 'Send by e-mail' }).getAttribute('href')
    expect(href).toMatch(/^mailto:\?/)
    expect(href?.length).toBeLessThan(2_048)
    const body = new URL(href ?? '').searchParams.get('body') ?? ''
    expect(bytesOf(body)).toEqual(bytesOf(text))
    expect(bytesOf(await textbox(region(alice.page), 'Invitation text').inputValue())).toEqual(bytesOf(text))
    await textbox(region(alice.page), 'Invitation text').press('x')
    expect(await textbox(region(alice.page), 'Invitation text').inputValue()).toBe(text)
    await button(region(alice.page), 'Copy invitation').click()
    await region(alice.page).getByRole('status').filter({ hasText: 'Copied' }).first().waitFor({ state: 'attached' })
    await textbox(region(alice.page), 'Reply text').focus()
    await alice.page.keyboard.press('Control+V')
    expect(await textbox(region(alice.page), 'Reply text').inputValue()).toBe(text)
    await button(region(alice.page), 'Cancel invitation').click()
    await region(alice.page).waitFor({ state: 'hidden' })
  })

  it('that were cancelled connect nobody', async () => {
    const reply = await people.accept(dave.page, await people.invite(alice.page))
    await button(region(alice.page), 'Cancel invitation').click()
    await region(alice.page).waitFor({ state: 'hidden' })
    await people.invite(alice.page)
    await answerWith(alice.page, reply)
    await alert(alice.page, /cancelled/).waitFor()
    expect(await alice.page.getByRole('alertdialog').count()).toBe(0)
    await button(region(alice.page), 'Cancel invitation').click()
  })

  it.each(MANGLED)('are read %s', async (_, mangle) => {
    const mangled = mangle(await people.invite(alice.page))
    const reply = mangle(await people.accept(dave.page, mangled))
    await people.pasteReply(alice.page, reply)
    await question(alice.page, 'Dave').waitFor()
    await button(region(alice.page), 'Cancel invitation').click()
    await question(alice.page, 'Dave').waitFor({ state: 'hidden' })
  })

  it('stay open until the right one answered, and tell when two did', async () => {
    const text = await people.invite(alice.page)
    const scanned = await scan(region(alice.page).getByRole('img', { name: 'Invitation QR code' }))
    const fromBob = await people.accept(bob.page, scanned)
    const fromCarol = await people.accept(carol.page, text)

    await people.pasteReply(alice.page, fromCarol)
    await button(question(alice.page, 'Carol'), 'No, that is not them').click()
    await question(alice.page, 'Carol').waitFor({ state: 'hidden' })
    expect(await textbox(region(alice.page), 'Invitation text').inputValue()).toBe(text)

    await people.pasteReply(alice.page, fromBob)
    await textbox(region(alice.page), 'Reply text').fill('')
    await answerWith(alice.page, fromBob)
    await question(alice.page, 'Bob').waitFor()
    expect(await alice.page.getByRole('alertdialog').count()).toBe(1)

    await answerWith(alice.page, fromCarol)
    await question(alice.page, 'Carol').waitFor()
    await alert(alice.page, 'Two people answered').waitFor()
    expect(await conversations(alice.page).count()).toBe(0)
    const popup = await alice.browser.panel('popup', 'chats', { width: 360, height: 600 })
    await alert(popup, 'Two people answered').waitFor()
    await popup.close()

    // The worker may be stopped while the person thinks.
    await alice.browser.stopWorker()
    await button(question(alice.page, 'Carol'), 'No, that is not them').click()
    await question(alice.page, 'Carol').waitFor({ state: 'hidden' })
    await people.confirmAnswer(alice.page)
    await people.openConversation(bob.page, 'Alice')
    await Promise.all([people.isDirect(alice.page), people.isDirect(bob.page)])
    await alert(alice.page, 'Two people answered').waitFor()
    expect(await conversations(alice.page).count()).toBe(1)

    await toChats(alice, bob, carol)
    await acceptAnyhow(bob.page, text)
    await alert(bob.page, /already used/).waitFor()
    await acceptAnyhow(alice.page, text)
    await alert(alice.page, /your own/).waitFor()
    await toChats(alice)
    await people.invite(alice.page)
    await answerWith(alice.page, fromBob)
    await alert(alice.page, /already used/).waitFor()
    await answerWith(alice.page, fromCarol)
    await alert(alice.page, /two people answered/i).waitFor()
    expect(await alice.page.getByRole('alertdialog').count()).toBe(0)
    expect(await conversations(alice.page).count()).toBe(1)
    await people.openConversation(carol.page, 'Alice')
    await people.connectionIs(carol.page, 'not reachable now')
  })

  it('that cross make one contact', async () => {
    const [fromBob, fromCarol] = [await people.invite(bob.page), await people.invite(carol.page)]
    const open = { bob: bob.page.url(), carol: carol.page.url() }
    await toChats(bob, carol)
    const [byBob, byCarol] = [await people.accept(bob.page, fromCarol), await people.accept(carol.page, fromBob)]
    await Promise.all([bob.page.goto(open.bob), carol.page.goto(open.carol)])
    await Promise.all([people.pasteReply(bob.page, byCarol), people.pasteReply(carol.page, byBob)])
    await Promise.all([people.confirmAnswer(bob.page), people.confirmAnswer(carol.page)])
    await Promise.all([people.isDirect(bob.page), people.isDirect(carol.page)])
    await people.say(bob.page, 'did we both')
    await people.sees(carol.page, 'did we both')
    await people.say(carol.page, 'we did')
    await people.sees(bob.page, 'we did')
    await people.sees(bob.page, 'did we both', 'delivered')
    await people.sees(carol.page, 'we did', 'delivered')
    expect(await conversations(bob.page).filter({ hasText: 'Carol' }).count()).toBe(1)
    expect(await conversations(carol.page).filter({ hasText: 'Bob' }).count()).toBe(1)
  })

  it('outlive a lock: then sealed texts connect the two', async () => {
    const reply = await people.accept(dave.page, await people.invite(carol.page))
    await people.lock(carol.page)
    await people.unlock(carol.page, PASSPHRASE)
    await carol.page.getByText(/It still works/).waitFor()
    await people.pasteReply(carol.page, reply)
    await people.confirmAnswer(carol.page)
    await people.connectionIs(carol.page, 'not reachable now')
    const there = await people.seal(carol.page, 'by mail, then')
    await toChats(dave)
    await people.openSealed(dave.page, there)
    await people.sees(dave.page, 'by mail, then')
    const back = await people.seal(dave.page, 'by mail, too')
    await toChats(carol)
    await people.openSealed(carol.page, back)
    await people.sees(carol.page, 'by mail, too')
    await Promise.all([people.isDirect(carol.page), people.isDirect(dave.page)])
    await people.sees(carol.page, 'by mail, then', 'delivered')
  })

  it('connect two again who know each other', async () => {
    for (const { page } of [carol, dave]) {
      await people.lock(page)
      await people.unlock(page, PASSPHRASE)
    }
    await people.connectTwo(carol, dave)
    await people.say(dave.page, 'shorter than two letters')
    await people.sees(carol.page, 'shorter than two letters')
    await people.sees(dave.page, 'shorter than two letters', 'delivered')
    expect(await textbox(dave.page, 'Reply text').count()).toBe(0)
    expect(await conversations(dave.page).filter({ hasText: 'Carol' }).count()).toBe(1)
  })

  it('bring a contact back who lost everything but the words', async () => {
    await leave(alice)
    alice = await arriveFromWords(alice)
    const reply = await people.accept(bob.page, await people.invite(alice.page))
    await people.pasteReply(alice.page, reply)
    await people.confirmAnswer(alice.page)
    await people.isDirect(alice.page)
    await people.say(alice.page, 'it is me again')
    await people.sees(bob.page, 'it is me again')
    await people.sees(alice.page, 'it is me again', 'delivered')
    await people.say(bob.page, 'welcome back')
    await people.sees(alice.page, 'welcome back')
    expect(await conversations(bob.page).filter({ hasText: 'Alice' }).count()).toBe(1)
  })
})

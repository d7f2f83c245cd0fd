import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import * as people from './harness/people'
import { button, textbox } from './harness/people'
import { arrive, leave, PASSPHRASE, type Person, toChats } from './harness/person'

const soon = { timeout: 30_000, interval: 20 }
const SMALL = { width: 360, height: 600 }

const log = (page: Page) => page.getByRole('log', { name: 'Messages' })
const articles = (page: Page) => log(page).getByRole('article')
const conversation = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Conversations' }).getByRole('link', { name })
const isFocused = (field: Locator) => field.evaluate((element) => element === document.activeElement)

/** Presses Tab until the field has the focus, as somebody without a mouse. */
const tabTo = async (page: Page, field: Locator) => {
  for (let presses = 0; presses < 40; presses++) {
    if (await isFocused(field)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab never came there')
}

/** Writes line after line, as fast as the screen takes them. */
const writeMany = ({ page }: Person, whose: string, count: number): Promise<void> =>
  textbox(page, 'Message').evaluate(
    async (element, [words, last]) => {
      const field = element as HTMLTextAreaElement
      for (let n = 1; n <= last; n++) {
        field.value = `${words} ${n}`
        field.dispatchEvent(new Event('input', { bubbles: true }))
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
        if (n % 20 === 0) await new Promise((resolve) => requestAnimationFrame(resolve))
      }
    },
    [whose, count] as [string, number],
  )

describe('a conversation', () => {
  let alice: Person
  let bob: Person
  let site: Server
  const asked: { path: string; referer: string | undefined }[] = []
  const address = (path: string) => `http://127.0.0.1:${(site.address() as AddressInfo).port}${path}`

  beforeAll(async () => {
    site = createServer(({ url = '', headers }, response) => {
      asked.push({ path: url, referer: headers.referer })
      response.setHeader('content-type', 'text/html').end('<title>a page</title>')
    })
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
    ;[alice, bob] = await Promise.all([arrive('Alice'), arrive('Bob')])
    await people.connectTwo(alice, bob)
  })
  afterAll(async () => {
    await leave(alice, bob)
    site.close()
  })
  beforeEach(async () => {
    await toChats(alice, bob)
    await Promise.all([people.openConversation(alice.page, 'Bob'), people.openConversation(bob.page, 'Alice')])
  })

  it('keeps lines, and shows markup as it was written', async () => {
    const texts = [
      'one\n\n  two\nthree',
      '<img src=x onerror="document.title=1"><b>bold</b> &amp; **stars**',
      '\u202eevil\u202c',
    ]
    for (const text of texts) await people.say(alice.page, text)
    await people.sees(alice.page, 'evil', 'delivered')
    for (const page of [alice.page, bob.page]) {
      const shown = await articles(page).locator('p').allInnerTexts()
      expect(shown.slice(-texts.length)).toEqual(texts)
      expect(await log(page).locator('img, b, script').count()).toBe(0)
    }
  })

  it('makes addresses clickable and never asks them itself', async () => {
    await people.say(alice.page, `look: ${address('/letter?a=1')}, or ${address('/bracket')}. javascript:alert(1)`)
    await people.sees(alice.page, 'look:', 'delivered')
    const popup = await bob.browser.panel('popup', 'chats', SMALL)
    await conversation(popup, 'Alice').waitFor()
    await popup.close()
    const links = people.message(bob.page, 'look:').getByRole('link')
    expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))).toEqual([
      address('/letter?a=1'),
      address('/bracket'),
    ])
    await links.first().hover()
    expect(asked).toEqual([])
    const opening = bob.browser.context.waitForEvent('page')
    await links.first().click()
    const opened = await opening
    await vi.waitFor(async () => expect(await opened.title()).toBe('a page'), soon)
    expect(await opened.evaluate(() => [window.opener, document.referrer])).toEqual([null, ''])
    expect(asked[0]).toEqual({ path: '/letter?a=1', referer: undefined })
    expect(asked.filter(({ path }) => path === '/bracket')).toEqual([])
    await opened.close()
  })

  it('takes 16,000 characters and not one more', async () => {
    await textbox(alice.page, 'Message').fill('x'.repeat(16_001))
    await alice.page.getByText('1 character too many').waitFor()
    const before = await articles(alice.page).count()
    await textbox(alice.page, 'Message').press('Enter')
    expect(await button(alice.page, 'Send').isDisabled()).toBe(true)
    expect((await textbox(alice.page, 'Message').inputValue()).length).toBe(16_001)
    const longest = `${'ü'.repeat(15_990)} the longest`.slice(-16_000)
    await people.say(alice.page, longest)
    await people.sees(alice.page, 'the longest', 'delivered')
    expect(await people.message(bob.page, 'the longest').locator('p').innerText()).toBe(longest)
    expect(await articles(alice.page).count()).toBe(before + 1)
  })

  it('is live in three panels at once', async () => {
    const popup = await bob.browser.panel('popup', 'chats', SMALL)
    const sidepanel = await bob.browser.panel('sidepanel', 'chats', SMALL)
    for (const page of [popup, sidepanel]) await people.openConversation(page, 'Alice')
    await people.say(alice.page, 'to all three')
    for (const page of [popup, sidepanel, bob.page]) await people.sees(page, 'to all three')
    await people.say(sidepanel, 'from the side')
    await people.say(popup, 'from the toolbar')
    await people.sees(alice.page, 'from the toolbar')
    for (const page of [popup, sidepanel, bob.page]) {
      for (const text of ['from the side', 'from the toolbar']) await people.sees(page, text, 'delivered')
      expect(await people.message(page, 'from the side').count()).toBe(1)
      await page.getByRole('status', { name: 'Connection' }).filter({ hasText: 'direct' }).waitFor()
    }
    await Promise.all([popup.close(), sidepanel.close()])
  })

  it('keeps a draft when the panel closes', async () => {
    const popup = await bob.browser.panel('popup', 'chats', SMALL)
    await people.openConversation(popup, 'Alice')
    await textbox(popup, 'Message').pressSequentially('half a thought')
    await popup.close({ runBeforeUnload: true })
    await bob.browser.stopWorker()
    const again = await bob.browser.panel('popup', 'chats', SMALL)
    await people.openConversation(again, 'Alice')
    await vi.waitFor(async () => expect(await textbox(again, 'Message').inputValue()).toBe('half a thought'), soon)
    await textbox(again, 'Message').fill('')
    await again.close()
  })

  it('counts what is unread, in the list and on the toolbar', async () => {
    const badge = async () => (await bob.browser.worker()).evaluate('chrome.action.getBadgeText({})')
    await bob.page.goto(`${bob.browser.origin}home.html#me`)
    await vi.waitFor(async () => expect(await badge()).toBe(''), soon)
    await people.say(alice.page, 'first unread')
    await people.say(alice.page, 'second unread')
    await people.sees(alice.page, 'second unread', 'delivered')
    await vi.waitFor(async () => expect(await badge()).toBe('2'), soon)
    const popup = await bob.browser.panel('popup', 'chats', SMALL)
    await popup.getByRole('link', { name: /^Alice\b.*\b2 unread/ }).waitFor()
    await people.openConversation(popup, 'Alice')
    await vi.waitFor(async () => expect(await badge()).toBe(''), soon)
    await popup.goto(`${bob.browser.origin}popup.html#chats`)
    await conversation(popup, 'Alice').waitFor()
    expect(await popup.getByRole('link', { name: /\b\d+ unread/ }).count()).toBe(0)
    await popup.close()
  })

  it('is led by keyboard alone', async () => {
    const { page } = alice
    await page.goto(`${alice.browser.origin}popup.html#chats`)
    await conversation(page, 'Bob').waitFor()
    await tabTo(page, conversation(page, 'Bob'))
    await page.keyboard.press('Enter')
    await textbox(page, 'Message').waitFor()
    await tabTo(page, textbox(page, 'Message'))
    await page.keyboard.type('by keys')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('alone')
    await page.keyboard.press('Enter')
    await people.sees(bob.page, 'by keys\nalone')
    expect(await isFocused(textbox(page, 'Message'))).toBe(true)
    await page.keyboard.type('with the button')
    await tabTo(page, button(page, 'Send'))
    await page.keyboard.press('Enter')
    await people.sees(bob.page, 'with the button')
    await tabTo(page, log(page))
    await tabTo(page, button(page, 'Write as sealed text'))
    await page.keyboard.press('Escape')
    await conversation(page, 'Bob').waitFor()
    expect(await textbox(page, 'Message').count()).toBe(0)
    for (const name of ['Invite someone', 'Accept an invitation', 'Open sealed text', 'Lock'])
      await tabTo(page, button(page, name))
  })

  it('loses nothing that was entered before the worker stopped, and doubles nothing', async () => {
    for (const [n, person] of [alice, bob, alice].entries()) {
      await people.say(person.page, `just before ${n}`)
      await person.browser.stopWorker()
    }
    for (const page of [alice.page, bob.page]) {
      for (const n of [0, 1, 2]) {
        await people.sees(page, `just before ${n}`)
        expect(await people.message(page, `just before ${n}`).count()).toBe(1)
      }
    }
    for (const n of [0, 2]) await people.sees(alice.page, `just before ${n}`, 'delivered')
    await people.sees(bob.page, 'just before 1', 'delivered')
  })

  it('goes on by sealed texts, in any order, when there is no way, and connects again by them', async () => {
    await people.lock(bob.page)
    await people.connectionIs(alice.page, 'not reachable now')
    await people.say(alice.page, 'waits for you')
    await people.sees(alice.page, 'waits for you', 'queued')
    await people.unlock(bob.page, PASSPHRASE)
    const sealed: string[] = []
    for (const text of ['letter one', 'letter two', 'letter three']) {
      sealed.push(await people.seal(alice.page, text))
      await button(alice.page, 'Done').click()
    }
    await people.sees(alice.page, 'letter three', 'sent')
    expect(new Set(sealed).size).toBe(3)
    const [one = '', two = '', three = ''] = sealed
    for (const [text, brought] of [
      [three, 'letter three'],
      [one, 'letter one'],
      [two, 'letter two'],
    ] as const) {
      await toChats(bob)
      await people.openSealed(bob.page, `> ${text.replaceAll('\n', '  \r\n> ')}`)
      await people.sees(bob.page, brought)
    }
    await people.sees(bob.page, 'waits for you')
    const shown = (await articles(bob.page).locator('p').allInnerTexts()).slice(-4)
    expect(shown).toEqual(['waits for you', 'letter one', 'letter two', 'letter three'])

    const back = await people.seal(bob.page, 'and a letter back')
    await toChats(alice)
    await people.openSealed(alice.page, back)
    await people.sees(alice.page, 'and a letter back')
    await Promise.all([people.isDirect(alice.page), people.isDirect(bob.page)])
    for (const text of ['waits for you', 'letter one', 'letter two', 'letter three'])
      await people.sees(alice.page, text, 'delivered')
    await people.sees(bob.page, 'and a letter back', 'delivered')
    await people.say(bob.page, 'live again')
    await people.sees(alice.page, 'live again')
    expect((await articles(bob.page).locator('p').allInnerTexts()).slice(-6)).toEqual([
      ...shown,
      'and a letter back',
      'live again',
    ])
  })

  it('holds a thousand messages, each side in its order, and is scrolled through to the first', async () => {
    await Promise.all([writeMany(alice, 'hers', 500), writeMany(bob, 'his', 500)])
    await Promise.all([
      people.message(bob.page, 'hers 500').waitFor({ timeout: 90_000 }),
      people.message(alice.page, 'his 500').waitFor({ timeout: 90_000 }),
    ])
    for (const { page } of [alice, bob]) {
      await vi.waitFor(
        async () => {
          await log(page).evaluate((element) => element.scrollTo(0, -element.scrollHeight))
          expect(await page.getByText(/^You and (Alice|Bob) have met/).count()).toBe(1)
        },
        { timeout: 60_000, interval: 20 },
      )
      const shown = await articles(page).locator('p').allInnerTexts()
      for (const whose of ['hers', 'his']) {
        const wanted = Array.from({ length: 500 }, (_, n) => `${whose} ${n + 1}`)
        expect(shown.filter((text) => /^\w+ \d+$/.test(text) && text.startsWith(whose))).toEqual(wanted)
      }
    }
  })
})

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ContactId, MessageId } from '../../lib/contract/ids'
import type { ConversationView } from '../../lib/contract/panel-api'
import { npmRelay, type RunningRelay } from '../carriers/relays/npm-relay'
import type { ChaosPage } from '../chaos/page'
import { type Chromium, launchChromium } from './harness/chromium'
import { limitedExtension } from './harness/extension'
import * as people from './harness/people'
import { textbox } from './harness/people'
import { arrive, leave, PASSPHRASE, type Person } from './harness/person'
import { bundle } from './harness/site'

declare const chaosPage: ChaosPage

const script = await bundle(join(import.meta.dirname, '..', 'chaos', 'page.ts'))
const LONG = 16_000
const long = (text: string) => text.padEnd(LONG, '.')

const contactIn = (page: Page) => page.evaluate(() => location.hash.slice('#chats/'.length)) as Promise<ContactId>
const said = async (page: Page, contact: ContactId): Promise<ConversationView['messages']> =>
  page.evaluate(
    async (id) => (await chaosPage.look('conversation', { contact: id, limit: 2_000 }))?.messages ?? [],
    contact,
  )

/** Lets the origin store so much and no more, as long as the page lives; without a quota, as much as there is room. */
const limit = async ({ context, origin }: Chromium, page: Page) => {
  const session = await context.newCDPSession(page)
  const at = { origin: origin.slice(0, -1) }
  return (quotaSize?: number) =>
    session.send('Storage.overrideQuotaForOrigin', quotaSize === undefined ? at : { ...at, quotaSize })
}

/** Presses Enter until the message is taken: Chromium asks only now and then how much room there is. */
const sendWhenThereIsRoom = async (page: Page): Promise<void> => {
  const field = textbox(page, 'Message')
  while ((await field.inputValue()) !== '') {
    const before = await page.locator('[role=log] article').count()
    await field.press('Enter')
    await page.evaluate(
      (before) =>
        new Promise<void>((resolve) => {
          const look = () => {
            const put = document.querySelector('textarea')?.value !== ''
            if (put || document.querySelectorAll('[role=log] article').length > before) resolve()
            else requestAnimationFrame(look)
          }
          requestAnimationFrame(() => requestAnimationFrame(look))
        }),
      before,
    )
  }
}

describe('what was accepted', () => {
  let relay: RunningRelay
  let bob: Person
  let alice: Person | undefined

  beforeEach(async () => {
    relay = await npmRelay()
    bob = await arrive('Bob', [], {}, [relay.url])
  })
  afterEach(async () => {
    await leave(alice, bob)
    alice = undefined
    await relay.stop()
  })

  it('is kept and delivered when the disk was full, and what does not fit is refused and stays a draft', async () => {
    const extension = limitedExtension()
    const browser = await launchChromium({ extension, allow: [/quota|storage/i] })
    const page = await browser.panel('home')
    const setLimit = await limit(browser, page)
    await setLimit(4 << 20)
    const words = await people.becomeSomeone(page, 'Alice', PASSPHRASE, [], [relay.url])
    alice = { name: 'Alice', browser, page, words }
    await people.connectOverRelay(alice, bob)
    await people.lock(bob.page)
    await page.evaluate(script)
    const contact = await contactIn(page)
    const texts = await page.evaluate(
      async ({ contact, long }) => {
        const kept: string[] = []
        for (let n = 1; n < 500; n++) {
          const text = `line ${n}`.padEnd(long, '.')
          const id = crypto.randomUUID().replaceAll('-', '') as MessageId
          const answer = await chaosPage.ask('sendMessage', { contact, id, text })
          if ('reason' in answer) return { kept, reason: answer.reason }
          kept.push(text)
        }
        return { kept, reason: 'none' }
      },
      { contact, long: LONG },
    )
    expect(texts.reason).toBe('storage-full')
    expect(texts.kept.length).toBeGreaterThan(5)

    const refused = long('does not fit')
    await people.say(page, refused)
    await page.getByRole('alert').filter({ hasText: 'Your storage is full' }).waitFor()
    expect(await textbox(page, 'Message').inputValue()).toBe(refused)
    await browser.stopWorker()
    expect((await said(page, contact)).map(({ text }) => text)).toEqual(texts.kept)

    await setLimit()
    await sendWhenThereIsRoom(page)
    await people.unlock(bob.page, PASSPHRASE)
    await people.sees(page, 'does not fit', 'delivered')
    await people.openConversation(bob.page, 'Alice')
    await bob.page.evaluate(script)
    const all = [...texts.kept, refused]
    expect((await said(bob.page, await contactIn(bob.page))).map(({ text }) => text)).toEqual(all)
    expect((await said(page, contact)).map(({ text, state }) => [text, state])).toEqual(
      all.map((text) => [text, 'delivered']),
    )
    rmSync(extension, { recursive: true, force: true })
  })

  it('before a lock in the middle of a burst is kept and delivered, and the rest is refused', async () => {
    alice = await arrive('Alice', [], {}, [relay.url])
    await people.connectOverRelay(alice, bob)
    const { page } = alice
    await page.evaluate(script)
    const contact = await contactIn(page)
    const kept = await page.evaluate(async (contact) => {
      const say = async (text: string) => {
        const id = crypto.randomUUID().replaceAll('-', '') as MessageId
        const answer = await chaosPage.ask('sendMessage', { contact, id, text })
        return 'reason' in answer ? { text, reason: answer.reason } : { text, reason: null }
      }
      const first = Array.from({ length: 100 }, (_, n) => say(`line ${n + 1}`))
      await first[20]
      const second = Array.from({ length: 100 }, (_, n) => say(`line ${n + 101}`))
      const locked = chaosPage.ask('lock', {})
      const third = Array.from({ length: 100 }, (_, n) => say(`line ${n + 201}`))
      await locked
      return Promise.all([...first, ...second, ...third])
    }, contact)
    const accepted = kept.filter(({ reason }) => reason === null).map(({ text }) => text)
    expect(accepted.length).toBeGreaterThan(20)
    expect(new Set(kept.map(({ reason }) => reason))).toEqual(new Set([null, 'locked']))
    await people.unlock(page, PASSPHRASE)
    await people.openConversation(page, 'Bob')
    await people.sees(page, accepted.at(-1) ?? '', 'delivered')
    expect((await said(page, contact)).map(({ text, state }) => [text, state])).toEqual(
      accepted.map((text) => [text, 'delivered']),
    )
    await bob.page.evaluate(script)
    expect((await said(bob.page, await contactIn(bob.page))).map(({ text }) => text)).toEqual(accepted)
  })
})

import type { ElementHandle, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { unarmor } from '../../lib/contract/armor'
import { type Firefox, launchFirefox } from './harness/firefox'

const PASSPHRASE = 'kettle orbit velvet canyon mosaic'
const soon = { timeout: 30_000, interval: 50 }

const CANDIDATES = {
  button: 'button',
  link: 'a[href]',
  radio: '[type=radio]',
  textbox: 'input, textarea',
  img: '[role=img]',
}

/** The first element of a kind with that label or those words, once it is there. */
const named = (page: Page, role: keyof typeof CANDIDATES, name: string): Promise<ElementHandle<HTMLElement>> =>
  vi.waitFor(async () => {
    // Firefox does not find by accessible names over BiDi here, so that labels are compared.
    const all = (await page.$$(CANDIDATES[role])) as ElementHandle<HTMLElement>[]
    for (const element of all) {
      const its = await element.evaluate((e) => {
        const label = (e as HTMLInputElement).labels?.[0]?.textContent ?? e.textContent
        return (e.ariaLabel ?? label ?? '').trim()
      })
      if (its === name) return element
    }
    throw new Error(`no ${role} "${name}"`)
  }, soon)
const press = async (page: Page, role: keyof typeof CANDIDATES, name: string) => (await named(page, role, name)).click()
const fill = async (page: Page, name: string, text: string) => {
  const field = await named(page, 'textbox', name)
  await field.click({ count: 3 })
  await field.type(text)
}
const read = async (page: Page, name: string) =>
  (await named(page, 'textbox', name)).evaluate((field) => (field as HTMLInputElement).value)
const listed = (page: Page) =>
  page.$$eval('[aria-label="Recovery words"] li', (items) => items.map((item) => item.textContent?.trim() ?? ''))
const labels = (page: Page) => page.$$eval('label', (all) => all.map((label) => label.textContent?.trim() ?? ''))

describe('in Firefox', () => {
  let firefox: Firefox
  let page: Page
  let did: string

  beforeAll(async () => {
    firefox = await launchFirefox()
    page = await firefox.open('home.html')
  })
  afterAll(() => firefox?.close())

  it('somebody becomes someone', async () => {
    await fill(page, 'Your name', 'Alice')
    await fill(page, 'Passphrase', PASSPHRASE)
    await fill(page, 'Repeat passphrase', PASSPHRASE)
    await press(page, 'button', 'Create identity')
    await vi.waitFor(async () => expect(await listed(page)).toHaveLength(12), soon)
    const words = await listed(page)
    await press(page, 'button', 'I wrote them down')
    await named(page, 'button', 'Confirm')
    const asked = (await labels(page)).filter((label) => /^Word \d+$/.test(label))
    expect(asked).toHaveLength(2)
    for (const label of asked) await fill(page, label, words[Number(label.slice(5)) - 1] ?? '')
    await press(page, 'button', 'Confirm')
    await press(page, 'radio', 'None')
    await press(page, 'radio', 'Only by hand')
    await press(page, 'button', 'Continue')
    await named(page, 'button', 'Invite someone')
    await press(page, 'link', 'Me')
    await vi.waitFor(async () => expect(await read(page, 'Your identity')).toMatch(/^did:key:z6Mk/), soon)
    did = await read(page, 'Your identity')
  })

  it('locks every panel, refuses a wrong passphrase, and opens again', async () => {
    const popup = await firefox.open('popup.html#me')
    await named(popup, 'textbox', 'Your identity')
    await press(page, 'button', 'Lock')
    for (const panel of [page, popup]) await named(panel, 'button', 'Unlock')
    await fill(popup, 'Passphrase', 'somebody else entirely')
    await press(popup, 'button', 'Unlock')
    await vi.waitFor(async () => {
      expect(await popup.$$eval('[role=alert]', (all) => all.map((alert) => alert.textContent))).toEqual([
        'Wrong passphrase',
      ])
    }, soon)
    await fill(popup, 'Passphrase', PASSPHRASE)
    await press(popup, 'button', 'Unlock')
    for (const panel of [page, popup])
      await vi.waitFor(async () => expect(await read(panel, 'Your identity')).toBe(did), soon)
    await popup.close()
  })

  it('invites by a text', async () => {
    await press(page, 'link', 'Chats')
    await press(page, 'button', 'Invite someone')
    await vi.waitFor(async () => expect(await read(page, 'Invitation text')).not.toBe(''), soon)
    const text = await read(page, 'Invitation text')
    expect(unarmor(text, 'INVITATION').length).toBeGreaterThan(100)
    await named(page, 'img', 'Invitation QR code')
  })

  it('complains of nothing', () => expect(firefox.complaints).toEqual([]))
})

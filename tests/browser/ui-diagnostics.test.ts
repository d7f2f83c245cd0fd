import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { trouble } from '../ui/gallery/networks'
import { type OpenGallery, openGallery, show } from '../ui/gallery/open'

let gallery: OpenGallery
let page: Page

beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(() => gallery?.close())

beforeEach(async () => {
  page = await gallery.page({
    viewport: { width: 360, height: 640 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  return async () => {
    await page.context().close()
    expect(gallery.complaints.splice(0)).toEqual([])
  }
})

const button = (name: string) => page.getByRole('button', { name, exact: true })

describe('diagnostics', () => {
  it('are a view of their own, and lead back', async () => {
    await show(page, 'me')
    await button('Diagnostics').click()
    await page.waitForURL(/#me\/diagnostics$/)
    await button('Copy diagnostics').waitFor()
    expect(await page.getByRole('link', { name: 'Me', exact: true }).getAttribute('aria-current')).toBe('page')
    await button('Back').click()
    await page.waitForURL(/#me$/)
    await button('Diagnostics').click()
    await page.getByRole('heading', { name: 'Diagnostics' }).waitFor()
    await page.keyboard.press('Escape')
    await page.waitForURL(/#me$/)
  })

  it('begin with what would help, and where', async () => {
    await show(page, 'diagnostics-trouble')
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      'What would help',
      'Relays',
      'People',
      'What happened lately',
    ])
    const advice = page.getByRole('list', { name: 'What would help' }).getByRole('listitem')
    expect(await advice.count()).toBe(trouble.advice.length)
    expect(await advice.nth(3).textContent()).toContain('TURN server')
    expect(await advice.nth(3).getByRole('link').getAttribute('href')).toBe('#me')
    expect(await advice.nth(4).getByRole('link').allTextContents()).toEqual([
      'Write to Aylin Yıldız',
      'Write to Priya',
      expect.stringContaining('Write to evil'),
    ])
  })

  it('say through what each contact is reached', async () => {
    await show(page, 'diagnostics-trouble')
    const people = page.getByRole('list', { name: 'People' }).getByRole('listitem')
    expect(await people.allTextContents()).toEqual([
      'Bob Marshthrough a TURN serverlast seen today 14:40',
      expect.stringContaining('reachable through a relay2 messages wait · last seen yesterday'),
      'Aylin Yıldıznot reachable now12 messages wait · last seen Tuesday',
      'Eleniconnecting1 message waits · not seen yet',
      'Priyanot reachable now3 messages wait · not seen yet',
      expect.stringContaining('last seen 19 Oct 2025'),
    ])
  })

  it('follow what happens', async () => {
    await show(page, 'diagnostics-empty')
    await page.getByText('Nothing since Hearth was unlocked.').waitFor()
    await page.evaluate((diagnostics) => globalThis.gallery.change({ diagnostics }), trouble)
    const lately = page.getByRole('list', { name: 'What happened lately' }).getByRole('listitem')
    expect((await lately.allTextContents()).map((text) => text.slice(0, 22))).toEqual([
      expect.stringMatching(/^14:40Offer answered/),
      '14:39Connection failed',
      expect.stringMatching(/^14:38Connection is wea/),
      expect.stringMatching(/^14:37Connection lost/),
      expect.stringMatching(/^14:35Relay failed/),
      expect.stringMatching(/^Sun 08:40Left with a/),
    ])
  })

  it('are copied as the text that can be read there, with nobody in it', async () => {
    await show(page, 'diagnostics-trouble')
    await button('Copy diagnostics').click()
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor()
    const text = await page.evaluate(() => navigator.clipboard.readText())
    expect(text).toMatch(/^Hearth diagnostics, 2026-11-23T13:40/)
    expect(text).toContain('Contact 3: none, 12 waiting')
    expect(await page.locator('textarea').inputValue()).toBe(text)
    for (const { name, contact } of trouble.contacts) {
      expect(text).not.toContain(name.split(' ')[0])
      expect(text).not.toContain(contact)
    }
  })

  it('are read and copied by keyboard alone', async () => {
    await show(page, 'diagnostics')
    await page.getByRole('link', { name: 'Chats', exact: true }).focus()
    const name = () => page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent)
    const reached: unknown[] = []
    for (let times = 0; times < 15 && reached.at(-1) !== 'The text'; times++) {
      await page.keyboard.press('Tab')
      reached.push(await name())
      if (reached.at(-1) === 'Copy diagnostics') await page.keyboard.press('Enter')
    }
    expect(reached).toEqual([
      'Data',
      'Sites',
      'Me',
      'Back',
      'Lock',
      'Bob Marsh',
      'Jonas 🌲',
      'مريم الخطيب',
      'Copy diagnostics',
      'The text',
    ])
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^Hearth diagnostics/)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
  })

  it('name nobody while locked', async () => {
    await show(page, 'diagnostics-trouble')
    await page.evaluate(() => globalThis.gallery.change({ status: { phase: 'locked' }, diagnostics: null }))
    await page.getByRole('textbox', { name: 'Passphrase' }).waitFor()
    expect(await page.locator('body').innerText()).not.toMatch(/Bob|nos\.lol/)
  })
})

import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { asked, type OpenGallery, openGallery, show } from '../ui/gallery/open'
import { deeds, firstReceipt, kornblume, manyReceipts, receipts, thousands } from '../ui/gallery/sites-life'

let gallery: OpenGallery
let page: Page

beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(() => gallery?.close())

beforeEach(async () => {
  page = await gallery.page({ viewport: { width: 360, height: 640 } })
  return async () => {
    await page.context().close()
    expect(gallery.complaints.splice(0)).toEqual([])
  }
})

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const grants = () => page.getByRole('table', { name: 'Sites and grants' })
const activity = () => page.getByRole('table', { name: 'Activity' })
const search = () => page.getByRole('searchbox', { name: 'Search activity' })
const said = (words: string) => page.getByRole('status').filter({ hasText: words }).waitFor()
const focused = () =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)

/** What is in the file that the browser is given by this. */
const saved = async (press: () => Promise<void>): Promise<{ name: string; text: string }> => {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
}

describe('sites and grants', () => {
  it('say who may do what, why, until when, and when it was used', async () => {
    await show(page, 'sites')
    expect(await grants().getByRole('columnheader').allTextContents()).toEqual([
      'Who',
      'What',
      'Why',
      'Until',
      'Last used',
      'Action',
    ])
    const rows = grants().getByRole('row').filter({ hasText: 'orders.kornblume.example' })
    expect(await rows.count()).toBe(3)
    await rows.getByRole('link', { name: 'Home' }).waitFor()
    expect(await rows.first().getByRole('cell').allTextContents()).toEqual([
      'Korders.kornblume.exampleRevoke everything',
      'Read Contact: Name, Address, Email1 item · Home',
      'To deliver Saturday’s bread to your door. Receipt',
      'Until 22 Dec',
      'used today 13:40',
      'Revoke',
    ])
    expect(await rows.nth(2).getByRole('cell').nth(1).textContent()).toContain('Every item but 1')
    expect(await grants().getByRole('row').filter({ hasText: 'localhost' }).textContent()).toContain(
      'with another value in place of yours',
    )
    expect(await grants().getByRole('row').filter({ hasText: 'zugfahrt' }).count()).toBe(0)
  })

  it('quote a site so that its words stay its words', async () => {
    await show(page, 'sites-hostile')
    const why = grants().getByRole('row').nth(1).getByRole('cell').nth(2).locator('q')
    const text = (await why.textContent()) ?? ''
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\n“”]/)
    expect([...text].length).toBeLessThanOrEqual(121)
  })

  it('are ended one by one, at once, and the focus is not lost', async () => {
    await show(page, 'sites')
    await button('Revoke orders.kornblume.example: Read Contact: Name, Address, Email').focus()
    await page.keyboard.press('Enter')
    await said('Revoked orders.kornblume.example: Read Contact')
    expect(await asked(page, 'revoke')).toEqual([{ grant: kornblume.grants[0]?.id }])
    expect(await grants().getByRole('row').filter({ hasText: 'orders.kornblume.example' }).count()).toBe(2)
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Revoke everything from orders.kornblume.example')
  })

  it('are ended site by site', async () => {
    await show(page, 'sites')
    await button('Revoke everything from orders.kornblume.example').click()
    await said('Everything from orders.kornblume.example is revoked.')
    expect(await asked(page, 'revoke')).toEqual([{ grantee: 'https://orders.kornblume.example' }])
    expect(await grants().getByText('kornblume').count()).toBe(0)
    expect(await grants().getByText('library.example').first().isVisible()).toBe(true)
  })

  it('are ended all together, after a question that Escape says no to', async () => {
    await show(page, 'sites')
    const all = button('Revoke everything of all sites')
    await all.click()
    const question = page.getByRole('alertdialog', { name: 'Revoke everything of 4 sites?' })
    await question.waitFor()
    await page.keyboard.press('Escape')
    await question.waitFor({ state: 'detached' })
    expect(await asked(page, 'revoke')).toEqual([])
    await all.click()
    await question.getByRole('button', { name: 'Revoke everything' }).click()
    await said('Everything is revoked.')
    expect(await asked(page, 'revoke')).toEqual([{}])
    expect(await grants().count()).toBe(0)
  })

  it('say why nothing was ended, and keep what there is', async () => {
    await show(page, 'sites-refused')
    await button(/^Revoke library/).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('alert', { name: 'Your storage is full.' }).waitFor()
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
    expect(await grants().getByText('library.example').first().isVisible()).toBe(true)
  })

  it('keep in sight for a while what has ended, and how', async () => {
    await show(page, 'sites')
    await page.getByText('3 ended lately').click()
    const ended = page.getByRole('list', { name: 'Ended grants' }).getByRole('listitem')
    expect((await ended.allTextContents()).map((text) => text.replace(/^zugfahrt\.example/, ''))).toEqual([
      expect.stringMatching(/Revoked today 12:40/),
      expect.stringMatching(/Expired today 09:40/),
      expect.stringMatching(/^Change Event.*Once, used Friday/),
    ])
  })

  it('let a muted site ask again', async () => {
    await show(page, 'sites-all')
    const muted = page.getByRole('list', { name: 'Muted' }).getByRole('listitem')
    expect(await muted.allTextContents()).toEqual([
      expect.stringContaining('Until 14:44'),
      expect.stringContaining('Until you end it'),
    ])
    await button('Unmute newsletter.example').click()
    await said('newsletter.example may ask again.')
    expect(await asked(page, 'unmute')).toEqual([{ grantee: 'https://newsletter.example' }])
    expect(await muted.count()).toBe(1)
  })

  it('are walked through by keyboard alone', async () => {
    await show(page, 'sites')
    await page.getByRole('link', { name: 'Chats', exact: true }).focus()
    const reached: unknown[] = []
    for (let times = 0; times < 13; times++) {
      await page.keyboard.press('Tab')
      reached.push(await focused())
    }
    expect(reached).toEqual([
      'Data',
      'Sites',
      'Me',
      'Lock',
      'Grants',
      'Activity',
      'Receipts',
      'Revoke everything from orders.kornblume.example',
      'Home',
      'Receipt of orders.kornblume.example: Read Contact: Name, Address, Email',
      'Revoke orders.kornblume.example: Read Contact: Name, Address, Email',
      'Receipt of orders.kornblume.example: Know you by your identity for this site',
      'Revoke orders.kornblume.example: Know you by your identity for this site',
    ])
  })

  it('name nobody while locked', async () => {
    await show(page, 'sites-waiting')
    await page.evaluate(() => globalThis.gallery.change({ status: { phase: 'locked' } }))
    await page.getByRole('textbox', { name: 'Passphrase' }).waitFor()
    expect(await page.locator('body').innerText()).not.toMatch(/example/)
  })
})

describe('the tab beside the panel', () => {
  const enable = () => button('Let this site talk to Hearth')

  it('is let talk to Hearth in the click, and no longer', async () => {
    await show(page, 'sites-popup')
    await page.getByText('garten.example in this tab cannot see Hearth.').waitFor()
    await enable().click()
    await said('garten.example can ask Hearth now.')
    expect(await enable().count()).toBe(0)
    await button('No longer let garten.example').click()
    await enable().waitFor()
    expect(await button('No longer let garten.example').count()).toBe(0)
  })

  it('stays as it is where the person says no to the browser', async () => {
    await show(page, 'sites-popup-refused')
    await enable().click()
    await said('The browser did not allow it.')
    await enable().waitFor()
  })

  it('is spoken of in every place only where its site cannot ask', async () => {
    await show(page, 'sites-popup')
    await page.getByRole('link', { name: 'Chats', exact: true }).click()
    await page.waitForURL(/#chats$/)
    await enable().waitFor()
    await show(page, 'sites-popup-module')
    await enable().waitFor()
    await page.getByRole('link', { name: 'Chats', exact: true }).click()
    await enable().waitFor({ state: 'detached' })
  })

  it('shows what waits, and leads to it, and still lets its own site talk', async () => {
    await show(page, 'sites-popup-chats')
    await said('shop.example asks for something.')
    await enable().waitFor()
    await button('Look at it').click()
    await expect.poll(() => asked(page, 'showPrompt')).toEqual([{}])
    await page.getByText('shop.example asks').waitFor({ state: 'detached' })
  })
})

describe('who is not heard', () => {
  it('is said where it happens, with the way back: of the site in the tab, and of any that was just muted', async () => {
    await show(page, 'sites-popup-muted')
    await said('newsletter.example is muted until 14:44.')
    await said('garten.example is muted until you end it.')
    expect(await page.getByText('ads.tracker.example').count()).toBe(0)
    await button('Undo muting garten.example').click()
    await said('garten.example may ask again.')
    expect(await asked(page, 'unmute')).toEqual([{ grantee: 'https://garten.example' }])
    expect(await page.getByText('is muted').allTextContents()).toEqual(['newsletter.example is muted until 14:44.'])
  })
})

describe('activity', () => {
  it('says when, who, what and what came of it', async () => {
    await show(page, 'sites-activity')
    expect(await activity().getByRole('columnheader').allTextContents()).toEqual(['Time', 'Who', 'What', 'Outcome'])
    const rows = activity().getByRole('row')
    const texts = async (n: number) => rows.nth(n).getByRole('cell').allTextContents()
    expect(await texts(1)).toEqual([
      '13:40',
      'orders.kornblume.example',
      'Read Contact: Name, Email · 1 item · 4 times',
      'allowed',
    ])
    expect(await texts(2)).toEqual([
      '13:39',
      'orders.kornblume.example',
      'Asked for Contact: Name, Email',
      'allowed, 30 days',
    ])
    expect(await texts(5)).toEqual(['11:40', 'newsletter.example', 'Asked for Contact: Email · 12 times', 'muted'])
  })

  it('is searched as one types', async () => {
    await show(page, 'sites-activity')
    await search().fill('zugfahrt')
    await said('3 entries')
    expect(await activity().getByRole('row').count()).toBe(4)
    // By the words that stand there, and by no others.
    await search().fill('ASKED email denied')
    await said('1 entry')
    expect(await activity().getByRole('row').nth(1).textContent()).toContain('Asked for Contact: Email')
    await search().fill('telephone')
    await page.getByText('Nothing in it matches "telephone".').waitFor()
    await search().fill('phone')
    await said('1 entry')
    await search().fill('hinterzarten 2019')
    await page.getByText('Nothing in it matches "hinterzarten 2019".').waitFor()
    await search().fill('')
    await activity().getByText('newsletter.example').first().waitFor()
  })

  it('is saved as a file, all of it, whatever is searched for', async () => {
    await show(page, 'sites-activity-many')
    await search().fill('site-17.example')
    await said('1 entry')
    const { name, text } = await saved(() => button('Export activity').click())
    expect(name).toBe('hearth-activity-2026-11-23.json')
    const entries = JSON.parse(text)
    expect(entries.length).toBe(thousands.length)
    expect(entries[0]).toEqual({ ...thousands[0], at: '2026-11-23T13:40:00.000Z' })
    await said('4,812 entries are written.')
  })

  it('holds thousands, of which only those in sight are in the page', async () => {
    await show(page, 'sites-activity-many')
    await activity().getByText('site-1.example', { exact: true }).waitFor()
    expect(await activity().getAttribute('aria-rowcount')).toBe(String(thousands.length + 1))
    const scroller = page.getByRole('region', { name: 'Activity' })
    await scroller.focus()
    await page.keyboard.press('End')
    const last = activity().getByRole('row').filter({ hasText: 'site-4812.example' })
    await last.waitFor()
    expect(await last.getAttribute('aria-rowindex')).toBe('4813')
    expect(await activity().getByRole('row').count()).toBeLessThan(40)
    await search().fill('site-2000')
    await activity().getByText('site-2000.example').waitFor()
    expect(await scroller.evaluate((element) => element.scrollTop)).toBe(0)
  })

  it('follows what happens', async () => {
    await show(page, 'sites-activity')
    await activity().getByText('newsletter.example').first().waitFor()
    await page.evaluate((entries) => {
      globalThis.gallery.change({
        computed: { activity: () => ({ entries: entries.slice(0, 1), total: 1 }) },
      })
    }, deeds)
    await expect.poll(() => activity().getByRole('row').count()).toBe(2)
  })
})

describe('receipts', () => {
  it('are reached from the grant that they are of', async () => {
    await show(page, 'sites')
    await page.getByRole('link', { name: /^Receipt of orders\.kornblume\.example: Read/ }).click()
    await page.waitForURL(new RegExp(`#sites/receipts/${firstReceipt}$`))
    await page.getByRole('heading', { name: 'Receipt' }).waitFor()
    await page.getByText('It knows you as').waitFor()
    await page.keyboard.press('Escape')
    await page.waitForURL(/#sites\/receipts$/)
  })

  it('name whoever got something, on its day, whatever that one says', async () => {
    await show(page, 'sites-receipts-posing')
    const row = page.getByRole('list', { name: 'Receipts' }).getByRole('listitem')
    expect(await row.allTextContents()).toEqual(['evil.exampleRead Contact: Name, Address, Emailyesterday'])
  })

  it('are saved one by one, as they are', async () => {
    await show(page, 'sites-receipt')
    const { name, text } = await saved(() => button('Save receipt').click())
    expect(name).toBe(`hearth-receipt-${firstReceipt}.jsonld`)
    expect(JSON.parse(text)).toEqual(receipts[0])
  })

  it('are saved all together', async () => {
    await show(page, 'sites-receipts-many')
    const { name, text } = await saved(() => button('Export receipts').click())
    expect(name).toBe('hearth-receipts-2026-11-23.jsonld')
    expect(JSON.parse(text)).toEqual(manyReceipts)
  })

  it('are read on where there are many', async () => {
    await show(page, 'sites-receipts-many')
    const list = page.getByRole('list', { name: 'Receipts' }).getByRole('listitem')
    await expect.poll(() => list.count()).toBe(100)
    await button('Show more').click()
    await expect.poll(() => list.count()).toBe(200)
    await button('Show more').click()
    await expect.poll(() => list.count()).toBe(230)
    expect(await button('Show more').count()).toBe(0)
  })
})

describe('the person’s mark', () => {
  it('is changed, and is one to eight signs', async () => {
    await show(page, 'sites-mark')
    const mark = page.getByRole('textbox', { name: 'Your mark' })
    expect(await mark.inputValue()).toBe('🦊 🌲')
    expect(await button('Save mark').isDisabled()).toBe(true)
    await mark.fill('nine sign')
    await page.getByRole('alert').filter({ hasText: 'One to eight' }).waitFor()
    expect(await button('Save mark').isDisabled()).toBe(true)
    await mark.fill(' 🦉 owl ')
    await mark.press('Enter')
    await said('The mark is changed.')
    expect(await asked(page, 'setMark')).toEqual([{ mark: '🦉 owl' }])
  })
})

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { asked, type OpenGallery, openGallery, show } from '../ui/gallery/open'

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

const FILE = { name: 'phone.vcf', mimeType: 'text/vcard', buffer: Buffer.from('BEGIN:VCARD') }
const button = (name: string) => page.getByRole('button', { name, exact: true })
const heading = (name: string | RegExp) => page.getByRole('heading', { name })
const focused = () => page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent)
const tabTo = async (name: string): Promise<void> => {
  for (let times = 0; times < 30 && (await focused()) !== name; times++) await page.keyboard.press('Tab')
  expect(await focused()).toBe(name)
}

describe('bringing data in', () => {
  it('works by keyboard alone', async () => {
    await show(page, 'import-ended')
    await page.getByText('Choose files').waitFor()
    await tabTo('Choose files')
    const chooser = page.waitForEvent('filechooser')
    await page.keyboard.press('Enter')
    await (await chooser).setFiles(FILE)
    await heading('phone.vcf').waitFor()
    await tabTo('Import')
    await page.keyboard.press('Enter')
    await heading('phone.vcf is in').waitFor()
    await expect.poll(focused).toBe('phone.vcf is in')
    await tabTo('Undo this import')
    await page.keyboard.press('Enter')
    await page.getByText('Undone, 1,243').waitFor()
    await page.keyboard.press('Escape')
    await page.waitForURL(/#data$/)
  })

  it('takes what is dropped on it, and text that is pasted', async () => {
    await show(page, 'import-vcard')
    await page.getByText('Choose files').waitFor()
    await page.evaluate(() => {
      const data = new DataTransfer()
      data.items.add(new File(['x'], 'dropped.vcf'))
      document.querySelector('main')?.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }))
    })
    await heading('dropped.vcf').waitFor()
    await button('Cancel').click()
    await page.evaluate(() => {
      const data = new DataTransfer()
      data.setData('text/plain', 'BEGIN:VCARD')
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
    })
    await heading('Pasted text').waitFor()
  })

  it('takes several files one after the other', async () => {
    await show(page, 'import-ended')
    await page.getByLabel('Choose files').setInputFiles([FILE, { ...FILE, name: 'second.vcf' }])
    await heading('phone.vcf').waitFor()
    await page.getByText('1 more file after this').waitFor()
    await button('Import').click()
    await button('Next file').click()
    await heading('second.vcf').waitFor()
  })

  it('asks before the tab is closed in the middle, and only then', async () => {
    const leaves = () => page.evaluate(() => dispatchEvent(new Event('beforeunload', { cancelable: true })))
    await show(page, 'import-running')
    await page.getByLabel('Choose files').setInputFiles(FILE)
    expect(await leaves()).toBe(true)
    await button('Import').click()
    const bar = page.getByRole('progressbar', { name: 'Import', exact: true })
    await bar.waitFor()
    await page.getByText('1,240 items').waitFor()
    expect(await bar.getAttribute('value')).toBe('1400000')
    await expect.poll(leaves).toBe(false)
    await button('Cancel').click()
    await page.getByText('Choose files').waitFor()
    await expect.poll(leaves).toBe(true)
    await expect.poll(() => asked(page, 'cancelImport')).toHaveLength(1)
  })

  it('goes on while the person looks elsewhere', async () => {
    await show(page, 'import-running')
    await page.getByLabel('Choose files').setInputFiles(FILE)
    await button('Import').click()
    await heading('Bringing in phone.vcf').waitFor()
    await page.getByRole('link', { name: 'Me', exact: true }).click()
    await heading('Me').waitFor()
    await page.evaluate(() => {
      location.hash = '#data/import'
    })
    await heading('Bringing in phone.vcf').waitFor()
    expect(await asked(page, 'startImport')).toHaveLength(1)
  })

  it('copies what could not be read, with its lines', async () => {
    await show(page, 'import-ended')
    await page.getByLabel('Choose files').setInputFiles(FILE)
    await button('Import').click()
    await button('Copy list').click()
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor()
    const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toBe('Line 12\tThis is no date that Hearth is sure of.\tBDAY:31.02.1987')
  })

  it('asks the browser in the click, and gives the permission back', async () => {
    await show(page, 'import-vcard')
    await button('Bring in history').click()
    await heading('History of this browser').waitFor()
    await button('Cancel').click()
    await button('Forget the permission for history').click()
    await page.getByText('The permission is given back.').waitFor()
    expect(await button('Forget the permission for history').count()).toBe(0)
  })

  it('happens in a tab of its own', async () => {
    await show(page, 'import-popup')
    const link = page.getByRole('link', { name: 'Open in a tab' })
    expect(await link.getAttribute('href')).toBe('/home.html#data/import')
  })
})

describe('taking data out', () => {
  it('saves the file once, and again when it is asked for', async () => {
    await show(page, 'export-ready')
    const first = page.waitForEvent('download')
    await button('Make the export').click()
    expect((await first).suggestedFilename()).toBe('hearth-2026-11-23.zip')
    const second = page.waitForEvent('download')
    await button('Save hearth-2026-11-23.zip').click()
    expect((await second).suggestedFilename()).toBe('hearth-2026-11-23.zip')
  })

  it('makes no backup under a weak passphrase, nor under two', async () => {
    await show(page, 'export')
    await button('Back up to a file').click()
    const secret = page.getByRole('textbox', { name: 'Passphrase for the backup', exact: true })
    const again = page.getByRole('textbox', { name: 'Repeat passphrase for the backup' })
    await secret.fill('short')
    await again.fill('short')
    await button('Make the backup').click()
    await page.getByText('This passphrase is too easy to guess.').waitFor()
    await secret.fill('seven quiet embers')
    await button('Make the backup').click()
    await page.getByText('The two are not the same.').waitFor()
    await again.fill('seven quiet embers')
    await button('Make the backup').click()
    await heading('Writing the backup').waitFor()
  })
})

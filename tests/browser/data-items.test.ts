import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Chromium, launchChromium } from './harness/chromium'
import * as people from './harness/people'
import { PASSPHRASE } from './harness/person'

let browser: Chromium
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
  page = await browser.panel('home')
  await people.becomeSomeone(page, 'Alice', PASSPHRASE)
})
afterAll(() => browser?.close())

const button = (name: string) => page.getByRole('button', { name, exact: true })
const field = (name: string) => page.getByRole('textbox', { name, exact: true })
const items = () => page.getByRole('list', { name: 'Items' })
const row = (name: string) => items().getByRole('listitem').filter({ hasText: name })
const search = () => page.getByRole('searchbox', { name: 'Search your data' })
const sees = (words: string) => page.getByText(words).first().waitFor()
const toData = () => page.goto(`${browser.origin}home.html#data`)

/** Adds an item of a type by its fields, and stays on its page. */
const add = async (type: string, fields: Record<string, string>) => {
  await button('Add item').click()
  await page.getByRole('menuitem', { name: type, exact: true }).click()
  for (const [name, text] of Object.entries(fields)) await field(name).fill(text)
  await button('Save').click()
  await button('Edit').waitFor()
}

beforeEach(async () => {
  await page.goto(`${browser.origin}home.html#chats`)
  await toData()
  await page.getByRole('heading', { name: 'Data' }).waitFor()
})

describe('items in Chromium', () => {
  it('begins empty, and says how to begin', async () => {
    await sees('Nothing here yet')
    await button('Import file').waitFor()
    await add('Contact', { Name: 'Maximiliane Müller', Email: 'max@castellane.example', Tags: 'hut, friends' })
    await row('Maximiliane Müller').waitFor()
    await sees('max@castellane.example')
  })

  it('edits what was added, and undoes that', async () => {
    await row('Maximiliane').getByRole('link').click()
    await button('Edit').click()
    await field('Name').fill('Maximiliane Meier')
    await field('Birthday').fill('--03-03')
    await field('Street').fill('Gerberau 14')
    await button('Save').click()
    await page.getByRole('heading', { name: 'Maximiliane Meier' }).waitFor()
    await sees('March 3')
    await row('Maximiliane Meier').waitFor()
    await button('Undo').click()
    await page.getByRole('heading', { name: 'Maximiliane Müller' }).waitFor()
    expect(await page.getByText('Gerberau').count()).toBe(0)
  })

  it('finds as one types, without accents, within types and tags', async () => {
    await add('Note', { Name: 'Bread', Text: '# Slow\n\n- [ ] **fold**', Tags: 'kitchen, hut' })
    await page.getByRole('heading', { name: 'Slow' }).waitFor()
    await add('Place', { Name: 'Hut', Latitude: '47.9', Longitude: '8,1' })
    await search().pressSequentially('muller')
    await row('Maximiliane').waitFor()
    await expect.poll(() => items().getByRole('listitem').count()).toBe(1)
    await search().fill('hut')
    await expect.poll(() => items().getByRole('listitem').count()).toBe(3)
    await page.getByRole('combobox', { name: 'Type', exact: true }).selectOption({ label: 'Note (1)' })
    await expect.poll(() => items().getByRole('listitem').count()).toBe(1)
    await search().fill('nothing like it')
    await sees('Nothing in 3 items matches “nothing like it”.')
    await button('Show everything').click()
    await page.getByRole('combobox', { name: 'Tag', exact: true }).selectOption({ label: '#friends (1)' })
    await expect.poll(() => items().getByRole('listitem').count()).toBe(1)
    await page.getByRole('combobox', { name: 'Tag', exact: true }).selectOption({ label: 'All tags' })
  })

  it('says at the field what cannot be kept, and asks before losing what was written', async () => {
    await row('Hut').first().getByRole('link').click()
    await button('Edit').click()
    await field('Latitude').fill('91')
    await button('Save').click()
    await page.getByRole('alert').filter({ hasText: 'Latitude is between' }).waitFor()
    await page.getByRole('link', { name: 'Chats' }).click()
    const question = page.getByRole('alertdialog', { name: 'Leave without saving?' })
    await question.getByRole('button', { name: 'Keep editing' }).click()
    expect(await field('Latitude').inputValue()).toBe('91')
    await page.keyboard.press('Escape')
    await question.getByRole('button', { name: 'Leave' }).click()
    await row('Hut').first().getByRole('link').click()
    await button('Edit').waitFor()
    await sees('47.90000, 8.10000')
  })

  it('changes many at once, and undoes it after the worker was stopped', async () => {
    await button('Select items').click()
    await button('Select all 3').click()
    await button('Add tag').click()
    await page.getByRole('combobox', { name: 'Which tag' }).fill('winter')
    await button('Apply').click()
    await page.getByRole('status').filter({ hasText: 'Changed 3 items.' }).waitFor()
    await row('#winter').first().waitFor()
    await browser.stopWorker()
    await page.reload()
    await page.getByRole('status').filter({ hasText: 'Changed 3 items.' }).waitFor()
    await button('Undo').click()
    await page.getByRole('status').filter({ hasText: 'Undone, 3 items.' }).waitFor()
    await expect.poll(() => page.getByText('#winter').count()).toBe(0)
  })

  it('deletes into the bin, from which things come back or are erased', async () => {
    await row('Bread').getByRole('link').click()
    await button('Delete').click()
    await page.getByRole('status').filter({ hasText: 'Deleted “Bread”.' }).waitFor()
    expect(await row('Bread').count()).toBe(0)
    await button('Bin').click()
    await page.getByRole('checkbox', { name: /Bread/ }).check()
    await button('Restore').click()
    await sees('Nothing is in the bin.')
    await row('Bread').waitFor()
    await button('Back').click()
    await row('Bread').getByRole('link').click()
    await button('Delete').click()
    await row('Bread').waitFor({ state: 'detached' })
    await button('Bin').click()
    await button('Empty the bin').click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Erase for good' }).click()
    await sees('Nothing is in the bin.')
    await search().fill('bread')
    await sees('Nothing in 2 items matches')
    await search().fill('')
  })

  it('loses nothing that was written when Hearth is locked in the middle', async () => {
    await button('Add item').click()
    await page.getByRole('menuitem', { name: 'Task', exact: true }).click()
    await field('Name').fill('Order beech')
    await people.lock(page)
    expect(await page.getByText('Order beech').count()).toBe(0)
    await people.unlock(page, PASSPHRASE)
    expect(await field('Name').inputValue()).toBe('Order beech')
    await browser.stopWorker()
    await button('Save').click()
    await page.getByRole('heading', { name: 'Order beech' }).waitFor()
  })

  it('keeps mine or takes theirs where an item was changed elsewhere', async () => {
    await row('Order beech').getByRole('link').click()
    await button('Edit').click()
    await field('Name').fill('Order oak')
    const other = await browser.panel('sidepanel', 'data', { width: 360, height: 640 })
    await other
      .getByRole('list', { name: 'Items' })
      .getByRole('link', { name: /Order beech/ })
      .click()
    await other.getByRole('button', { name: 'Edit' }).click()
    await other.getByRole('textbox', { name: 'Name', exact: true }).fill('Order ash')
    await other.getByRole('button', { name: 'Save' }).click()
    await other.getByRole('heading', { name: 'Order ash' }).waitFor()
    await other.close()
    await sees('It was changed elsewhere meanwhile.')
    expect(await field('Name').inputValue()).toBe('Order oak')
    await button('Keep mine').click()
    await button('Save').click()
    await page.getByRole('heading', { name: 'Order oak' }).waitFor()
  })

  it('is used by keyboard alone', async () => {
    await search().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('End')
    const last = await items().getByRole('listitem').last().getAttribute('aria-posinset')
    expect(await page.evaluate(() => document.activeElement?.closest('li')?.ariaPosInSet)).toBe(last)
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await button('Edit').focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
    await page.keyboard.press('Escape')
    await button('Add item').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Contact', exact: true }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'New: Person' }).waitFor()
    await field('Name').fill('By keys')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'By keys' }).waitFor()
  })

  it('keeps a file of five megabytes, and gives it back byte for byte', async () => {
    const bytes = randomBytes(5 * 1024 * 1024 + 17)
    await button('Add item').click()
    await page.getByRole('menuitem', { name: 'File', exact: true }).click()
    const file = { name: 'photos.bin', mimeType: 'application/x-photos', buffer: bytes }
    await page.getByLabel('File', { exact: true }).setInputFiles(file)
    await page.getByRole('progressbar').or(button('Take it out')).first().waitFor()
    await browser.stopWorker()
    await button('Take it out').waitFor()
    expect(await field('Name').inputValue()).toBe('photos.bin')
    await browser.stopWorker()
    await button('Save').click()
    await button('Save to disk').waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), button('Save to disk').click()])
    expect(download.suggestedFilename()).toBe('photos.bin')
    const sum = (data: Uint8Array) => createHash('sha256').update(data).digest('hex')
    expect(sum(readFileSync(await download.path()))).toBe(sum(bytes))
  })

  it('makes a small picture of a picture, and shows it', async () => {
    const png = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(900, 600)
      const context = canvas.getContext('2d')
      if (context) {
        context.fillStyle = 'orange'
        context.fillRect(0, 0, 900, 300)
      }
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())]
    })
    await button('Add item').click()
    await page.getByRole('menuitem', { name: 'File', exact: true }).click()
    const file = { name: 'roof.png', mimeType: 'image/png', buffer: Buffer.from(png) }
    await page.getByLabel('File', { exact: true }).setInputFiles(file)
    await button('Take it out').waitFor()
    await button('Save').click()
    const picture = page.getByRole('img', { name: 'roof.png' })
    await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(900)
    const small = row('roof.png').locator('img')
    await expect.poll(() => small.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(320)
  })

  it('takes a file that is dropped on the list', async () => {
    const dropped = await page.evaluateHandle(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File(['hello'], 'hello.txt', { type: 'text/plain' }))
      return transfer
    })
    await items().dispatchEvent('drop', { dataTransfer: dropped })
    await row('hello.txt').waitFor()
  })

  it('come in from the file that "Import file" asks for', async () => {
    const chooser = page.waitForEvent('filechooser')
    await button('Import file').click()
    const buffer = Buffer.from('BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ines of the file\r\nEND:VCARD\r\n')
    await (await chooser).setFiles({ name: 'ines.vcf', mimeType: 'text/vcard', buffer })
    await button('Import').click()
    await button('Undo this import').waitFor()
    await row('Ines of the file').waitFor()
  })

  it('fits the side panel and the popup', async () => {
    for (const panel of ['sidepanel', 'popup'] as const) {
      const narrow = await browser.panel(panel, 'data', { width: 360, height: 600 })
      await narrow
        .getByRole('list', { name: 'Items' })
        .getByRole('link', { name: /By keys/ })
        .click()
      await narrow.getByRole('button', { name: 'Edit', exact: true }).waitFor()
      await narrow.getByRole('button', { name: 'Back', exact: true }).click()
      for (const name of ['Add item', 'Import file', 'Export everything', 'Merge duplicates', 'Timeline', 'Charts'])
        await narrow.getByRole('button', { name, exact: true }).waitFor()
      expect(await narrow.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
      await narrow.close()
    }
  })
})

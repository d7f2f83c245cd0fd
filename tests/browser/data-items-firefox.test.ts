import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElementHandle, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Firefox, launchFirefox } from './harness/firefox'
import { becomeSomeone, click, fill, hides, shows } from './harness/firefox-hands'

const PASSPHRASE = 'kettle orbit velvet canyon mosaic'
const soon = { timeout: 30_000, interval: 50 }
const HELLO = 'Wärme, the slow way'

describe('items in Firefox', () => {
  let firefox: Firefox
  let page: Page
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-files-'))
    firefox = await launchFirefox({
      prefs: {
        'browser.download.folderList': 2,
        'browser.download.dir': folder,
        'browser.download.useDownloadDir': true,
        'browser.download.always_ask_before_handling_new_types': false,
      },
    })
    page = await firefox.open('home.html')
    await page.setViewport({ width: 1100, height: 800 })
    await becomeSomeone(page, 'Alice', PASSPHRASE)
    await click(page, 'link', 'Data')
  })
  afterAll(async () => {
    await firefox?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const rows = () => page.$$eval('[aria-label="Items"] li', (all) => all.map((row) => row.innerText))
  const openRow = (name: string) =>
    page.locator(`::-p-xpath(//ul[@aria-label="Items"]//a[contains(., "${name}")])`).click()
  const add = async (type: string) => {
    await click(page, 'button', 'Add item')
    await click(page, 'menuitem', type)
  }

  it('are added, found, edited and brought back', async () => {
    await shows(page, 'Nothing here yet')
    await add('Note')
    await fill(page, 'Name', HELLO)
    await fill(page, 'Text', '# Stove\n\n- [x] **beech**')
    await fill(page, 'Tags', 'hut, kitchen')
    await click(page, 'button', 'Save')
    await shows(page, 'Stove')
    await fill(page, 'Search your data', 'warme')
    await vi.waitFor(async () => expect(await rows()).toEqual([expect.stringContaining(HELLO)]), soon)
    await fill(page, 'Search your data', 'warmer')
    await shows(page, 'Nothing in 1 item matches')
    await click(page, 'button', 'Show everything')
    await openRow(HELLO)
    await click(page, 'button', 'Edit')
    await fill(page, 'Name', 'Another name')
    await click(page, 'button', 'Save')
    await vi.waitFor(async () => expect(await rows()).toEqual([expect.stringContaining('Another name')]), soon)
    await click(page, 'button', 'Undo')
    await vi.waitFor(async () => expect(await rows()).toEqual([expect.stringContaining(HELLO)]), soon)
    await click(page, 'button', 'Delete')
    await shows(page, `Deleted “${HELLO}”.`)
    await click(page, 'button', 'Undo')
    await vi.waitFor(async () => expect(await rows()).toHaveLength(1), soon)
  })

  it('are there again after a reload and after a lock', async () => {
    await firefox.reload(page)
    await shows(page, HELLO)
    await click(page, 'button', 'Lock')
    await shows(page, 'Unlock')
    await hides(page, HELLO)
    await fill(page, 'Passphrase', PASSPHRASE)
    await click(page, 'button', 'Unlock')
    await shows(page, HELLO)
  })

  it('hold files, and give them back byte for byte', async () => {
    const bytes = randomBytes(5 * 1024 * 1024 + 3)
    const source = join(folder, 'source.bin')
    writeFileSync(source, bytes)
    await add('File')
    const input = (await page.waitForSelector('input[type=file]')) as ElementHandle<HTMLInputElement>
    await input.uploadFile(source)
    await shows(page, 'Take it out')
    await fill(page, 'Name', 'kept.bin')
    await click(page, 'button', 'Save')
    await click(page, 'button', 'Save to disk')
    const sum = (data: Uint8Array) => createHash('sha256').update(data).digest('hex')
    await vi.waitFor(() => expect(sum(readFileSync(join(folder, 'kept.bin')))).toBe(sum(bytes)), soon)
    expect(firefox.complaints).toEqual([])
  })
})

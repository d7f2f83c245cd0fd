import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from './harness/chromium'
import { launchFirefox } from './harness/firefox'
import { bundle } from './harness/site'

const script = await bundle(join(import.meta.dirname, 'formats/page.ts'))
const PASSPHRASE = 'kettle orbit velvet canyon mosaic'

/** A page of the extension, with the page's side of the worker in it. */
interface Opened {
  evaluate(expression: string): Promise<unknown>
  /** Closes the browser; throws where the page complained. */
  close(): Promise<void>
}

const inChromium = async (): Promise<Opened> => {
  // What the policy refuses is told on the console, and one test has it refuse.
  const browser = await launchChromium({ allow: [/TrustedScriptURL|TrustedTypePolicy/] })
  const page = await browser.panel('home')
  await page.evaluate(script)
  return { evaluate: (expression) => page.evaluate(expression), close: () => browser.close() }
}
const inFirefox = async (): Promise<Opened> => {
  const browser = await launchFirefox()
  const page = await browser.open('home.html')
  await page.evaluate(script)
  return { evaluate: (expression) => page.evaluate(expression), close: () => browser.close() }
}

const said = (...params: unknown[]) => params.map((param) => JSON.stringify(param)).join(', ')
const STEP =
  '<Record type="HKQuantityTypeIdentifierStepCount" unit="count" startDate="2024-01-15 08:00:00 +0100" endDate="2024-01-15 08:00:00 +0100" value="1"/>'
const health = (records: number) => `<HealthData>${STEP.repeat(records)}</HealthData>`

const FILE = 'f'.repeat(32)
const SIZE = 1_300_000
const ITEMS = Array.from({ length: 300 }, (_, n) => ({
  id: n.toString(16).padStart(32, '0'),
  type: n === 0 ? 'File' : 'Note',
  fields: n === 0 ? { content: { file: FILE, size: SIZE, mediaType: 'x/y' } } : { name: `Note ${n}`, text: '\u00d6l' },
  tags: ['a'],
  createdAt: 1,
  updatedAt: 2,
  rev: 3,
}))

describe.each([
  ['Chromium', inChromium],
  ['Firefox', inFirefox],
])('the formats worker in %s', (_, open) => {
  let page: Opened
  beforeAll(async () => {
    page = await open()
  })
  afterAll(() => page?.close())

  it('reads a file under the policy of our pages, a batch at a time', async () => {
    const read = await page.evaluate(`formatsPage.read(${said('export.xml', health(3_000))})`)
    expect(read).toMatchObject({ items: 3_000, unread: 0, batches: expect.toSatisfy((batches) => batches > 2) })
  })

  it('is the only worker that our pages may start', async () => {
    for (const bare of [`new Worker('/formats.js')`, `trustedTypes.createPolicy('other', {})`]) {
      expect(
        await page.evaluate(`(() => { try { ${bare}; return 'done' } catch (error) { return error.name } })()`),
      ).toBe('TypeError')
    }
  })

  it('shows what a file is', async () => {
    const card = `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada\r\nPHOTO;ENCODING=b;TYPE=JPEG:${'AAAA'.repeat(2_000)}\r\nEND:VCARD\r\n`
    const inspection = await page.evaluate(`formatsPage.inspect(${said('x.csv', card)})`)
    expect(inspection).toMatchObject({ format: 'vcard', items: [{ type: 'Contact', fields: { name: 'Ada' } }] })
    expect(await page.evaluate(`formatsPage.read(${said('x.csv', card)})`)).toMatchObject({ items: 1, bytes: 6_000 })
  })

  it('ends at once where it is cancelled', async () => {
    const cancelled = await page.evaluate(`formatsPage.cancel(${said('export.xml', health(20_000))})`)
    expect(cancelled).toEqual({ reason: 'cancelled', batches: 3 })
  })

  it('writes a backup and restores it; another passphrase gives nothing', async () => {
    const backup = await page.evaluate(`formatsPage.backup(${said(ITEMS, FILE, SIZE, PASSPHRASE)})`)
    const restored = await page.evaluate(`formatsPage.restore(${said(backup, PASSPHRASE, SIZE)})`)
    const were = ITEMS.map(({ id, type, fields, tags, createdAt, updatedAt }) => {
      return { key: id, type, fields, tags, was: { id, createdAt, updatedAt } }
    })
    expect(restored).toMatchObject({ items: 300, unread: 0, same: true, restored: were })
    const wrong = `formatsPage.reasonOf(() => formatsPage.restore(${said(backup, 'kettle', SIZE)}))`
    expect(await page.evaluate(wrong)).toBe('wrong-passphrase')
  })
})

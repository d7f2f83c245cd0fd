import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from './harness/chromium'
import { launchFirefox } from './harness/firefox'
import { bundle } from './harness/site'

const script = await bundle(join(import.meta.dirname, 'formats/page.ts'))

/** A page of the extension, with the page's side of the worker in it. */
interface Opened {
  evaluate(expression: string): Promise<unknown>
  close(): Promise<void>
}

const inChromium = async (): Promise<Opened> => {
  const browser = await launchChromium()
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

describe.each([
  ['Chromium', inChromium],
  ['Firefox', inFirefox],
])('the formats worker in %s', (_, open) => {
  let page: Opened
  beforeAll(async () => {
    page = await open()
  })
  afterAll(() => page?.close())

  it('reads a file under the policy of our pages', async () => {
    const health = `<HealthData>${'<Record type="HKQuantityTypeIdentifierStepCount" unit="count" startDate="2024-01-15 08:00:00 +0100" endDate="2024-01-15 08:00:00 +0100" value="1"/>'.repeat(3000)}</HealthData>`
    const read = await page.evaluate(`formatsPage.read('export.xml', ${JSON.stringify(health)})`)
    expect(read).toMatchObject({ items: 3000, unread: 0, batches: expect.toSatisfy((batches) => batches > 2) })
  })
})

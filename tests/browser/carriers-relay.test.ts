import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { npmRelay } from '../carriers/relays/npm-relay'
import { serveScript } from './harness/site'
import { plainChromium, plainFirefox } from './storage/browsers'

const site = await serveScript(join(import.meta.dirname, 'relay/page.ts'))
afterAll(() => site.close())

describe.each([
  ['Chromium', plainChromium],
  ['Firefox', plainFirefox],
])('a relay in a real %s', (_, launch) => {
  it('carries frames between a page and a service worker that starts later, both ways', async () => {
    const relay = await npmRelay()
    const browser = await launch(site.url)
    try {
      const page = await browser.open()
      expect(await page.evaluate(`relayPage.meet('${relay.url}', [1, 5000, 70000])`)).toEqual([1, 5_000, 70_000])
    } finally {
      await browser.close()
      await relay.stop()
    }
  })
})

import type { Page } from 'puppeteer-core'
import { describe, expect, it } from 'vitest'
import { pressInChromium, pressInFirefox } from './forms/stage'
import type { Chromium } from './harness/chromium'
import { type Firefox, UNTHROTTLED } from './harness/firefox'
import { shows } from './harness/firefox-hands'
import { inChromium, inFirefox } from './harness/hands'
import { serveSite } from './harness/sites'

const BUTTON = 'Let this site talk to Hearth'

describe('the popup', () => {
  it('lets exactly the site talk to Hearth that it was opened on, in Firefox', async () => {
    const site = await serveSite()
    const somebody = await inFirefox(undefined, { prefs: UNTHROTTLED })
    const firefox = somebody.browser as Firefox
    const page = await firefox.browser.newPage()
    await page.goto(site.url)
    // The popup's own page in a tab behind: what it may know is the same.
    const popup = await firefox.open('popup.html')
    const look = async (at: Page) => {
      await at.bringToFront()
      await at.waitForFunction(() => document.visibilityState === 'visible')
      // Loading it anew takes Firefox ten seconds over BiDi: it comes from another place instead.
      await popup.evaluate("location.hash = '#chats'")
      await shows(popup, 'Invite someone')
      await popup.evaluate("location.hash = '#sites'")
      await popup.waitForFunction("document.querySelector('h1')?.textContent === 'Sites'")
    }
    const seen = 'browser.tabs.query({ active: true, currentWindow: true }).then(([tab]) => tab.url ?? null)'
    await look(page)
    expect(await popup.evaluate(seen)).toBe(null)
    expect(await popup.evaluate('document.body.innerText')).not.toContain(BUTTON)

    await pressInFirefox(firefox)
    await look(page)
    expect(await popup.evaluate(seen)).toBe(`${site.url}/`)
    await shows(popup, BUTTON)
    // With the mouse, as the browser demands; not by a locator, which waits for frames that nobody draws behind.
    await popup.click(`xpath///button[normalize-space(.)="${BUTTON}"]`)
    const asked = "client.connectAgent({ timeout: 20000 }).then((agent) => agent.request({ method: 'agent_getInfo' }))"
    expect(await page.evaluate(asked)).toMatchObject({ name: 'Hearth' })
    const origins = await popup.evaluate('browser.permissions.getAll().then(({ origins }) => origins.join())')
    expect(origins).toBe('http://127.0.0.1/*')
    await somebody.leave()
    site.close()
  })

  it('offers it for the site that it was opened on in Chromium', async () => {
    const site = await serveSite()
    const somebody = await inChromium({ args: ['--enable-unsafe-extension-debugging'] })
    const browser = somebody.browser as Chromium
    const page = await browser.context.newPage()
    await page.goto(site.url)
    const popup = await browser.panel('popup', 'sites')
    const look = async () => {
      await page.bringToFront()
      await popup.reload()
      await popup.getByRole('heading', { name: 'Sites' }).waitFor()
    }
    const seen = 'chrome.tabs.query({ active: true, currentWindow: true }).then(([tab]) => tab.url ?? null)'
    await look()
    expect(await popup.evaluate(seen)).toBe(null)
    await page.bringToFront()
    await pressInChromium(browser.context, page.url())
    await look()
    expect(await popup.evaluate(seen)).toBe(`${site.url}/`)
    await popup.getByRole('button', { name: BUTTON }).waitFor()
    await somebody.leave()
    site.close()
  })
})

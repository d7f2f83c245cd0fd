import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { launchChromium } from './harness/chromium'
import { launchFirefox } from './harness/firefox'

/** Decides between all the sheets that follow: another first one would turn the layers round. */
const firstRule = 'document.styleSheets[0].cssRules[0].cssText'

describe('the contexts in Chromium', () => {
  it('open at the id of the manifest, under the policy, with the layers in order and no complaint', async () => {
    const browser = await launchChromium()
    for (const name of ['home', 'popup', 'sidepanel'] as const) {
      const page = await browser.panel(name, 'chats')
      expect(await page.title()).toContain('Hearth')
      expect(await page.evaluate(firstRule)).toBe('@layer tokens, base, ui, screen;')
    }
    await browser.close()
  })

  it('ask for nothing at installation, and the manifest has no mistake', async () => {
    const browser = await launchChromium()
    const page = await browser.context.newPage()
    await page.goto('chrome://extensions')
    const all = await page.evaluate<{ id: string; permissions: object; manifestErrors: []; installWarnings: [] }[]>(
      'chrome.developerPrivate.getExtensionsInfo()',
    )
    const hearth = all.find(({ id }) => browser.origin.includes(id))
    // No host, no warning: those that the person may add one by one are told beside.
    expect(hearth?.permissions).toMatchObject({
      simplePermissions: [],
      runtimeHostPermissions: { hasAllHosts: false, hosts: [] },
    })
    expect(hearth?.manifestErrors).toEqual([])
    expect(hearth?.installWarnings).toEqual([])
    await browser.close()
  })

  it('cannot fetch from anywhere', async () => {
    const browser = await launchChromium({ allow: [/violates the (?:document's|following) Content Security Policy/] })
    const page = await browser.panel('home')
    const outcome = await page.evaluate(() => fetch('https://example.invalid/').then(String, String))
    expect(outcome).toContain('TypeError')
    const worker = await browser.worker()
    expect(await worker.evaluate(`fetch('https://example.invalid/').then(String, String)`)).toContain('TypeError')
    const refused = new Set(['home.html', 'background.js'])
    await expect.poll(() => new Set(browser.complaints.map(({ where }) => where))).toEqual(refused)
    await browser.close()
  })

  it('report what goes wrong in them', async () => {
    const browser = await launchChromium()
    const worker = await browser.worker()
    await worker.evaluate(`setTimeout(() => { throw new Error('planted in the worker') })`)
    const page = await browser.panel('popup')
    await page.evaluate(() => console.error('planted in a panel'))
    await expect.poll(() => browser.complaints).toHaveLength(2)
    await expect(browser.close()).rejects.toThrow(/planted in the worker[\s\S]*planted in a panel/)
  })

  it('outlive a stopped worker and a killed browser', async () => {
    const profileDir = mkdtempSync(join(tmpdir(), 'hearth-kill-'))
    const first = await launchChromium({ profileDir })
    const before = await first.worker()
    await before.evaluate(`globalThis.mark = 1`)
    await first.stopWorker()
    await first.panel('home').then((page) => page.evaluate(`chrome.runtime.sendMessage('wake').catch(() => {})`))
    expect(await (await first.worker()).evaluate(`String(globalThis.mark)`)).toBe('undefined')
    await first.kill()
    const second = await launchChromium({ profileDir })
    expect(await (await second.panel('home')).title()).toContain('Hearth')
    await second.close()
    rmSync(profileDir, { recursive: true, force: true })
  })
})

describe('the contexts in Firefox', () => {
  it('open under the policy', async () => {
    const firefox = await launchFirefox()
    for (const file of ['home.html', 'popup.html#chats', 'sidepanel.html']) {
      const page = await firefox.open(file)
      expect(await page.evaluate(() => document.title)).toContain('Hearth')
    }
    expect(firefox.complaints).toEqual([])
    await firefox.close()
  })
})

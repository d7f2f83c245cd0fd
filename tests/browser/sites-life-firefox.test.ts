import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ItemId } from '../../lib/contract/ids'
import type { Runs } from '../bench/page'
import { type Firefox, UNTHROTTLED } from './harness/firefox'
import { becomeSomeone, click, fill, shows } from './harness/firefox-hands'
import { answer, ask, enable, launchAtSites, promptOf, visit } from './harness/firefox-visits'
import { ADDRESS, keep, type Sites, serveSites } from './harness/visits'

// The example sites through their life in Firefox, where a person first lets a site talk to Hearth.

const PASSPHRASE = 'kettle orbit velvet canyon mosaic'
const SHOP = 'https://shop.test'
const FORUM = 'https://forum.test'
const QUERY = { type: 'PostalAddress', fields: ['name', 'address'] }

let sites: Sites
let profileDir: string
let firefox: Firefox
let home: Page
let page: Page
let address: ItemId

const launch = async () => {
  firefox = await launchAtSites(sites, ['other.test'], { profileDir, prefs: UNTHROTTLED })
  home = await firefox.open('home.html')
}

beforeAll(async () => {
  sites = await serveSites()
  profileDir = mkdtempSync(join(tmpdir(), 'hearth-profile-'))
  await launch()
  await becomeSomeone(home, 'Alice', PASSPHRASE)
  await shows(home, 'Invite someone')
  address = await keep(home as Runs, 'PostalAddress', ADDRESS)
})
afterAll(async () => {
  await firefox?.close()
  sites?.close()
  rmSync(profileDir, { recursive: true, force: true })
})

const press = (name: string) => click(page, 'button', name)
const says = (words: string) => shows(page, words)
const field = (name: string) => page.evaluate(`document.forms.order.elements[${JSON.stringify(name)}].value`)

describe('sites in Firefox', () => {
  it('see nothing of Hearth until the person lets them', async () => {
    page = await visit(firefox, SHOP)
    await says('Hearth is not here, or may not speak to this page.')
    await enable(home, SHOP, FORUM)
    await page.bringToFront()
    await firefox.reload(page)
    await says('It asks you before we see anything.')
    const other = await visit(firefox, 'https://other.test')
    await expect(ask(other, 'agent_getInfo', undefined, 500)).rejects.toThrow()
    await other.close()
    await page.bringToFront()
  })

  it('ask, get what was allowed and no more, and hear of changes', async () => {
    await press('Remember it for 30 days')
    const prompt = await promptOf(firefox, SHOP)
    await shows(prompt, 'The site says:')
    await prompt.evaluate(`[...document.querySelectorAll('[type=checkbox]')].find((box) =>
      (box.ariaLabel ?? box.labels?.[0]?.textContent ?? '').includes('5550123')).click()`)
    await answer(prompt, 'Allow')
    await says('as you allowed until')
    expect(await field('streetAddress')).toBe('Gerberau 14')
    expect(await field('telephone')).toBe('')
    await keep(home as Runs, 'PostalAddress', { address: { ...ADDRESS.address, streetAddress: 'Am Wald 2' } }, address)
    await page.waitForFunction(`document.forms.order.elements.streetAddress.value === 'Am Wald 2'`)
  })

  it('are signed in to, and verified by their server', async () => {
    const forum = await visit(firefox, FORUM)
    await click(forum, 'button', 'Sign in with Hearth')
    const prompt = await promptOf(firefox, FORUM)
    await shows(prompt, 'Sign in to forum.test as')
    await answer(prompt, 'Allow')
    await shows(forum, 'We do not know you yet.')
    await shows(forum, 'did:key:z6Mk')
    await forum.close()
  })

  it('go on after the browser was started anew, once it is unlocked', async () => {
    await firefox.close()
    await launch()
    page = await visit(firefox, SHOP)
    expect((await ask(page, 'data_query', QUERY)).error).toMatchObject({ code: 4100 })
    await home.bringToFront()
    await fill(home, 'Passphrase', PASSPHRASE)
    await click(home, 'button', 'Unlock')
    await shows(home, 'Invite someone')
    await page.bringToFront()
    await says('as you allowed until')
    expect(await field('streetAddress')).toBe('Am Wald 2')
  })

  it('forget when the person revokes', async () => {
    await home.evaluate(`location.hash = '#sites'`)
    await shows(home, 'shop.test')
    await home.evaluate(`[...document.querySelectorAll('button')].find((each) =>
      /^Revoke .*shop\\.test: Read/.test(each.ariaLabel ?? each.textContent)).click()`)
    await says('This page has forgotten your address.')
    expect(await field('streetAddress')).toBe('')
    expect((await ask(page, 'data_query', QUERY)).error).toMatchObject({ code: 4100 })
  })
})

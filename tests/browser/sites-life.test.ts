import { rmSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as people from './harness/people'
import { arrive, leave, PASSPHRASE, type Person } from './harness/person'
import {
  ADDRESS,
  answer,
  ask,
  clockedExtension,
  keep,
  openPrompt,
  passTime,
  promptOf,
  type Sites,
  serveSites,
  steps,
  visit,
} from './harness/visits'

// The three example sites through their whole life in Chromium: ask, narrow, allow, use, change, revoke, expire.

const DAY = 86_400_000
const READ = {
  name: 'data',
  type: 'PostalAddress',
  access: ['read'],
  fields: ['name', 'address'],
  purpose: { text: 'x' },
}
const QUERY = { type: 'PostalAddress', fields: ['name', 'address'] }

let sites: Sites
let extension: string
let alice: Person
let site: Page

beforeAll(async () => {
  sites = await serveSites()
  extension = clockedExtension()
  // The forum says so of a token that is not for it.
  alice = await arrive('Alice', [], { extension, args: sites.chromiumArgs, allow: [/status of 403/] })
  await keep(alice.page, 'PostalAddress', ADDRESS)
})
afterEach(() => site?.close())
afterAll(async () => {
  await leave(alice)
  sites?.close()
  rmSync(extension, { recursive: true, force: true })
})

const { button } = people
const says = (words: string | RegExp) => site.getByRole('status').filter({ hasText: words }).first().waitFor()
const press = (name: string) => button(site, name).click()
const field = (name: string) => site.getByLabel(name, { exact: true })
const open = async (origin: string) => {
  site = await visit(alice.browser, origin)
}
const prompt = (origin: string) => promptOf(alice.browser, origin)
/** Hearth's own full tab, at what it says of sites. */
const toSites = async (hash = '#sites') => {
  await alice.page.goto(`${alice.browser.origin}home.html#chats`)
  await alice.page.goto(`${alice.browser.origin}home.html${hash}`)
  return alice.page
}
const revokeAllOf = async (origin: string) => {
  const page = await toSites()
  await button(page, new RegExp(`^Revoke everything from .*${new URL(origin).host}`)).click()
}

describe('the shop', () => {
  const shop = 'https://shop.test'

  it('gets an address once, without what the person leaves out', async () => {
    await open(shop)
    await says('It asks you before we see anything.')
    await press('Take an address from Hearth')
    const window = await prompt(shop)
    await window.getByText('The site says:').waitFor()
    await window.getByText('Send the tin that you order to you').waitFor()
    await window.getByRole('checkbox', { name: /: \+49 761 5550123$/ }).uncheck()
    await answer(window, 'Allow')
    await says('Taken from Hearth, this once.')
    expect(await field('Street and number').inputValue()).toBe('Gerberau 14')
    expect(await field('Telephone, for the courier').inputValue()).toBe('')
    expect((await ask(site, 'data_query', QUERY)).error).toMatchObject({ code: 4100 })
    expect((await ask(site, 'permissions_query')).result).toEqual([])
  })

  it('gets nothing that is denied, and learns no reason', async () => {
    await open(shop)
    await press('Remember it for 30 days')
    await answer(await prompt(shop), 'Deny')
    await says('You shared nothing.')
    expect(await field('Name').inputValue()).toBe('')
  })

  it('reads while it may, for as long as the person said, and hears of changes', async () => {
    await open(shop)
    await press('Remember it for 30 days')
    const window = await prompt(shop)
    await window.getByRole('combobox', { name: 'For how long' }).selectOption({ label: 'One day' })
    await answer(window, 'Allow')
    await says('as you allowed until')
    const { result } = await ask(site, 'permissions_query')
    const until = result.flatMap(({ caveats }: { caveats: { type: string; value: string }[] }) =>
      caveats.filter(({ type }) => type === 'expiresAt').map(({ value }) => Date.parse(value) - Date.now()),
    )
    expect(until).toHaveLength(1)
    expect(until[0]).toBeGreaterThan(DAY - 600_000)
    expect(until[0]).toBeLessThanOrEqual(DAY)
    const { result: read } = await ask(site, 'data_query', QUERY)
    expect(read.records).toEqual([
      { ...ADDRESS, telephone: undefined, type: 'PostalAddress', id: expect.any(String), rev: expect.any(String) },
    ])
    const page = await toSites('#data')
    await page
      .getByRole('list', { name: 'Items' })
      .getByRole('link', { name: /Maximiliane/ })
      .click()
    await button(page, 'Edit').click()
    await page.getByRole('textbox', { name: 'Street', exact: true }).fill('Am Wald 2')
    await button(page, 'Save').click()
    await expect.poll(() => field('Street and number').inputValue()).toBe('Am Wald 2')
  })

  it('reads again after a reload without a question, and nothing of another origin', async () => {
    await open(shop)
    await says('as you allowed until')
    expect(openPrompt(alice.browser)).toBeUndefined()
    const { result } = await ask(site, 'data_query', QUERY)
    const other = await visit(alice.browser, 'https://other.test')
    const ids = [result.records[0].id]
    expect((await ask(other, 'data_get', { ids })).error).toMatchObject({ code: 4100 })
    expect((await ask(other, 'data_query', QUERY)).error).toMatchObject({ code: 4100 })
    expect((await ask(other, 'permissions_query')).result).toEqual([])
    await other.close()
  })

  it('is told nothing while Hearth is locked, and fills in again afterwards', async () => {
    await people.lock(alice.page)
    await open(shop)
    await says('It asks you before we see anything.')
    expect(await field('Street and number').inputValue()).toBe('')
    await alice.page.bringToFront()
    await people.unlock(alice.page, PASSPHRASE)
    // The driver keeps every tab visible: coming back to it is no event here.
    await site.reload()
    await says('as you allowed until')
    expect(await field('Street and number').inputValue()).toBe('Am Wald 2')
  })

  it('forgets when the person revokes, and the lists say so', async () => {
    await open(shop)
    await says('as you allowed until')
    const page = await toSites()
    const row = page.getByRole('table', { name: 'Sites and grants' }).getByRole('row').filter({ hasText: 'shop.test' })
    await row.first().waitFor()
    await button(page, /^Revoke .*shop\.test: Read/).click()
    await says('This page has forgotten your address.')
    expect(await field('Street and number').inputValue()).toBe('')
    expect((await ask(site, 'data_query', QUERY)).error).toMatchObject({ code: 4100 })
    const activity = await toSites('#sites/activity')
    await activity.getByRole('searchbox', { name: 'Search activity' }).fill('shop.test revoked')
    await activity
      .getByRole('table', { name: 'Activity' })
      .getByRole('row')
      .filter({ hasText: 'shop.test' })
      .first()
      .waitFor()
    const { result: receipts } = await ask(site, 'receipts_list')
    expect(receipts.length).toBeGreaterThanOrEqual(2)
    expect(JSON.stringify(receipts)).not.toContain('Gerberau')
  })
})

describe('a page that reads', () => {
  const reader = 'https://reader.test'

  it('spends what was for once, and loses what ran out', async () => {
    await open(reader)
    const once = ask(site, 'permissions_request', [{ ...READ, duration: 'once' }])
    await answer(await prompt(reader), 'Allow')
    expect((await once).result).toHaveLength(1)
    expect((await ask(site, 'data_query', QUERY)).result.records).toHaveLength(1)
    expect((await ask(site, 'data_query', QUERY)).error).toMatchObject({ code: 4100 })
    const day = ask(site, 'permissions_request', [{ ...READ, duration: 'P1D' }])
    await answer(await prompt(reader), 'Allow')
    expect((await day).result).toHaveLength(1)
    expect((await ask(site, 'data_query', QUERY)).result.records).toHaveLength(1)
    await passTime(alice.browser, DAY + 60_000)
    expect((await ask(site, 'data_query', QUERY)).error).toMatchObject({ code: 4100 })
    await alice.browser.stopWorker()
  })
})

describe('the fitness page', () => {
  const fitness = 'https://fitness.test'
  const days = () => site.locator('#days').innerText()

  it('draws what it was let read, and what comes later by itself', async () => {
    await keep(alice.page, 'Measurement', steps(8_000, '2026-11-20'))
    await keep(alice.page, 'Measurement', { measuredProperty: 'Weight', value: 70, unitText: 'kg' })
    await open(fitness)
    await press('Connect my measurements')
    const window = await prompt(fitness)
    for (const box of await window.getByRole('checkbox', { name: /later/ }).all()) await box.check()
    await answer(window, 'Allow')
    await says('New steps appear by themselves.')
    expect(await days()).toBe('one day')
    await keep(alice.page, 'Measurement', steps(6_000, '2026-11-21'))
    await expect.poll(days).toBe('2 days')
    await site.getByText('7,000').first().waitFor()
  })

  it('adds without a question, and asks before it changes or deletes', async () => {
    await open(fitness)
    await says('New steps appear by themselves.')
    await field('Steps').fill('9000')
    await field('Day').fill('2026-11-22')
    await press('Keep it in Hearth')
    await expect.poll(days).toBe('3 days')
    expect(openPrompt(alice.browser)).toBeUndefined()
    site.once('dialog', (dialog) => dialog.accept('9100'))
    await button(site, /^Correct 9,000/).click()
    const window = await prompt(fitness)
    await window
      .getByRole('table', { name: 'Changes' })
      .getByText('9,100')
      .or(window.getByText('9100'))
      .first()
      .waitFor()
    await answer(window, 'Allow')
    await button(site, /^Delete 9,100/).click()
    await answer(await prompt(fitness), 'Deny')
    await says('nothing was changed')
    await button(site, /^Delete 9,100/).click()
    await answer(await prompt(fitness), 'Allow')
    await expect.poll(days).toBe('2 days')
    const data = await toSites('#data')
    await button(data, 'Undo').first().click()
    await expect.poll(days).toBe('3 days')
  })

  it('has nothing left when everything of it is revoked', async () => {
    await open(fitness)
    await says('New steps appear by themselves.')
    await revokeAllOf(fitness)
    await says('Nothing of yours is left on this page.')
    expect(await site.locator('#chart rect').count()).toBe(0)
    expect(
      (await ask(site, 'permissions_query')).result.filter(({ status }: { status: string }) => status === 'active'),
    ).toEqual([])
  })
})

describe('the forum', () => {
  const forum = 'https://forum.test'
  const signIn = async () => {
    await press('Sign in with Hearth')
    const window = await prompt(forum)
    await window.getByText(/Sign in to forum\.test as/).waitFor()
    await answer(window, 'Allow')
  }

  it('lets in who signs, and its server knows them again', async () => {
    await open(forum)
    await signIn()
    await says('We do not know you yet.')
    const did = await site.locator('#did').innerText()
    expect(did).toMatch(/^did:key:z6Mk/)
    await field('What shall we call you?').fill('Alice from the third floor')
    await press('That is me')
    await field('Pin a note').fill('I have jars for the quinces.')
    await press('Pin it')
    await site.getByRole('list', { name: 'Notes' }).getByText('jars').waitFor()
    await site.reload()
    await says('Hello, Alice from the third floor.')
    await press('Sign out')
    await says('Signed out.')
    await signIn()
    await says('Good to see you again, Alice from the third floor.')
    expect(await site.locator('#did').innerText()).toBe(did)
    const other = await visit(alice.browser, 'https://forum-of-others.test')
    const asked = ask(other, 'identity_signIn', { nonce: 'n' })
    const window = await prompt('https://forum-of-others.test')
    await window.getByText(/first time/i).waitFor()
    await answer(window, 'Allow')
    const { result } = await asked
    expect(result.did).not.toBe(did)
    // A token for another site is none here.
    await other.close()
    const refused = await site.evaluate(
      async (token) => (await fetch('/api/session', { method: 'POST', body: JSON.stringify({ token }) })).status,
      result.token,
    )
    expect(refused).toBe(403)
  })
})

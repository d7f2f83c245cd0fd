import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ensureChromium } from '../../tools/browser.mjs'
import { serveSites } from '../sites/serve.mjs'

// What the example sites say in every state, with an agent that a test plays: `answers` by method, `tell` for events.

interface Played {
  there: boolean
  answers: Record<string, (params: unknown) => unknown>
  tell(event: string, data: unknown): void
}

declare global {
  var played: Played
}

const CLIENT = `
const listeners = {}
globalThis.played = { there: true, answers: {}, tell: (event, data) => listeners[event]?.(data), ...globalThis.played }
export const connectAgent = async () => {
  if (!played.there) throw Object.assign(new Error('no agent'), { name: 'NotFoundError' })
  return {
    request: async ({ method, params }) => (played.answers[method] ?? (() => null))(params),
    on: (event, listener) => (listeners[event] = listener),
    off: () => undefined,
  }
}
`
const refuse = (code: number, name: string) =>
  `() => { throw Object.assign(new Error(), { code: ${code}, name: '${name}' }) }`
const grant = (type: string) =>
  `() => [{ id: 'g', parentCapability: 'data.read', status: 'active', caveats: [{ type: 'type', value: '${type}' }, { type: 'expiresAt', value: '2026-12-24T10:00:00Z' }] }]`

let scratch: string
let sites: Awaited<ReturnType<typeof serveSites>>
let browser: Browser
let page: Page

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'hearth-client-'))
  const client = join(scratch, 'hearth.js')
  writeFileSync(client, CLIENT)
  sites = await serveSites({ client })
  browser = await chromium.launch({
    executablePath: ensureChromium() ?? '',
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...sites.chromiumArgs],
  })
})
afterEach(() => page?.context().close())
afterAll(async () => {
  await browser?.close()
  sites?.close()
  rmSync(scratch, { recursive: true, force: true })
})

/** Opens a site where an agent gives these answers: expressions of functions, by method. Null: there is none. */
const open = async (site: 'shop' | 'fitness' | 'forum', answers: Record<string, string> | null) => {
  const context = await browser.newContext({ viewport: { width: 1100, height: 860 } })
  page = await context.newPage()
  const all = Object.entries(answers ?? {}).map(([method, answer]) => `${method}: ${answer}`)
  await page.addInitScript(`globalThis.played = { there: ${answers !== null}, answers: { ${all.join(', ')} } }`)
  await page.goto(sites.origins[site] ?? '')
}
const play = (method: string, answer: string) => page.evaluate(`played.answers.${method} = ${answer}`)
const tell = (event: string, data: unknown = null) =>
  page.evaluate(([event, data]) => played.tell(event as string, data), [event, data])
const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
const says = (words: string) => page.getByRole('status').filter({ hasText: words }).waitFor()
const picture = async (name: string) => {
  const folder = process.env.HEARTH_SHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}-wide.png`), fullPage: true })
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await page.screenshot({ path: join(folder, `${name}-360.png`), fullPage: true })
  await page.setViewportSize({ width: 1100, height: 860 })
}

const ADDRESS = `{ id: 'a', rev: 'r', type: 'PostalAddress', name: 'Maximiliane Müller', telephone: '+49 761 55', address: {
  streetAddress: 'Gerberau 14', postalCode: '79098', addressLocality: 'Freiburg', addressCountry: 'Germany' } }`

describe('the shop', () => {
  it('works without Hearth, and says how to get it', async () => {
    await open('shop', null)
    await says('Hearth is not here, or may not speak to this page.')
    await page.getByText('What is Hearth?').click()
    await picture('shop-none')
    await page.evaluate(() => (played.there = true))
    await play('permissions_query', '() => []')
    await press('Look again')
    await says('It asks you before we see anything.')
    await picture('shop-ready')
  })

  it('takes an address once, and says what it waits for', async () => {
    await open('shop', { permissions_query: '() => []' })
    await play('data_pick', '() => new Promise((resolve) => { globalThis.picked = resolve })')
    await press('Take an address from Hearth')
    await says('Waiting for you')
    await tell('requestUpdated', { id: 'x', state: 'waiting' })
    await says('It may be locked.')
    await page.evaluate(`picked({ records: [${ADDRESS}] })`)
    await says('this once')
    expect(await page.getByLabel('Street and number').inputValue()).toBe('Gerberau 14')
    await press('Send me a tin')
    await says('We would send one tin of Oolong to')
    await picture('shop-picked')
  })

  it('says that nothing was shared, and goes on', async () => {
    await open('shop', { permissions_query: '() => []', data_pick: refuse(4001, 'NotAllowedError') })
    await press('Take an address from Hearth')
    await says('You shared nothing.')
    await page.getByRole('button', { name: 'Take an address from Hearth' }).and(page.locator(':enabled')).waitFor()
  })

  it('fills in while it may, and forgets when it may no longer', async () => {
    const query = `() => ({ records: [${ADDRESS}] })`
    await open('shop', {
      permissions_query: grant('PostalAddress'),
      data_query: query,
      data_subscribe: '() => ({ subscription: "s" })',
    })
    await says('as you allowed until December 24, 2026')
    expect(await page.getByLabel('Name').inputValue()).toBe('Maximiliane Müller')
    await picture('shop-allowed')
    await play('data_query', query.replace('Gerberau 14', 'Am Wald 2'))
    await tell('dataChanged', { subscription: 's', type: 'PostalAddress', ids: ['a'] })
    await expect.poll(() => page.getByLabel('Street and number').inputValue()).toBe('Am Wald 2')
    await play('permissions_query', '() => []')
    await tell('permissionsChanged', { grants: [] })
    await says('The permission has ended, or Hearth is locked.')
    expect(await page.getByLabel('Street and number').inputValue()).toBe('')
  })
})

describe('the fitness page', () => {
  it('says that there is nothing to draw without Hearth', async () => {
    await open('fitness', null)
    await says('There is nothing to draw.')
    await picture('fitness-none')
  })

  it('draws what it may read, page by page, as it changes, and forgets it at the end', async () => {
    const day = '"2026-11-" + String(n).padStart(2, "0") + "T20:00"'
    const many = `Array.from({ length: 14 }, (_, i) => i + 5).map((n) => ({ id: 'm' + n, rev: 'r', value: 4000 + (n * 3779) % 9000, startTime: ${day} }))`
    await open('fitness', {
      permissions_query: grant('Measurement'),
      data_query: `({ cursor }) => cursor ? { records: ${many}.slice(7) } : { records: ${many}.slice(0, 7), cursor: 'c' }`,
      data_subscribe: '() => ({ subscription: "s" })',
    })
    await says('New steps appear by themselves.')
    await page.getByText('14 days').waitFor()
    expect(await page.locator('#chart rect').count()).toBe(14)
    await picture('fitness-connected')
    await play('data_query', `() => ({ records: ${many}.slice(0, 3) })`)
    await tell('dataChanged', { subscription: 's', type: 'Measurement', ids: [] })
    await page.getByText('3 days').waitFor()
    await play('data_delete', refuse(4001, 'NotAllowedError'))
    await page
      .getByRole('button', { name: /^Delete/ })
      .first()
      .click()
    await says('Nothing was read, and nothing was changed.')
    await play('permissions_query', '() => []')
    await tell('permissionsChanged', { grants: [] })
    await says('Nothing of yours is left on this page.')
    expect(await page.locator('#chart rect').count()).toBe(0)
  })

  it('keeps steps for somebody who lets it read none', async () => {
    await open('fitness', {
      permissions_query: grant('Measurement').replace('data.read', 'data.create'),
      data_put: `() => ({ records: [{ id: 'm', rev: 'r' }] })`,
    })
    await says('You let us add steps, and read none')
    await page.getByLabel('Steps', { exact: true }).fill('9000')
    await press('Keep it in Hearth')
    await expect.poll(() => page.getByLabel('Steps', { exact: true }).inputValue()).toBe('')
    expect(await page.locator('#chart').isVisible()).toBe(false)
  })

  it('says when something was changed elsewhere before it was corrected here', async () => {
    await open('fitness', {
      permissions_query: grant('Measurement'),
      data_query: `() => ({ records: [{ id: 'm', rev: 'r', value: 4000, startTime: '2026-11-05' }] })`,
      data_put: refuse(11, 'InvalidStateError'),
    })
    page.on('dialog', (dialog) => dialog.accept('4100'))
    await page.getByRole('button', { name: /^Correct/ }).click()
    await says('It was changed elsewhere meanwhile.')
  })
})

describe('the forum', () => {
  it('can be read without Hearth', async () => {
    await open('forum', null)
    await says('You can read all the same.')
    await page.getByRole('list', { name: 'Notes' }).getByText('quinces').waitFor()
    await picture('forum-none')
  })

  it('says that nobody signed in, and takes no token that is none', async () => {
    await open('forum', { identity_signIn: refuse(4001, 'NotAllowedError') })
    await press('Sign in with Hearth')
    await says('You did not sign in.')
    for (const token of ['', 'a.b.c', 'e30.e30.', 'eyJhbGciOiJub25lIn0.e30.']) {
      await play('identity_signIn', `() => ({ token: '${token}' })`)
      const answered = page.waitForResponse(/api\/session/)
      await press('Sign in with Hearth')
      expect((await answered).status()).toBe(403)
      await says('The board did not accept that.')
    }
    await picture('forum-refused')
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PAGE_ERRORS } from '../../lib/contract/page-api'
import type { PromptView } from '../../lib/contract/sites-api'
import {
  allow,
  deny,
  everything,
  grantAll,
  type Household,
  household,
  keep,
  nothingAsked,
  type Page,
  pageOf,
  promptFor,
  reading,
} from './page'
import { PASSPHRASE } from './world'

const DENIED = { error: PAGE_ERRORS.NotAllowedError }
const ABORTED = { error: PAGE_ERRORS.AbortError }
const BUSY = { error: PAGE_ERRORS.QuotaExceededError }

let house: Household
beforeEach(async () => {
  house = await household()
})
afterEach(() => {
  vi.restoreAllMocks()
})

const SHOP = 'https://shop.example'
const names = reading('Contact', ['name'], 'P1D')
const query = { type: 'Contact', fields: ['name'] }
const signIn = (page: Page, nonce = 'n', id?: string) => page.ask('identity_signIn', { nonce }, id)
/** What waits, as Sites says it. */
const waiting = async (count: number) =>
  house.self.until('asking', {}, (now) => (now?.waiting ?? []).reduce((sum, each) => sum + each.count, 0) === count)

describe('while the vault is locked', () => {
  it('calls that need no prompt are answered as where nothing was ever given', async () => {
    await keep(house, 'Contact', { name: 'Mira' })
    const page = pageOf(house, SHOP)
    await grantAll(house, page, names)
    const stranger = pageOf(house, 'https://stranger.example', 2)
    const calls = [
      ['agent_getInfo', undefined],
      ['data_types', undefined],
      ['permissions_query', undefined],
      ['permissions_query', [names]],
      ['permissions_revoke', ['0'.repeat(32)]],
      ['receipts_list', undefined],
      ['agent_disconnect', undefined],
      ['data_query', query],
      ['data_query', { ...query, equals: { name: 'Mira' } }],
      ['data_query', { type: 'Dragon', fields: ['name'] }],
      ['data_get', { ids: ['0'.repeat(32)] }],
      ['data_subscribe', query],
      ['data_unsubscribe', { subscription: 'x' }],
    ] as const
    const answers = async (of: Page) => {
      const all = []
      for (const [method, params] of calls) all.push(await of.ask(method, params))
      return all
    }
    const never = await answers(stranger)
    expect(never.filter((answer) => 'error' in answer && answer.error.code === 4100)).toHaveLength(4)
    await house.self.agent.commands.lock({})
    expect(await answers(stranger)).toEqual(never)
    expect(await answers(page)).toEqual(never)
    await house.self.agent.commands.unlock({ passphrase: PASSPHRASE })
    expect((await page.get('data_query', query)).records).toHaveLength(1)
  })

  it('what the person must decide waits unseen, and is asked afterwards', async () => {
    const page = pageOf(house, SHOP)
    await house.self.agent.commands.lock({})
    const asked = signIn(page)
    const again = signIn(page)
    expect(await house.self.until('prompt', {}, () => true)).toBe(null)
    expect(house.browser.opened).toBe(0)
    await house.self.agent.commands.unlock({ passphrase: PASSPHRASE })
    await allow(house, SHOP)
    expect(await asked).toMatchObject({ result: { token: expect.any(String) } })
    expect(await again).toEqual(await asked)
    expect(house.browser.opened).toBe(1)
  })

  it('nothing that was asked or shown before is shown, and it goes on waiting', async () => {
    const asked = signIn(pageOf(house, SHOP))
    await promptFor(house, SHOP)
    await expect.poll(() => house.browser.windows.size).toBe(1)
    await house.self.agent.commands.lock({})
    await expect.poll(() => house.browser.windows.size).toBe(0)
    await house.self.agent.commands.unlock({ passphrase: PASSPHRASE })
    await deny(house, SHOP)
    expect(await asked).toEqual(DENIED)
  })
})

describe('a refusal', () => {
  it('is the same however it came: denied, closed, empty, muted', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const page = pageOf(house, SHOP)
    const answers = []
    const first = signIn(page, '1')
    await deny(house, SHOP)
    answers.push(await first)
    const second = page.ask('data_pick', { type: 'Trip', fields: ['name'], purpose: { text: 'where' } })
    const { parts, id: ask, seen } = await promptFor(house, SHOP)
    expect(parts).toMatchObject([{ records: [], total: 0 }])
    await expect(
      house.self.agent.commands.allowRequest({
        ask,
        seen,
        duration: 'once',
        parts: [{ allow: true, fields: ['name'] }],
      }),
    ).rejects.toMatchObject({ reason: 'bad-request' })
    await expect.poll(() => house.browser.windows.size).toBe(1)
    house.browser.closeWindow()
    answers.push(await second)
    const third = signIn(page, '3')
    await deny(house, SHOP)
    answers.push(await third)
    // Three within half a minute: the site is muted, and its next request shows nothing.
    const listed = await house.self.until('sites', {}, (now) => now?.sites.some(({ muted }) => muted) ?? false)
    expect(listed?.sites.find(({ site }) => site.origin === SHOP)?.mutedUntil).toBeGreaterThan(Date.now())
    const opened = house.browser.opened
    const fourth = signIn(page, '4')
    await nothingAsked(house)
    answers.push(await fourth)
    expect(answers).toEqual([DENIED, DENIED, DENIED, DENIED])
    expect(house.browser.opened).toBe(opened)
    await house.self.agent.commands.unmute({ grantee: SHOP })
    const fifth = signIn(page, '5')
    await allow(house, SHOP)
    expect(await fifth).toHaveProperty('result')
    const { entries } = await house.self.agent.commands.readActivity({ offset: 0 })
    expect(entries.map(({ outcome }) => outcome).sort()).toEqual(['allowed', 'denied', 'denied', 'muted'])
    expect(entries.map(({ times }) => times).reduce((a, b) => a + b)).toBe(5)
  })

  it('for good mutes until the person ends it, and grants go on', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    await keep(house, 'Contact', { name: 'Mira' })
    const page = pageOf(house, SHOP)
    await grantAll(house, page, names)
    const asked = signIn(page)
    await deny(house, SHOP, true)
    expect(await asked).toEqual(DENIED)
    house.clock.now += 40 * 86_400_000
    const listed = await house.self.until('sites', {}, (now) => now?.sites.some(({ muted }) => muted) ?? false)
    expect(listed?.sites.find(({ site }) => site.origin === SHOP)).toMatchObject({ muted: true, mutedUntil: null })
    house.clock.now = 0
    expect((await page.get('data_query', query)).records).toHaveLength(1)
    expect(await signIn(page)).toEqual(DENIED)
  })

  it('comes after ten minutes of waiting, too', async () => {
    const asked = signIn(pageOf(house, SHOP))
    await promptFor(house, SHOP)
    house.clock.now += 600_001
    // Anything wakes it.
    house.browser.look(1)
    expect(await asked).toEqual(DENIED)
    await nothingAsked(house)
  })
})

describe('the prompt', () => {
  it('opens one window, for the tab that is looked at; others wait until they are', async () => {
    const here = signIn(pageOf(house, SHOP, 1))
    const there = signIn(pageOf(house, 'https://other.example', 2))
    await waiting(2)
    await expect.poll(() => house.browser.windows.size).toBe(1)
    expect((await house.self.until('prompt', {}, (now) => now?.view != null))?.more).toBe(0)
    await deny(house, SHOP)
    expect(await here).toEqual(DENIED)
    await expect.poll(() => house.browser.windows.size).toBe(0)
    house.browser.look(2)
    await expect.poll(() => house.browser.windows.size).toBe(1)
    await allow(house, 'https://other.example')
    expect(await there).toHaveProperty('result')
    expect(house.browser.opened).toBe(2)
  })

  it('that is closed denies what it showed; the rest goes on waiting until the tab is looked at anew', async () => {
    const page = pageOf(house, SHOP)
    const first = signIn(page, '1')
    await promptFor(house, SHOP)
    const second = signIn(page, '2')
    await waiting(2)
    await house.self.until('prompt', {}, (now) => now?.more === 1)
    await expect.poll(() => house.browser.windows.size).toBe(1)
    house.browser.closeWindow()
    expect(await first).toEqual(DENIED)
    await waiting(1)
    house.browser.look(1)
    await waiting(1)
    expect(house.browser.opened).toBe(1)
    house.browser.look(3)
    await waiting(1)
    house.browser.look(1)
    await expect.poll(() => house.browser.opened).toBe(2)
    await allow(house, SHOP)
    expect(await second).toHaveProperty('result')
  })

  it('shows everything where the person wants to see it', async () => {
    house.browser.visible = 9
    const asked = signIn(pageOf(house, SHOP, 1))
    await waiting(1)
    expect(house.browser.opened).toBe(0)
    await house.self.agent.commands.showPrompt({})
    await expect.poll(() => house.browser.windows.size).toBe(1)
    await allow(house, SHOP)
    expect(await asked).toHaveProperty('result')
    await expect.poll(() => house.browser.windows.size).toBe(0)
  })
})

describe('many requests', () => {
  it('that are the same are one question with one answer', async () => {
    const page = pageOf(house, SHOP)
    const all = [...Array(40)].map(() => signIn(page))
    await promptFor(house, SHOP)
    await waiting(1)
    await allow(house, SHOP)
    const [first, ...rest] = await Promise.all(all)
    expect(first).toHaveProperty('result')
    for (const each of rest) expect(each).toEqual(first)
  })

  it('wait five at most, whatever comes after them, locked or not', async () => {
    const flood = async (page: Page) => {
      const ends: unknown[] = []
      const all = [...Array(10_000)].map(async (_, n) => {
        const end = await signIn(page, `nonce ${n}`)
        ends.push(end)
        return end
      })
      await expect.poll(() => ends.length, { timeout: 20_000 }).toBe(9_995)
      expect(ends.every((end) => JSON.stringify(end) === JSON.stringify(BUSY))).toBe(true)
      return all
    }
    const open = await flood(pageOf(house, SHOP))
    await waiting(5)
    await house.self.agent.commands.lock({})
    const locked = await flood(pageOf(house, 'https://other.example', 2))
    await house.self.agent.commands.unlock({ passphrase: PASSPHRASE })
    await waiting(10)
    house.browser.closeTab(1)
    house.browser.closeTab(2)
    const left = (await Promise.all([...open, ...locked])).filter((end) => JSON.stringify(end) !== JSON.stringify(BUSY))
    expect(left).toEqual(Array(10).fill(ABORTED))
    await waiting(0)
  })

  it('that are large are not kept', async () => {
    const records = [...Array(1_000)].map((_, n) => ({ name: `${n} ${'x'.repeat(100)}` }))
    expect(await pageOf(house, SHOP).ask('data_put', { type: 'Note', records })).toEqual(BUSY)
  })

  it('of one id are one request where they ask for the same of the same site', async () => {
    const page = pageOf(house, SHOP)
    const first = signIn(page, 'n', 'the same')
    await promptFor(house, SHOP)
    void signIn(page, 'another nonce', 'the same')
    await waiting(2)
    const other = signIn(pageOf(house, 'https://other.example', 1), 'n', 'the same')
    await deny(house, 'https://other.example')
    expect(await other).toEqual(DENIED)
    expect(await first).toEqual(ABORTED)
  })
})

describe('a page that goes away', () => {
  it('takes its requests with it: its tab is closed, its document another one, its port gone', async () => {
    const closed = signIn(pageOf(house, SHOP, 1))
    await promptFor(house, SHOP)
    house.browser.closeTab(1)
    expect(await closed).toEqual(ABORTED)
    const left = signIn(pageOf(house, SHOP, 1))
    await promptFor(house, SHOP)
    await pageOf(house, 'https://next.example', 1).get('agent_getInfo')
    expect(await left).toEqual(ABORTED)
    const page = pageOf(house, SHOP, 1)
    const [one, two] = [page.listen(), page.listen()]
    const unheard = signIn(page)
    const { id: ask, seen } = await promptFor(house, SHOP)
    one.stop()
    await waiting(1)
    two.stop()
    expect(await unheard).toEqual(ABORTED)
    await expect(
      house.self.agent.commands.allowRequest({ ask, seen, duration: 'once', parts: [{ allow: true }] }),
    ).rejects.toMatchObject({ reason: 'unknown-request' })
    await nothingAsked(house)
    await expect.poll(() => house.browser.windows.size).toBe(0)
    const { entries } = await house.self.agent.commands.readActivity({ offset: 0 })
    expect(entries).toMatchObject([{ outcome: 'withdrawn', what: 'signIn', times: 3 }])
  })

  it('and is loaded again finds its request by its id', async () => {
    const before = signIn(pageOf(house, SHOP), 'n', 'kept')
    await promptFor(house, SHOP)
    const after = signIn(pageOf(house, SHOP), 'n', 'kept')
    await allow(house, SHOP)
    expect(await after).toHaveProperty('result')
    expect(await before).toEqual(await after)
  })
})

describe('the worker dies', () => {
  it('between the request and the answer: it is asked again, and answered', async () => {
    const page = pageOf(house, SHOP)
    void signIn(page, 'n', 'one')
    await promptFor(house, SHOP)
    await expect.poll(() => house.browser.windows.size).toBe(1)
    await house.self.crash()
    const again = signIn(page, 'n', 'one')
    await allow(house, SHOP)
    expect(await again).toMatchObject({ result: { token: expect.any(String) } })
    // The window was still there.
    expect(house.browser.opened).toBe(1)
    await expect.poll(() => house.browser.windows.size).toBe(0)
  })

  it('between Allow and delivery: the same request gets its answer, and nothing is done twice', async () => {
    await keep(house, 'Contact', { name: 'Mira' })
    const page = pageOf(house, SHOP)
    const params = { type: 'Note', records: [{ name: 'Written once' }] }
    const lost = [page.get('data_put', params, 'put'), page.get('permissions_request', [names], 'grant')]
    await waiting(2)
    const before = house.browser.memory.get('asks')
    const seen = new Set<string>()
    while (seen.size < 2) {
      const value = await house.self.until('prompt', {}, (now) => now?.view != null && !seen.has(now.view.id))
      const view = value?.view as PromptView
      seen.add(view.id)
      const parts = view.parts.map(everything)
      await house.self.agent.commands.allowRequest({ ask: view.id, seen: view.seen, duration: view.wanted, parts })
    }
    await house.self.crash()
    const [written, granted] = await Promise.all(lost)
    expect(await page.get('data_put', params, 'put')).toEqual(written)
    expect(await page.get('permissions_request', [names], 'grant')).toEqual(granted)
    await nothingAsked(house)
    const { items } = await house.self.agent.commands.readItems({ filter: { type: 'Note' }, after: null })
    expect(items).toHaveLength(1)
    expect(await page.get('permissions_query')).toHaveLength(1)
    // It died before the outcome was kept: what was done is found done.
    house.browser.memory.set('asks', before ?? '')
    await house.self.crash()
    expect(await page.get('data_put', params, 'put')).toEqual(written)
    expect(await page.get('permissions_request', [names], 'grant')).toEqual(granted)
    await nothingAsked(house)
    expect(await page.get('permissions_query')).toHaveLength(1)
  })

  it('over a prompt that is closed meanwhile: what waits is still asked', async () => {
    const page = pageOf(house, SHOP)
    void signIn(page, 'n', 'one')
    await promptFor(house, SHOP)
    await expect.poll(() => house.browser.windows.size).toBe(1)
    await house.self.crash()
    house.browser.closeWindow()
    expect(await signIn(page, 'n', 'one')).toEqual(DENIED)
  })
})

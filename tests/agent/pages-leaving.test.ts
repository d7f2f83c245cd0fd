import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PAGE_ERRORS } from '../../lib/contract/page-api'
import {
  allow,
  deny,
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

// Pages that use no client: they open no port, or close it when it suits them.

const DENIED = { error: PAGE_ERRORS.NotAllowedError }
const ABORTED = { error: PAGE_ERRORS.AbortError }
const UNAUTHORIZED = { error: PAGE_ERRORS.UnauthorizedError }
const EVIL = 'https://evil.example'
const MINUTE = 60_000

let house: Household
beforeEach(async () => {
  house = await household()
})
afterEach(() => {
  vi.restoreAllMocks()
})

const signIn = (page: Page, nonce = 'n', id?: string) => page.ask('identity_signIn', { nonce }, id)
const windows = (count: number) => expect.poll(() => house.browser.windows.size, { interval: 5 }).toBe(count)
const waiting = (count: number) =>
  house.self.until('asking', {}, (now) => (now?.waiting ?? []).reduce((sum, each) => sum + each.count, 0) === count)
const isMuted = async (origin: string) => {
  const now = await house.self.until('sites', {}, (value) => value !== null)
  return now?.sites.some(({ site, muted }) => site.origin === origin && muted) ?? false
}
const query = { type: 'Contact', fields: ['name'] }

describe('a page that leaves without a word', () => {
  it('takes its request with it, and its prompt', async () => {
    const asked = signIn(pageOf(house, EVIL))
    await promptFor(house, EVIL)
    await windows(1)
    house.browser.load(1)
    expect(await asked).toEqual(ABORTED)
    await nothingAsked(house)
    await windows(0)
  })

  it('takes it with it while the vault is locked, and where the worker has died', async () => {
    await house.self.agent.commands.lock({})
    void signIn(pageOf(house, EVIL))
    void signIn(pageOf(house, 'https://other.example', 2))
    await expect.poll(() => JSON.parse(house.browser.memory.get('asks') ?? '[]')).toHaveLength(2)
    house.browser.load(1)
    await house.self.agent.commands.unlock({ passphrase: PASSPHRASE })
    await waiting(1)
    await house.self.crash()
    house.browser.load(2)
    await waiting(0)
    expect(house.browser.opened).toBe(0)
  })

  it('does not while a port of it is open: it only loads a part of itself', async () => {
    const page = pageOf(house, EVIL)
    const port = page.listen()
    const asked = signIn(page)
    await promptFor(house, EVIL)
    house.browser.load(1)
    await allow(house, EVIL)
    expect(await asked).toHaveProperty('result')
    port.stop()
  })

  it('asks for nothing that comes after it', async () => {
    const page = pageOf(house, EVIL)
    const asked = signIn(page)
    house.browser.load(1)
    expect(await asked).toEqual(ABORTED)
    await waiting(0)
  })

  it.each(['tab', 'once'] as const)('ends grants for it (%s) when it does not come back', async (duration) => {
    await keep(house, 'Contact', { name: 'Mira' })
    await grantAll(house, pageOf(house, EVIL), reading('Contact', ['name'], duration))
    house.browser.load(1)
    house.clock.now += 20_000
    const [grant] = await pageOf(house, EVIL).get('permissions_query')
    expect(grant?.status).toBe('active')
    house.browser.load(1)
    house.clock.now += 30_000
    expect(await pageOf(house, EVIL).ask('data_query', query)).toEqual(UNAUTHORIZED)
  })

  it.each([
    ['the worker died', () => house.self.crash()],
    [
      'the vault was locked and opened',
      async () => {
        await house.self.agent.commands.lock({})
        house.clock.now += MINUTE
        await house.self.agent.commands.unlock({ passphrase: PASSPHRASE })
      },
    ],
  ])('ends them, too, where %s meanwhile', async (_, happens) => {
    await keep(house, 'Contact', { name: 'Mira' })
    const page = pageOf(house, EVIL)
    const port = page.listen()
    await grantAll(house, page, reading('Contact', ['name'], 'tab'))
    port.stop()
    await expect.poll(() => house.browser.memory.get('tabs')).toContain('null')
    await happens()
    house.clock.now += MINUTE
    expect(await pageOf(house, EVIL).ask('data_query', query)).toEqual(UNAUTHORIZED)
  })

  it('ends them once: what is given afterwards lives on', async () => {
    await keep(house, 'Contact', { name: 'Mira' })
    const names = reading('Contact', ['name'], 'tab')
    await grantAll(house, pageOf(house, EVIL), names)
    house.browser.load(1)
    await expect.poll(() => house.browser.memory.get('tabs')).toContain('null')
    house.clock.now += MINUTE
    await house.self.crash()
    const page = pageOf(house, EVIL)
    expect(await page.ask('data_query', query)).toEqual(UNAUTHORIZED)
    await grantAll(house, page, names)
    await house.self.crash()
    expect(await page.ask('data_query', query)).toHaveProperty('result')
  })

  it.each([
    ['shows another site', () => pageOf(house, 'https://other.example').get('agent_getInfo')],
    ['is closed', async () => house.browser.closeTab(1)],
  ])('ends them where its tab %s while the vault is locked', async (_, happens) => {
    await keep(house, 'Contact', { name: 'Mira' })
    await grantAll(house, pageOf(house, EVIL), reading('Contact', ['name'], 'tab'))
    await house.self.agent.commands.lock({})
    await happens()
    await house.self.agent.commands.unlock({ passphrase: PASSPHRASE })
    expect(await pageOf(house, EVIL).ask('data_query', query)).toEqual(UNAUTHORIZED)
  })
})

describe('a page that asks and takes it back', () => {
  const askAndTakeBack = async (origin: string, leave: (port: { stop(): void }) => void) => {
    const page = pageOf(house, origin)
    const port = page.listen()
    void signIn(page, page.document)
    await promptFor(house, origin)
    await windows(1)
    leave(port)
    await windows(0)
  }

  it.each([
    ['closes its port', (port: { stop(): void }) => port.stop()],
    [
      'loads itself again',
      (port: { stop(): void }) => {
        port.stop()
        house.browser.load(1)
      },
    ],
  ])('and %s opens three windows, then none for a minute; nobody is muted for being sent away', async (_, leave) => {
    for (let n = 0; n < 3; n++) await askAndTakeBack(EVIL, leave)
    expect(await isMuted(EVIL)).toBe(false)
    const page = pageOf(house, EVIL)
    page.listen()
    void signIn(page)
    await waiting(1)
    await promptFor(house, EVIL)
    expect(house.browser.opened).toBe(3)
    const { entries } = await house.self.agent.commands.readActivity({ offset: 0 })
    expect(entries).toMatchObject([{ outcome: 'withdrawn', times: 3 }])
  })

  it('under another name each time opens no fourth window, for a minute', async () => {
    for (let n = 0; n < 3; n++) await askAndTakeBack(`https://s${n}.evil.example`, (port) => port.stop())
    void signIn(pageOf(house, 'https://s3.evil.example'))
    await waiting(1)
    await promptFor(house, 'https://s3.evil.example')
    expect(house.browser.opened).toBe(3)
    // Another tab is not meant.
    house.browser.look(2)
    void signIn(pageOf(house, 'https://other.example', 2))
    await windows(1)
    await deny(house, 'https://other.example')
    house.clock.now += MINUTE
    house.browser.look(1)
    await windows(1)
  })

  it('is not asked for a fourth time in one tab, whatever names its site takes', async () => {
    for (let n = 0; n < 3; n++) {
      const origin = `https://s${n}.evil.example`
      void signIn(pageOf(house, origin))
      await windows(1)
      await deny(house, origin)
      await windows(0)
    }
    void signIn(pageOf(house, 'https://s3.evil.example'))
    await waiting(1)
    expect(house.browser.opened).toBe(3)
  })

  it('unseen is not refused', async () => {
    house.browser.look(2)
    for (let n = 0; n < 4; n++) {
      const page = pageOf(house, EVIL)
      const port = page.listen()
      const asked = signIn(page)
      await waiting(1)
      port.stop()
      expect(await asked).toEqual(ABORTED)
    }
    expect(await isMuted(EVIL)).toBe(false)
  })
})

describe('a muted site', () => {
  beforeEach(async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const asked = signIn(pageOf(house, EVIL))
    await deny(house, EVIL, true)
    await asked
  })

  it('is answered the same, locked or not', async () => {
    const page = pageOf(house, EVIL)
    expect(await signIn(page, '1')).toEqual(DENIED)
    await house.self.agent.commands.lock({})
    expect(await signIn(page, '2')).toEqual(DENIED)
    const before = signIn(page, '3')
    await house.self.agent.commands.unlock({ passphrase: PASSPHRASE })
    expect(await before).toEqual(DENIED)
    expect(house.browser.memory.get('mutes')).not.toContain('evil')
  })

  it('is answered only while it is looked at', async () => {
    house.browser.look(2)
    const late: unknown[] = []
    const page = pageOf(house, EVIL)
    const asked = signIn(page).then((answer) => late.push(answer))
    // Another muted site, which is looked at, is answered after it would have been.
    const other = pageOf(house, 'https://other.example', 2)
    const first = signIn(other)
    await deny(house, 'https://other.example', true)
    await first
    expect(await signIn(other)).toEqual(DENIED)
    expect(late).toEqual([])
    house.browser.look(1)
    await asked
    expect(late).toEqual([DENIED])
  })
})

describe('while a passphrase is tried', () => {
  beforeEach(async () => {
    await keep(house, 'Contact', { name: 'Mira' })
  })

  it.each(['not it at all', PASSPHRASE])(
    'nobody waits for it, and all are answered as locked (%#)',
    async (passphrase) => {
      const page = pageOf(house, EVIL)
      await grantAll(house, page, reading('Contact', ['name'], 'P1D'))
      await house.self.agent.commands.lock({})
      let tried = false
      const trying = house.self.agent.commands
        .unlock({ passphrase })
        .catch(() => undefined)
        .finally(() => {
          tried = true
        })
      expect(await page.ask('agent_getInfo')).toHaveProperty('result')
      expect(await page.ask('data_types')).toHaveProperty('result')
      expect(await page.ask('data_query', query)).toEqual(UNAUTHORIZED)
      expect(await page.get('permissions_query')).toEqual([])
      expect(tried).toBe(false)
      await trying
    },
  )

  it('who opened it already is served on', async () => {
    const page = pageOf(house, EVIL)
    await grantAll(house, page, reading('Contact', ['name'], 'P1D'))
    const words = house.self.agent.commands.showWords({ passphrase: PASSPHRASE })
    expect(await page.ask('data_query', query)).toHaveProperty('result')
    await words
  })
})

describe('a request that is sent again', () => {
  it('after it was done on the person’s word is not done again under a grant', async () => {
    const page = pageOf(house, EVIL)
    const params = { type: 'Note', records: [{ text: 'hello' }] }
    const asked = page.get('data_put', params, 'put')
    await allow(house, EVIL)
    const first = await asked
    await grantAll(house, page, { ...reading('Note', ['text'], 'P1D'), access: ['create'] } as ReturnType<
      typeof reading
    >)
    house.clock.now += MINUTE + 1_000
    house.browser.look(1)
    await nothingAsked(house)
    expect(await page.get('data_put', params, 'put')).toEqual(first)
    const { items } = await house.self.agent.commands.readItems({ filter: { type: 'Note' }, after: null })
    expect(items).toHaveLength(1)
  })

  it('much later is another, with a record of its own', async () => {
    const page = pageOf(house, EVIL)
    for (let n = 0; n < 2; n++) {
      const asked = page.get('data_put', { type: 'Note', records: [{ text: 'hello' }] }, 'put')
      await allow(house, EVIL)
      await asked
      house.clock.now += 11 * MINUTE
    }
    const { items } = await house.self.agent.commands.readItems({ filter: { type: 'Note' }, after: null })
    expect(items).toHaveLength(2)
    const { entries } = await house.self.agent.commands.readActivity({ offset: 0 })
    expect(entries.filter(({ what }) => what === 'create')).toHaveLength(2)
    expect((await house.self.agent.commands.readReceipts({ offset: 0 })).receipts).toHaveLength(2)
  })

  it('is forgotten when it was answered', async () => {
    const page = pageOf(house, EVIL)
    const asked = signIn(page)
    await deny(house, EVIL)
    await asked
    await expect.poll(() => house.browser.memory.get('asks')).toBe('[]')
  })

  it('with the same id and other params is another', async () => {
    const page = pageOf(house, EVIL)
    const first = signIn(page, '1', 'id')
    await deny(house, EVIL)
    expect(await first).toEqual(DENIED)
    const second = signIn(page, '2', 'id')
    await allow(house, EVIL)
    expect(await second).toHaveProperty('result')
  })
})

it('many origins of one do not keep out who is looked at', async () => {
  const all = Array.from({ length: 50 }, (_, n) => pageOf(house, `https://s${n % 10}.evil.example`, 100 + (n % 10)))
  const pages = all.slice(0, 10)
  const ends = Array.from({ length: 50 }, (_, n) => signIn(pages[n % 10] as Page, String(n)))
  await waiting(50)
  expect(await signIn(pageOf(house, 'https://late.example', 99))).toMatchObject({
    error: { name: 'QuotaExceededError' },
  })
  const asked = signIn(pageOf(house, 'https://shop.example', 1))
  await allow(house, 'https://shop.example')
  expect(await asked).toHaveProperty('result')
  expect(await ends[0]).toMatchObject({ error: { name: 'QuotaExceededError' } })
})

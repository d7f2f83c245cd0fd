import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import type { ImportId } from '../../lib/contract/ids.ts'
import { ensureChromium, ensureFirefox } from '../../tools/browser.mjs'
import { type Chromium, launchChromium } from '../browser/harness/chromium.ts'
import { extensionDir } from '../browser/harness/extension.ts'
import type { Firefox } from '../browser/harness/firefox.ts'
import { enable, launchAtSites } from '../browser/harness/firefox-visits.ts'
import { answer, ask, promptOf, type Sites, serveSites, visit } from '../browser/harness/visits.ts'
import { settleIn } from './meeting.ts'
import { install } from './page.ts'
import type { Measured, Missing } from './statistics.ts'

const MANY = 1_000
const FIELDS = ['measuredProperty', 'value', 'unitText', 'startTime']
/** A page may ask twenty times a second for long. */
const PACE = 60

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** An extension that answers a page's message at once, with as many records as it names: the browser's own share. */
const bareExtension = (): { dir: string; id: string } => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'hearth-bare-')))
  const manifest = {
    ...{ manifest_version: 3, name: 'bare', version: '1', background: { service_worker: 'worker.js' } },
    externally_connectable: { matches: ['https://*/*'] },
  }
  const record = { id: 'a'.repeat(32), rev: 'b'.repeat(32), type: 'Measurement', ...measurement(0) }
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify(manifest))
  writeFileSync(
    join(dir, 'worker.js'),
    `const record = ${JSON.stringify(record)}
chrome.runtime.onMessageExternal.addListener(({ records }, sender, answer) => answer(Array(records).fill(record)))`,
  )
  // Without a key Chromium makes an id of the path.
  const id = createHash('sha256').update(dir).digest('hex').slice(0, 32)
  return { dir, id: id.replaceAll(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))) }
}

const measurement = (n: number) => ({
  ...{ measuredProperty: 'Steps', value: 4_000 + n, unitText: 'count' },
  startTime: new Date(1.6e12 + n * 86_400_000).toISOString().slice(0, 19),
})

const askBare = (page: Page, id: string, records: number): Promise<number> =>
  page.evaluate(
    `new Promise((resolve, reject) => {
      const begun = performance.now()
      chrome.runtime.sendMessage('${id}', { records: ${records} }, (all) =>
        all?.length === ${records} ? resolve(performance.now() - begun) : reject(new Error('no bare answer')))
    })`,
  )

/** Somebody with a thousand measurements, at sites that were allowed to read them and to sign in. */
const allowed = async (browser: Chromium): Promise<{ one: Page; many: Page }> => {
  const home = await browser.panel('home')
  await install(home)
  await settleIn(home, {
    name: 'Alice',
    passphrase: 'kettle orbit velvet canyon mosaic',
    routers: { kind: 'none' },
    relays: [],
  })
  await home.evaluate(
    async ({ all, batch }) => {
      const id = crypto.randomUUID().replaceAll('-', '') as ImportId
      await bench.ask('startImport', { id, name: 'bench', format: 'json' })
      for (let n = 0; n * batch < all.length; n++) {
        const items = all.slice(n * batch, (n + 1) * batch).map((fields, i) => ({
          ...{ type: 'Measurement', fields, tags: [], key: `hash:${n * batch + i}`, version: 'v' },
        }))
        await bench.ask('addToImport', { id, batch: n, items, problems: [], unread: 0 })
      }
      await bench.ask('finishImport', { id })
    },
    { all: Array.from({ length: MANY }, (_, n) => measurement(n)), batch: 500 },
  )
  const id = crypto.randomUUID().replaceAll('-', '')
  const note = { type: 'Note', fields: { name: 'The only one' }, tags: [] }
  await home.evaluate((params) => bench.ask('saveItem', params as never), { id, draft: note, rev: null })
  const allow = async (origin: string, descriptors: object[]): Promise<Page> => {
    const page = await visit(browser, origin)
    const asked = ask(page, 'permissions_request', descriptors)
    const prompt = await promptOf(browser, origin)
    for (const box of await prompt.getByRole('checkbox', { name: /^All / }).all()) await box.check()
    await answer(prompt, 'Allow')
    const { error } = await asked
    if (error) throw new Error(`${origin} was refused: ${error.message}`)
    return page
  }
  const common = { name: 'data', access: ['read'], purpose: { text: 'To measure' }, duration: 'untilRevoked' }
  return {
    many: await allow('https://many.test', [{ ...common, type: 'Measurement', fields: FIELDS }]),
    one: await allow('https://one.test', [
      { ...common, type: 'Note', fields: ['name'] },
      { name: 'identity', access: ['signIn'], duration: 'untilRevoked' },
    ]),
  }
}

const repeated = async (times: number, work: () => Promise<number>): Promise<number[]> => {
  const samples: number[] = []
  for (let n = 0; n < times; n++) {
    samples.push(await work())
    await pause(PACE)
  }
  return samples
}

const timeOf = async (page: Page, method: string, params: unknown, fits: (result: never) => boolean) => {
  const { result, error, ms } = await ask(page, method, params)
  if (error || !fits(result as never)) throw new Error(`${method}: ${error?.message ?? 'another answer'}`)
  return ms
}

/** Requests of pages, beside a bare message to an extension in the same browser, in turns. */
const requests = async (sites: Sites): Promise<Measured[]> => {
  const bare = bareExtension()
  const both = `${extensionDir('chrome-mv3')},${bare.dir}`
  const args = [...sites.chromiumArgs, `--disable-extensions-except=${both}`, `--load-extension=${both}`]
  const browser = await launchChromium({ args })
  try {
    const { one, many } = await allowed(browser)
    const read = (page: Page, type: string, fields: string[], records: number) =>
      timeOf(
        page,
        'data_query',
        { type, fields, limit: MANY },
        (result: { records: object[] }) => result.records.length === records,
      )
    const signIn = () =>
      timeOf(one, 'identity_signIn', { nonce: crypto.randomUUID() }, (result: { token: string }) => result.token !== '')
    const row = async (what: string, times: number, page: Page, records: number, work: () => Promise<number>) => {
      const bares: number[] = []
      const samples = await repeated(times, async () => {
        bares.push(await askBare(page, bare.id, records))
        return work()
      })
      return { what, samples, bare: bares }
    }
    return [
      {
        ...(await row('a page reads 1 record', 100, one, 1, () => read(one, 'Note', ['name'], 1))),
        budget: { median: 10 },
      },
      await row('a page reads 1 000 records', 40, many, MANY, () => read(many, 'Measurement', FIELDS, MANY)),
      await row('a page signs in, already allowed', 60, one, 1, signIn),
    ]
  } finally {
    await browser.close()
    rmSync(bare.dir, { recursive: true, force: true })
  }
}

/** How long an idle page takes to load, and how much of the heap of scripts is in use in it then. */
const loading = async (context: BrowserContext, origin: string, times: number) => {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  const ms: number[] = []
  const kB: number[] = []
  for (let n = 0; n < times; n++) {
    await page.goto(origin)
    ms.push(await page.evaluate(() => performance.getEntriesByType('navigation')[0]?.duration ?? 0))
    await session.send('HeapProfiler.collectGarbage')
    kB.push((await session.send('Runtime.getHeapUsage')).usedSize / 1_000)
  }
  await page.close()
  return { ms, kB }
}

/** An idle page with Hearth and without: it is not touched on Chromium. */
const idleInChromium = async (sites: Sites, times: number): Promise<Measured[]> => {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = ['--headless=new', '--disable-gpu', ...root, ...sites.chromiumArgs]
  const plain = await chromium.launchPersistentContext('', {
    executablePath: ensureChromium() ?? '',
    headless: false,
    args,
  })
  const browser = await launchChromium({ args: sites.chromiumArgs })
  try {
    const origin = 'https://idle.test'
    await loading(plain, origin, 3)
    await loading(browser.context, origin, 3)
    const without = await loading(plain, origin, times)
    const within = await loading(browser.context, origin, times)
    return [
      { what: 'an idle page loads, Chromium', samples: within.ms, bare: without.ms },
      { what: 'scripts of an idle page, Chromium', unit: 'kB', samples: within.kB, bare: without.kB },
    ]
  } finally {
    await plain.close()
    await browser.close()
  }
}

/** How long a page takes to load in Firefox. */
const loadingInFirefox = async (firefox: Firefox, origin: string, times: number): Promise<number[]> => {
  const page = await firefox.browser.newPage()
  const samples: number[] = []
  for (let n = 0; n < times; n++) {
    await page.goto(origin)
    samples.push(await page.evaluate(() => performance.getEntriesByType('navigation')[0]?.duration ?? 0))
  }
  await page.close()
  return samples
}

/** In Firefox a site that the person enabled gets two scripts; every other is not touched. */
const idleInFirefox = async (sites: Sites, times: number): Promise<Measured[]> => {
  const firefox = await launchAtSites(sites, ['idle.test', 'untouched.test'])
  try {
    const home = await firefox.open('home.html')
    await enable(home, 'https://idle.test')
    await loadingInFirefox(firefox, 'https://idle.test', 3)
    await loadingInFirefox(firefox, 'https://untouched.test', 3)
    const untouched = await loadingInFirefox(firefox, 'https://untouched.test', times)
    const enabled = await loadingInFirefox(firefox, 'https://idle.test', times)
    const files = (await home.evaluate(`browser.scripting.getRegisteredContentScripts().then((all) =>
      Promise.all(all.flatMap(({ js }) => js).map((file) =>
        fetch(browser.runtime.getURL(file)).then((answer) => answer.arrayBuffer()).then(({ byteLength }) => byteLength))))`)) as number[]
    return [
      { what: 'an idle page loads, enabled in Firefox', samples: enabled, bare: untouched },
      {
        what: 'scripts for an enabled page, Firefox',
        unit: 'kB',
        samples: [files.reduce((sum, size) => sum + size, 0) / 1_000],
      },
    ]
  } finally {
    await firefox.close()
  }
}

/** What pages cost, and what they wait for. */
export const pages = async (): Promise<(Measured | Missing)[]> => {
  const sites = await serveSites()
  try {
    const report: (Measured | Missing)[] = [...(await requests(sites)), ...(await idleInChromium(sites, 40))]
    const missing = ensureFirefox() && existsSync('.output/firefox-mv2') ? null : 'no Firefox, or no build for it'
    if (missing) return [...report, { what: 'an idle page in Firefox', missing }]
    return [...report, ...(await idleInFirefox(sites, 40))]
  } finally {
    sites.close()
  }
}

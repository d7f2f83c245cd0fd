import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Frame, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ensureChromium } from '../../tools/browser.mjs'
import { type Chromium, launchChromium } from './harness/chromium'
import { chromiumId, extensionDir, grantedExtension } from './harness/extension'
import { serveSite } from './harness/sites'

const ID = chromiumId()
const INFO = { name: 'Hearth', apiVersion: 1 }
/** The agent is found in time, however busy this machine is. */
const PATIENCE = 10_000

/** What `agent_getInfo` answers a page or a frame that has the client, or how it fails. */
const info = (place: Page | Frame): Promise<unknown> =>
  place.evaluate(async (timeout) => {
    const { client } = window as unknown as { client: typeof import('../../lib/client/index') }
    try {
      const agent = await client.connectAgent({ timeout })
      return await agent.request({ method: 'agent_getInfo' })
    } catch (error) {
      const { name, code } = error as Error & { code: number }
      return { name, code, isError: error instanceof Error }
    }
  }, PATIENCE)
const hasClient = (place: Page | Frame) => place.waitForFunction(() => 'client' in window)

/** What Hearth answers this message, past the client; null where it does not. */
const raw = (page: Page, message: string): Promise<unknown> =>
  page.evaluate(`new Promise((resolve) => chrome.runtime.sendMessage('${ID}', ${message}, (answer) => {
    void chrome.runtime.lastError
    resolve(answer ?? null)
  }))`)
const ask = (over: string) => `{ hearth: 1, id: 'x', method: 'agent_getInfo', ${over} }`

interface Seen {
  names: string[]
  html: string
}

/** What a page that does nothing finds in its window. */
const seen = async (page: Page, url: string): Promise<Seen> => {
  await page.goto(`${url}/plain`)
  return page.evaluate(() => {
    const names = [window, window.navigator, document, (window as unknown as { chrome: object }).chrome].map(
      (each, n) =>
        Object.getOwnPropertyNames(each).map((name) => `${['', 'navigator.', 'document.', 'chrome.'][n]}${name}`),
    )
    return { names: names.flat(), html: document.documentElement.outerHTML }
  })
}
/** The names that only the first of them has. */
const more = (a: Seen, b: Seen): string[] => a.names.filter((name) => !b.names.includes(name)).sort()

describe('pages in Chromium', () => {
  let site: Awaited<ReturnType<typeof serveSite>>
  let browser: Chromium
  beforeAll(async () => {
    site = await serveSite()
    browser = await launchChromium({ args: ['--host-resolver-rules=MAP shop.test 127.0.0.1'] })
  })
  afterAll(async () => {
    await browser.close()
    site.close()
  })
  const open = async (path: string, origin = site.url): Promise<Page> => {
    const page = await browser.context.newPage()
    await page.goto(`${origin}${path}`)
    return page
  }

  it('reach the agent by the client, and as early as a script can', async () => {
    const page = await open('/')
    await hasClient(page)
    expect(await info(page)).toMatchObject(INFO)
    const early = await open('/early')
    expect(await early.evaluate('window.early')).toMatchObject({ id: 'early', result: INFO })
  })

  it('reach it again after the worker was stopped', async () => {
    const page = await open('/')
    await hasClient(page)
    await page.evaluate('client.connectAgent().then((agent) => { window.agent = agent })')
    await browser.stopWorker()
    expect(await page.evaluate("agent.request({ method: 'agent_getInfo' })")).toMatchObject(INFO)
  })

  it('listen again after the worker was stopped', async () => {
    const page = await open('/')
    await hasClient(page)
    await page.evaluate(`{
      window.ports = 0
      const { connect } = chrome.runtime
      chrome.runtime.connect = (...all) => { ports++; return connect.apply(chrome.runtime, all) }
      client.connectAgent({ timeout: ${PATIENCE} }).then((agent) => agent.on('connect', () => {}))
    }`)
    await page.waitForFunction('ports === 1')
    await browser.stopWorker()
    await page.waitForFunction('ports === 2')
  })

  it('find nobody from http on another computer', async () => {
    const page = await open('/', `http://shop.test:${site.port}`)
    await hasClient(page)
    expect(
      await page.evaluate('client.connectAgent({ timeout: 50 }).catch(({ name, code }) => ({ name, code }))'),
    ).toEqual({
      name: 'NotFoundError',
      code: 8,
    })
  })

  it.each([
    ['of the same site', (url: string) => `${url}/`, ''],
    ['of another site', (url: string) => `${url.replace('127.0.0.1', 'localhost')}/`, ''],
    ['that is sandboxed', (url: string) => `${url}/`, 'allow-scripts'],
  ])('may not ask from a frame %s', async (_, address, sandbox) => {
    const page = await open(`/plain?frame=${encodeURIComponent(address(site.url))}&sandbox=${sandbox}`)
    const frame = await vi.waitFor(() => {
      const [, inner] = page.frames()
      if (!inner) throw new Error('no frame yet')
      return inner
    })
    await hasClient(frame)
    expect(await info(frame)).toEqual({ name: 'SecurityError', code: 18, isError: true })
  })

  it('may not ask without an origin', async () => {
    const page = await open('/sandboxed')
    await hasClient(page)
    expect(await page.evaluate('self.origin')).toBe('null')
    expect(await info(page)).toMatchObject({ name: 'SecurityError' })
  })

  it.each([
    ['a forged origin', ask(`origin: 'https://bank.example'`)],
    ['a forged sender', ask(`sender: { origin: 'https://bank.example' }`)],
    ['ten megabytes', ask(`params: 'x'.repeat(10_000_000)`)],
    ['another version', `{ hearth: 2, id: 'x', method: 'agent_getInfo' }`],
    ['a text', `'agent_getInfo'`],
  ])('are told that %s is malformed', async (_, message) => {
    const answer = await raw(await open('/plain'), message)
    expect(answer).toMatchObject({ id: null, error: { code: -32602, name: 'TypeError' } })
  })

  it('are told which parameter is wrong', async () => {
    const page = await open('/')
    await hasClient(page)
    const asked = `client.connectAgent({ timeout: ${PATIENCE} }).then((agent) =>
      agent.request({ method: 'data_query', params: { type: 'Contact', fields: 'email' } }))`
    const failure = await page.evaluate(`${asked}.catch(({ name, code, message }) => ({ name, code, message }))`)
    expect(failure).toMatchObject({
      name: 'TypeError',
      code: -32602,
      message: expect.stringContaining('params.fields'),
    })
  })

  it.each(['__proto__', 'constructor', 'toString', 'data_drop'])('know no method %s', async (method) => {
    const answer = await raw(await open('/plain'), ask(`method: '${method}'`))
    expect(answer).toMatchObject({ id: 'x', error: { code: 4200, name: 'NotSupportedError' } })
  })

  it('are refused when they ask too often, and heard again later', async () => {
    // A site of its own: the others here shall not wait for it.
    const flood = await serveSite()
    const page = await open('/plain', flood.url)
    const codes = await page.evaluate(`Promise.all(Array.from({ length: 10_000 }, (_, n) => new Promise((resolve) =>
      chrome.runtime.sendMessage('${ID}', { hearth: 1, id: 'n' + n, method: 'agent_getInfo' }, (answer) => {
        void chrome.runtime.lastError
        resolve(answer?.error?.code ?? 0)
      }))))`)
    const answered = (codes as number[]).filter((code) => code === 0).length
    expect(new Set(codes as number[])).toEqual(new Set([0, -32005]))
    expect(answered).toBeGreaterThanOrEqual(50)
    expect(answered).toBeLessThan(5_000)
    await vi.waitFor(async () => expect(await raw(page, ask(''))).toMatchObject({ result: INFO }), PATIENCE)
    flood.close()
  })

  it('are not touched: no name, no element, nobody announces anything', async () => {
    const bare = await chromium.launch({
      executablePath: ensureChromium() ?? '',
      headless: false,
      args: ['--headless=new', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    })
    const ours = await seen(await browser.context.newPage(), site.url)
    const theirs = await seen(await bare.newPage(), site.url)
    // Chromium itself gives these to pages that some extension may be reached from: SECURITY.md admits it.
    expect(more(ours, theirs)).toEqual(['browser', 'chrome.runtime'])
    expect(ours.html).toBe(theirs.html)
    await bare.close()
    const early = await open('/early')
    await early.evaluate('window.early')
    expect(await early.evaluate('announced.length')).toBe(0)
  })
})

it('warns of nothing at installation, in the words of Chromium', async () => {
  const browser = await launchChromium()
  const warningsOf = async (manifest: string): Promise<unknown> =>
    (await browser.worker()).evaluate(`chrome.management.getPermissionWarningsByManifest(${JSON.stringify(manifest)})`)
  const manifest = readFileSync(join(extensionDir('chrome-mv3'), 'manifest.json'), 'utf8')
  expect(await warningsOf(manifest)).toEqual([])
  const loud = JSON.stringify({ ...JSON.parse(manifest), host_permissions: ['https://*/*'] })
  expect(await warningsOf(loud)).toHaveLength(1)
  await browser.close()
})

it('answers no other extension', async () => {
  const other = mkdtempSync(join(tmpdir(), 'hearth-other-'))
  const manifest = { manifest_version: 3, name: 'other', version: '1', background: { service_worker: 'other.js' } }
  writeFileSync(join(other, 'manifest.json'), JSON.stringify(manifest))
  writeFileSync(join(other, 'other.js'), '')
  const both = `${extensionDir('chrome-mv3')},${other}`
  const browser = await launchChromium({ args: [`--disable-extensions-except=${both}`, `--load-extension=${both}`] })
  const worker = await vi.waitFor(() => {
    const found = browser.context.serviceWorkers().find((each) => each.url().endsWith('other.js'))
    if (!found) throw new Error('the other extension has not started')
    return found
  }, PATIENCE)
  const heard = (asking: string) =>
    worker.evaluate(`${asking}.then((answer) => answer ?? null, ({ message }) => message)`)
  expect(await heard(`chrome.runtime.sendMessage('${ID}', ${ask('')})`)).toContain('Receiving end does not exist')
  const port = `new Promise((closed) => chrome.runtime.connect('${ID}', { name: 'hearth/1' }).onDisconnect.addListener(() =>
    closed(chrome.runtime.lastError?.message)))`
  expect(await heard(port)).toContain('Receiving end does not exist')
  await browser.close()
  rmSync(other, { recursive: true, force: true })
})

describe('a site that is enabled in Chromium', () => {
  let site: Awaited<ReturnType<typeof serveSite>>
  let browser: Chromium
  let settings: Page
  let extension: string
  beforeAll(async () => {
    site = await serveSite()
    extension = grantedExtension('http://127.0.0.1/*')
    browser = await launchChromium({ extension })
    settings = await browser.context.newPage()
    await settings.goto('chrome://extensions')
    const hostAccess = `{ extensionId: '${ID}', hostAccess: 'ON_SPECIFIC_SITES' }`
    await settings.evaluate(`chrome.developerPrivate.updateExtensionConfiguration(${hostAccess})`)
    await registeredAre([])
  })
  afterAll(async () => {
    await browser.close()
    rmSync(extension, { recursive: true, force: true })
    site.close()
  })
  /** Nobody can press the browser's question here. Its settings ask nobody, and take back what was given from the start. */
  const allow = (change: 'addHostPermission' | 'removeHostPermission') =>
    settings.evaluate(`chrome.developerPrivate.${change}('${ID}', 'http://127.0.0.1/*')`)
  const registeredAre = (ids: string[]) =>
    vi.waitFor(async () => expect(await registered(browser)).toEqual(ids), PATIENCE)

  it('is given a provider, in the open tab too, and no name', async () => {
    const page = await browser.context.newPage()
    await page.goto(`${site.url}/early`)
    await allow('addHostPermission')
    await page.waitForFunction('announced.length === 1')
    expect(await page.evaluate("announced[0].provider.request({ method: 'agent_getInfo' })")).toMatchObject(INFO)
    await registeredAre(['page-bridge', 'page-provider'])
    await page.reload()
    const [first] = (await page.evaluate('announced.map(({ info }) => info)')) as Record<string, unknown>[]
    expect(first).toMatchObject({ name: 'Hearth', rdns: 'invalid.hearth', apiVersion: 1 })
    expect(await page.evaluate('announced.length')).toBe(1)
    expect(await page.evaluate('Object.isFrozen(announced[0]) && Object.isFrozen(announced[0].info)')).toBe(true)
    await page.reload()
    expect(await page.evaluate('announced[0].info.uuid')).not.toBe(first?.uuid)
    const enabled = await seen(page, site.url)
    const other = await seen(page, site.url.replace('127.0.0.1', 'localhost'))
    expect(more(enabled, other)).toEqual([])
    expect(enabled.html).toBe(other.html)
  })

  it('is reached again after the worker was stopped', async () => {
    const page = await browser.context.newPage()
    await page.goto(`${site.url}/early`)
    await page.evaluate("announced[0].provider.request({ method: 'agent_getInfo' })")
    await browser.stopWorker()
    expect(await page.evaluate("announced[0].provider.request({ method: 'agent_getInfo' })")).toMatchObject(INFO)
  })

  it('reaches nobody once it is not any more', async () => {
    const page = await browser.context.newPage()
    await page.goto(`${site.url}/early`)
    await allow('removeHostPermission')
    await registeredAre([])
    const asked = "announced[0].provider.request({ method: 'agent_getInfo' }).catch(({ code }) => code)"
    expect(await page.evaluate(asked)).toBe(4900)
    await page.reload()
    expect(await page.evaluate('announced.length')).toBe(0)
  })
})

const registered = async (browser: Chromium): Promise<unknown> =>
  (await browser.worker()).evaluate(
    'chrome.scripting.getRegisteredContentScripts().then((all) => all.map(({ id }) => id).sort())',
  )

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Firefox, launchFirefox } from './harness/firefox'
import { serveSite } from './harness/sites'

const INFO = { name: 'Hearth', apiVersion: 1 }
const PATIENCE = 15_000

/** A browser that asks nobody stands for a person who allows it. */
const prefs = { 'extensions.webextOptionalPermissionPrompts': false }

/** What `agent_getInfo` answers a page that has the client, or how it fails. */
const INFO_BY_CLIENT = (timeout: number) => `client.connectAgent({ timeout: ${timeout} })
  .then((agent) => agent.request({ method: 'agent_getInfo' }))
  .catch(({ name, code }) => ({ name, code }))`
const NOBODY = { name: 'NotFoundError', code: 8 }

describe('pages in Firefox', () => {
  const profileDir = mkdtempSync(join(tmpdir(), 'hearth-profile-'))
  let site: Awaited<ReturnType<typeof serveSite>>
  let firefox: Firefox
  let hearth: Page
  const start = async () => {
    firefox = await launchFirefox({ profileDir, stays: true, prefs })
    hearth = await firefox.open('home.html')
  }
  beforeAll(async () => {
    site = await serveSite()
    await start()
  })
  afterAll(async () => {
    await firefox.close()
    site.close()
    rmSync(profileDir, { recursive: true, force: true })
  })

  const open = async (path: string, origin = site.url): Promise<Page> => {
    const page = await firefox.browser.newPage()
    await page.goto(`${origin}${path}`)
    return page
  }
  const withClient = async (origin?: string): Promise<Page> => {
    const page = await open('/', origin)
    await page.waitForFunction(() => 'client' in window)
    return page
  }
  /** In a click of the mouse, as the popup does it. */
  const inClick = async (call: string): Promise<void> => {
    await hearth.evaluate(`{
      const button = document.body.appendChild(document.createElement('button'))
      button.id = 'planted'
      button.style.cssText = 'position: fixed; inset: 0; z-index: 9'
      window.outcome = new Promise((resolve) => { button.onclick = () => resolve(${call}) })
      void 0
    }`)
    await hearth.click('#planted')
    await hearth.evaluate('window.outcome.then(() => document.getElementById("planted").remove())')
  }
  const ORIGINS = `{ origins: ['http://127.0.0.1/*'] }`
  const registered = () =>
    hearth.evaluate(
      'browser.scripting.getRegisteredContentScripts().then((all) => all.map(({ id }) => id).sort().join())',
    )

  it('find nobody, and are not touched, until the person enables their site', async () => {
    const page = await withClient()
    expect(await page.evaluate(INFO_BY_CLIENT(300))).toEqual(NOBODY)
    const early = await open('/early')
    expect(await early.evaluate('announced.length')).toBe(0)
    expect(await registered()).toBe('')
  })

  it('are reached in the open tab at once, and from then on as early as a script can', async () => {
    const page = await withClient()
    await inClick(`browser.permissions.request(${ORIGINS})`)
    expect(await page.evaluate(INFO_BY_CLIENT(PATIENCE))).toMatchObject(INFO)
    expect(await registered()).toBe('page-bridge,page-provider')
    const early = await open('/early')
    expect(await early.evaluate('announced.length')).toBe(1)
    expect(await early.evaluate("announced[0].provider.request({ method: 'agent_getInfo' })")).toMatchObject(INFO)
    expect(await page.evaluate(INFO_BY_CLIENT(PATIENCE))).toMatchObject(INFO)
  })

  it('find no name of ours, and no address of this very browser', async () => {
    const names = 'Object.getOwnPropertyNames(window)'
    const enabled = (await (await open('/plain')).evaluate(names)) as string[]
    const other = (await (await open('/plain', site.url.replace('127.0.0.1', 'localhost'))).evaluate(names)) as string[]
    expect(enabled.filter((name) => !other.includes(name))).toEqual([])
    const early = await open('/early')
    const stack = `new Promise((resolve) => announced[0].provider.request({
      get method() { resolve(new Error().stack); return 'agent_getInfo' } }))`
    const seen = await early.evaluate(stack)
    expect(seen).toContain('hearth')
    expect(seen).not.toContain('moz-extension')
  })

  it('may not ask without an origin, and are not reached in frames or as XML', async () => {
    const sandboxed = await withClient(`${site.url}/sandboxed?`)
    expect(await sandboxed.evaluate(INFO_BY_CLIENT(PATIENCE))).toEqual({ name: 'SecurityError', code: 18 })
    const page = await open(`/plain?frame=${encodeURIComponent('/early')}`)
    const frame = await vi.waitFor(() => {
      const [, inner] = page.frames()
      if (!inner) throw new Error('no frame yet')
      return inner
    }, PATIENCE)
    await frame.waitForFunction(() => 'announced' in window)
    expect(await frame.evaluate('announced.length')).toBe(0)
    const heard = `new Promise((resolve) => {
      addEventListener('hearth:announceProvider', () => resolve(true))
      dispatchEvent(new Event('hearth:requestProvider'))
      resolve(false)
    })`
    for (const path of ['/plain', '/strict']) expect(await (await open(path)).evaluate(heard)).toBe(true)
    expect(await (await open('/xml')).evaluate(heard)).toBe(false)
  })

  it('are refused what is malformed, unknown, too long or too often', async () => {
    const page = await open('/early')
    const codeOf = (asked: string) =>
      page.evaluate(`announced[0].provider.request(${asked}).then(() => 0, ({ code }) => code)`)
    expect(await codeOf(`{ method: '__proto__' }`)).toBe(4200)
    expect(await codeOf(`{ method: 'data_pick', params: {} }`)).toBe(-32602)
    expect(await codeOf(`{ method: 'agent_getInfo', id: '' }`)).toBe(-32602)
    const flood = `Promise.all(Array.from({ length: 1_000 }, () =>
      announced[0].provider.request({ method: 'agent_getInfo' }).then(() => 0, ({ code }) => code)))`
    expect(new Set((await page.evaluate(flood)) as number[])).toEqual(new Set([0, -32005]))
  })

  it('are reached again after the browser was restarted', async () => {
    await firefox.close()
    await start()
    await vi.waitFor(async () => expect(await registered()).toBe('page-bridge,page-provider'), PATIENCE)
    const page = await withClient()
    expect(await page.evaluate(INFO_BY_CLIENT(PATIENCE))).toMatchObject(INFO)
  })

  it('reach nobody any more once the person says so, in open tabs too', async () => {
    const page = await open('/early')
    await inClick(`browser.permissions.remove(${ORIGINS})`)
    const asked = `announced[0].provider.request({ method: 'agent_getInfo' }).then(() => 0, ({ code }) => code)`
    expect(await page.evaluate(asked)).toBe(4900)
    await vi.waitFor(async () => expect(await registered()).toBe(''), PATIENCE)
    const later = await open('/early')
    expect(await later.evaluate('announced.length')).toBe(0)
  })
})

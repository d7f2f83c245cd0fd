import { rmSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { chromiumId } from './harness/extension'
import * as people from './harness/people'
import { arrive, leave, PASSPHRASE, type Person } from './harness/person'
import {
  ADDRESS,
  answer,
  ask,
  badge,
  clockedExtension,
  keep,
  openPrompt,
  passTime,
  promptOf,
  type Sites,
  serveSites,
  visit,
} from './harness/visits'

// Pages past the client: they speak by bare messages, open no port, and leave without a word.

const EVIL = 'https://evil.test'
const BANK = 'https://bank.test'
const QUERY = { type: 'PostalAddress', fields: ['name'] }
const READ = { ...QUERY, name: 'data', access: ['read'], purpose: { text: 'x' }, duration: 'tab' }

let sites: Sites
let extension: string
let alice: Person
let page: Page

beforeAll(async () => {
  sites = await serveSites()
  extension = clockedExtension()
  alice = await arrive('Alice', [], { extension, args: sites.chromiumArgs })
  await keep(alice.page, 'PostalAddress', ADDRESS)
})
afterEach(() => page.close())
afterAll(async () => {
  await leave(alice)
  sites?.close()
  rmSync(extension, { recursive: true, force: true })
})

/** Sends a bare message; the answer is `window.answers[id]` once it is there. */
const send = (id: string, method: string, params: unknown): Promise<unknown> =>
  page.evaluate(`{
    globalThis.answers ??= {}
    chrome.runtime.sendMessage('${chromiumId()}', ${JSON.stringify({ hearth: 1, id, method, params })}, (answer) => {
      void chrome.runtime.lastError
      answers['${id}'] = answer
    })
  }`)
const answered = (id: string): Promise<unknown> =>
  vi.waitFor(async () => {
    const answer = await page.evaluate(`answers['${id}']`)
    if (!answer) throw new Error('no answer yet')
    return answer
  }, 20_000)
const query = async (id: string): Promise<unknown> => {
  await send(id, 'data_query', QUERY)
  return answered(id)
}
const signIn = (nonce = 'n') => send(nonce, 'identity_signIn', { nonce })
const noPrompt = () => expect.poll(() => openPrompt(alice.browser)).toBeUndefined()

describe('a page that opens no port', () => {
  it('is asked about and answered like any other', async () => {
    page = await visit(alice.browser, EVIL)
    await signIn()
    await answer(await promptOf(alice.browser, EVIL), 'Allow')
    expect(await answered('n')).toMatchObject({ result: { token: expect.any(String) } })
  })

  it('takes its prompt with it when another page comes into its tab', async () => {
    page = await visit(alice.browser, EVIL)
    await signIn()
    await promptOf(alice.browser, EVIL)
    await page.goto(BANK)
    await noPrompt()
    expect(await badge(alice.browser)).toBe('')
  })

  it('takes it with it where nobody was there to hear it: locked, and the worker stopped', async () => {
    await people.lock(alice.page)
    page = await visit(alice.browser, EVIL)
    await signIn()
    const kept = async () =>
      (await alice.browser.worker()).evaluate<string>("chrome.storage.session.get('asks').then(JSON.stringify)")
    await expect.poll(kept).toContain('identity_signIn')
    await alice.browser.stopWorker()
    await page.goto(BANK)
    await expect.poll(kept).toBe('{"asks":[]}')
    await people.unlock(alice.page, PASSPHRASE)
    await page.bringToFront()
    // What the bank asks for is the first and only thing that is shown.
    void ask(page, 'identity_signIn', { nonce: 'n' }).catch(() => undefined)
    const window = await promptOf(alice.browser, BANK)
    expect(await window.getByText(/1 of/).count()).toBe(0)
    await answer(window, 'Deny')
  })

  it('has nothing left for its tab when it comes back too late from a page that never spoke', async () => {
    page = await visit(alice.browser, EVIL)
    await send('r', 'permissions_request', [READ])
    await answer(await promptOf(alice.browser, EVIL), 'Allow')
    await answered('r')
    expect((await query('q1')) as object).toHaveProperty('result')
    await page.reload()
    expect((await query('q2')) as object).toHaveProperty('result')
    await page.goto(BANK)
    await passTime(alice.browser, 30_000)
    await page.goto(EVIL)
    expect(await query('q3')).toMatchObject({ error: { code: 4100 } })
  })

  it.each([
    ['closes its port', 'port.disconnect()'],
    ['loads itself again', 'location.reload()'],
  ])('that asks and %s opens no window after the third time, and waits to be looked at', async (words, leaves) => {
    const origin = `https://${words.split(' ')[0]}.test`
    page = await visit(alice.browser, origin)
    for (const n of ['1', '2', '3']) {
      await page.evaluate(`globalThis.port = chrome.runtime.connect('${chromiumId()}', { name: 'hearth/1' })`)
      await signIn(n)
      await promptOf(alice.browser, origin)
      await page.evaluate(leaves)
      await noPrompt()
      await page.waitForLoadState()
    }
    await signIn('4')
    await alice.page.getByRole('status').filter({ hasText: 'Look at it' }).waitFor()
    expect(openPrompt(alice.browser)).toBeUndefined()
  })
})

describe('a page with a port', () => {
  it('keeps its prompt while it changes its address', async () => {
    page = await visit(alice.browser, EVIL)
    const asked = ask(page, 'identity_signIn', { nonce: 'n' })
    const window = await promptOf(alice.browser, EVIL)
    await page.evaluate("history.pushState({}, '', '/elsewhere'); location.hash = 'x'")
    await answer(window, 'Allow')
    expect((await asked).result).toHaveProperty('token')
  })
})

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createVault } from '../../lib/vault/vault'
import type { Outcome } from '../store/suite'
import { serveScript } from './harness/site'
import { type PlainBrowser, plainChromium, plainFirefox } from './storage/browsers'

const PASSPHRASE = 'orbit lemon castle drift piano'
const site = await serveScript(join(import.meta.dirname, 'storage/page.ts'))
afterAll(() => site.close())

describe.each([
  ['Chromium', plainChromium],
  ['Firefox', plainFirefox],
])('the store in a real %s', (_, launch) => {
  let browser: PlainBrowser
  beforeAll(async () => {
    browser = await launch(site.url)
  })
  afterAll(() => browser.close())

  it('passes the suite', async () => {
    const page = await browser.open()
    const outcomes = await page.evaluate<Outcome[]>('storagePage.runStoreSuite()')
    expect(outcomes.length).toBeGreaterThan(10)
    expect(outcomes.filter(({ failure }) => failure !== null)).toEqual([])
    await page.close()
  })

  it('never keeps half of a transaction that the page died in', async () => {
    for (let death = 1; death <= 6; death++) {
      const dying = await browser.open()
      await dying.evaluate(`void storagePage.churn('crash')`)
      await dying.titled('under way')
      await dying.close()
      const page = await browser.open()
      const [first, ...others] = await page.evaluate<number[]>(`storagePage.steps('crash')`)
      expect(first).toBeGreaterThanOrEqual(3 * death)
      expect(others).toEqual([first, first])
      await page.close()
    }
  })

  it('makes vaults, and opens one that was made elsewhere', async () => {
    const { header, key } = await createVault({
      passphrase: PASSPHRASE,
      root: new Uint8Array(16),
      recoveryKey: new Uint8Array(32),
    })
    const page = await browser.open()
    const answer = await page.evaluate(`storagePage.vaults([${header.join()}], '${PASSPHRASE}')`)
    expect(answer).toEqual({ opens: true, key: [...key] })
    await page.close()
  })

  it('says storage-full when there is no room left, and keeps what it had', async () => {
    await browser.limit(20 << 20)
    const page = await browser.open()
    const { failure, committed, found } = await page.evaluate<{ failure: string; committed: number; found: number }>(
      `storagePage.fill('quota')`,
    )
    expect(failure).toBe('storage-full')
    expect(committed).toBeGreaterThan(0)
    expect(found).toBe(committed)
    await page.close()
  })
})

import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { ItemId } from '../../../lib/contract/ids.ts'
import type { Fields } from '../../../lib/contract/item.ts'
import { install, type Runs } from '../../bench/page.ts'
import { serveSites } from '../../sites/serve.mjs'
import type { Chromium } from './chromium.ts'
import { extensionDir } from './extension.ts'
import { button } from './people.ts'

// What a person does with sites that ask, and what a page asks, in Chromium. The sites are those of tests/sites.

export type Sites = Awaited<ReturnType<typeof serveSites>>
export { serveSites }

/** How a request ended: the result, or the error as the page sees it, and after how many milliseconds. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: it is whatever the method answers with
  result?: any
  error?: { code: number; name: string; message: string }
  ms: number
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const PATIENCE = 30_000

/** An address that the shop may want, as a contact book has it. */
export const ADDRESS = {
  name: 'Maximiliane Müller',
  telephone: '+49 761 5550123',
  address: {
    streetAddress: 'Gerberau 14',
    postalCode: '79098',
    addressLocality: 'Freiburg',
    addressCountry: 'Germany',
  },
} satisfies Fields

/** Steps of one day. */
export const steps = (value: number, day: string): Fields => ({
  ...{ measuredProperty: 'Steps', value, unitText: 'count', startTime: day },
})

/** Puts an item into the person's data, from a panel of theirs; answers with its id. */
export const keep = async (panel: Runs, type: string, fields: Fields, id?: ItemId): Promise<ItemId> => {
  await install(panel)
  return panel.evaluate(
    async ({ type, fields, known }) => {
      const id = known ?? (crypto.randomUUID().replaceAll('-', '') as ItemId)
      const { value } = await bench.until('item', { id }, (view) => view !== null)
      const draft = { type, fields: { ...value?.item?.fields, ...fields }, tags: [] }
      await bench.ask('saveItem', { id, draft, rev: value?.item?.rev ?? null })
      return id
    },
    { type, fields, known: id },
  )
}

/** Opens a page at an origin, with the client in it, and its tab in front. */
export const visit = async (browser: Chromium, origin: string): Promise<Page> => {
  const page = await browser.context.newPage()
  await page.goto(origin)
  await page.bringToFront()
  return page
}

/** Asks the agent from a page, as any script there could. `id`: asks for the same again. */
export const ask = (page: Page, method: string, params?: unknown, id?: string): Promise<Answer> =>
  page.evaluate(`(async () => {
    const { connectAgent } = await import('/hearth.js')
    globalThis.agent ??= await connectAgent()
    const begun = performance.now()
    const settled = (outcome) => ({ ...outcome, ms: performance.now() - begun })
    return agent.request(${JSON.stringify({ method, params, ...(id && { id }) })}).then(
      (result) => settled({ result }),
      ({ code, name, message }) => settled({ error: { code, name, message } }),
    )
  })()`)

/** The window of the prompt, if it is open. */
export const openPrompt = (browser: Chromium): Page | undefined =>
  browser.context.pages().find((page) => page.url().startsWith(`${browser.origin}prompt.html`))

/** The window of the prompt, once it shows a request of that site. */
export const promptOf = async (browser: Chromium, origin: string): Promise<Page> => {
  const host = new URL(origin).host
  const deadline = Date.now() + PATIENCE
  while (Date.now() < deadline) {
    const page = openPrompt(browser)
    const heading = page?.getByRole('heading', { name: new RegExp(host.replaceAll('.', '\\.')) })
    if (page && (await heading?.isVisible().catch(() => false))) return page
    await pause(50)
  }
  throw new Error(`no prompt for ${origin} was shown`)
}

/** Presses an answer of the prompt, as soon as it listens; resolves once that request is no longer shown. */
export const answer = async (prompt: Page, name: 'Allow' | 'Deny' | 'Deny and mute'): Promise<void> => {
  const shown = await prompt.getByRole('heading').first().elementHandle()
  await button(prompt, name)
    .click()
    .catch((error) => {
      if (!prompt.isClosed()) throw error
    })
  while (!prompt.isClosed() && (await shown?.isVisible().catch(() => false))) await pause(20)
}

/** The words on the badge of Hearth's icon. */
export const badge = async (browser: Chromium): Promise<string> =>
  (await browser.worker()).evaluate<string>('chrome.action.getBadgeText({})')

/** A copy of the Chromium build whose agent has a clock that `passTime` moves on. */
export const clockedExtension = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'hearth-clocked-'))
  cpSync(extensionDir('chrome-mv3'), dir, { recursive: true })
  const worker = join(dir, 'background.js')
  const clock = '{ const now = Date.now; globalThis.passed = 0; Date.now = () => now() + globalThis.passed }\n'
  writeFileSync(worker, clock + readFileSync(worker, 'utf8'))
  return dir
}

/** So much time passes for the agent, until its worker is stopped; nothing that waits for a timer hears of it. */
export const passTime = async (browser: Chromium, ms: number): Promise<void> => {
  await (await browser.worker()).evaluate(`globalThis.passed += ${ms}`)
}

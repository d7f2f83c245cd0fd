import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Chromium, launchChromium } from './harness/chromium'
import { becomeSomeone, button, textbox } from './harness/people'
import { serveSite } from './harness/sites'

// The Sites place over the real agent: what is decided in the prompt stands here, and what is ended here is ended for the site.

let site: Awaited<ReturnType<typeof serveSite>>
let browser: Chromium
let home: Page
let page: Page

beforeAll(async () => {
  site = await serveSite()
  browser = await launchChromium()
  home = await browser.panel('home')
  await becomeSomeone(home, 'Marguerite', 'a long walk by the river')
  page = await browser.context.newPage()
  await page.goto(site.url)
  await page.waitForFunction(() => 'client' in window)
  await home.bringToFront()
})
afterAll(async () => {
  await browser.close()
  site.close()
})

/** What the site gets for this, as it arrives. */
const request = (method: string, params?: unknown): Promise<unknown> =>
  page.evaluate(
    async ([name, given]) => {
      const { client } = window as unknown as { client: typeof import('../../lib/client/index') }
      const agent = await client.connectAgent({ timeout: 10_000 })
      return agent.request({ method: name, params: given } as never)
    },
    [method, params] as const,
  )

const place = (name: string) => home.getByRole('link', { name, exact: true }).click()

describe('the Sites place', () => {
  it('leads from what waits to the prompt, and shows what was allowed, with its receipt', async () => {
    const connected = request('agent_connect', {
      permissions: [
        { name: 'data', type: 'Note', access: ['create'], fields: ['text'], purpose: { text: 'Keep your drafts' } },
      ],
    })
    await home.getByText(/asks for something/).waitFor()
    const opens = browser.context.waitForEvent('page')
    await button(home, 'Look at it').click()
    const prompt = await opens
    await button(prompt, 'Allow').click()
    const { grants } = (await connected) as { grants: { status: string; parentCapability: string }[] }
    expect(grants.map(({ status, parentCapability }) => `${parentCapability}: ${status}`).sort()).toEqual([
      'data.create: active',
      'identity.connect: active',
    ])
    await home.bringToFront()
    await place('Sites')
    const row = home
      .getByRole('table', { name: 'Sites and grants' })
      .getByRole('row')
      .filter({ hasText: 'Add Note: Text' })
    expect(await row.textContent()).toContain('Keep your drafts')
    await row.getByRole('link', { name: /^Receipt of/ }).click()
    await home.getByText('Note.text').waitFor()
  })

  it('ends it for the site, and says so in the activity', async () => {
    await place('Sites')
    expect(await request('permissions_query')).toHaveLength(2)
    await button(home, /^Revoke everything from/).click()
    await home.getByText('No site may do anything now.').waitFor()
    expect(await request('permissions_query')).toEqual([])
    await place('Activity')
    const revoked = home.getByRole('table', { name: 'Activity' }).getByRole('row').filter({ hasText: 'revoked by you' })
    await revoked.first().waitFor()
  })

  it('has the mark that prompts show, as the person chose it', async () => {
    await place('Me')
    const mark = textbox(home, 'Your mark')
    expect(await mark.inputValue()).not.toBe('')
    await mark.fill('🦉 owl')
    await mark.press('Enter')
    await home.getByText('The mark is changed.').waitFor()
    await home.reload()
    await expect.poll(() => mark.inputValue()).toBe('🦉 owl')
  })
})
